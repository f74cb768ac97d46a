import type { CallDetails } from './conversation.ts';
import { FLOW_TYPES, runnableFlowType } from './flow-types.ts';

/** How a customer takes part: on the phone, in writing, or not at all. */
export type Medium = 'voice' | 'writing' | 'nobody';

/** How the customer of a conversation takes part. A bot flow of the phone that was begun with a message is in writing. */
export function mediumOf(flowType: string, { message }: Pick<CallDetails, 'message'>): Medium {
  const type = runnableFlowType(flowType);
  if (type === undefined) return 'nobody';
  if (type === 'botFlow') return message === undefined ? 'voice' : 'writing';
  const { channel } = FLOW_TYPES[type];
  if (channel === 'none') return 'nobody';
  return channel === 'call' ? 'voice' : 'writing';
}
