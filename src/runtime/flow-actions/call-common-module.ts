import { Type } from 'typebox';
import { readInputs, SaveOutputs, saveOutputs } from '../called-outputs.ts';
import { named } from '../environment.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Actions, FlowName, Value } from '../settings.ts';

/** Runs a common module and comes back by the output path its End Task names. Architect: Call Common Module. */
export const callCommonModule = defineFlowAction({
  type: 'callCommonModule',
  title: 'Call Common Module',
  description:
    'Runs a common module and comes back. The module has variables of its own: inputs go in, outputs come out when it ends. An error in it is an error of this flow.',
  category: 'Task',
  paths: {
    'any name': 'the End Task of the module names it',
    default: 'the module ran out, or its End Task names no path',
  },
  differences: [
    'Guess: actions in a module count among the 10,000 of the call, and its errors are those of the flow that called it.',
    'The module is read when the flow is; in Genesys a flow keeps the module as it was when the flow was published.',
    'A module may call another one; in Genesys it may not.',
    'A module that only the environment knows gives the outputs that stand there.',
  ],
  settings: Type.Object(
    {
      module: FlowName('flow', { description: 'The common module.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), {
          description: 'Common.name or name: value the input of the module starts with.',
        }),
      ),
      saveOutputs: SaveOutputs,
      outputs: Type.Optional(
        Type.Record(Type.String(), Actions(), {
          description: 'Output path of the module: what happens then.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [] as string[],
  short: 'module',
  callsFlow: ({ module: flow, inputs, saveOutputs: targets }) => ({
    flow,
    pointer: '/module',
    types: ['commonModule'],
    ...(inputs && { inputs }),
    ...(targets && { saveOutputs: targets }),
  }),
  enter(settings, context) {
    const { module: flow, inputs } = settings;
    if (context.hasFlow(flow)) return { callFlow: flow, variables: readInputs(inputs, context) };
    const elsewhere = named(context.environment.flows, flow);
    if (elsewhere === undefined)
      return { error: { errorType: 'FlowNotFound', errorMessage: `there is no common module ${flow}` } };
    context.emit('calledFlow', { flow });
    context.emit('leftFlow', { flow });
    saveOutputs(settings.saveOutputs, elsewhere.outputs ?? {}, context);
    return { output: elsewhere.output ?? 'default' };
  },
  returned: (settings, { values }, context) => saveOutputs(settings.saveOutputs, values, context),
});
