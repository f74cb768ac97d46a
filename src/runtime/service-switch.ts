import { Type } from 'typebox';
import { type ActionContext, defineFlowAction, type FlowActionType } from './flow-action.ts';
import { CALL_FLOWS } from './flow-types.ts';
import { Value } from './settings.ts';

/** An action that turns something on or off for the rest of the call; only the transcript shows it. */
export function serviceSwitch(about: {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly service: string;
}): FlowActionType {
  const { service, ...names } = about;
  return defineFlowAction({
    ...names,
    category: 'Agent',
    events: ['switchedService'],
    differences: ['It is told in the transcript and has no other effect.', 'Guess: NOT_SET turns it off.'],
    settings: Type.Object(
      {
        enabled: Type.Optional(
          Value({ type: 'boolean', default: true, description: 'Whether it is turned on.' }),
        ),
      },
      { additionalProperties: false },
    ),
    outputs: [],
    short: 'enabled',
    flowTypes: CALL_FLOWS,
    enter({ enabled }, context: ActionContext) {
      const isOn = enabled === undefined || context.read(enabled) === true;
      context.setFact(service, isOn);
      context.emit('switchedService', { service, isOn });
      return { next: true };
    },
  });
}
