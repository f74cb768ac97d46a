import type { FlowActionType } from '../flow-action.ts';
import { callData } from './call-data.ts';

/** Call Data Action of a secure flow. Architect: Call Secure Data (facts/ACTIONS 2.4). */
export const callDataSecure: FlowActionType = {
  ...callData,
  type: 'callDataSecure',
  title: 'Call Secure Data',
  description: `In secure flows. ${callData.description}`,
  differences: [
    ...(callData.differences ?? []),
    'It hides no more than Call Data Action: values are masked where the data action is secure.',
  ],
  flowTypes: ['secureCall'],
};
