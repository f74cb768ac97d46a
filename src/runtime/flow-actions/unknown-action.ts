import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Actions } from '../settings.ts';

/** Stands for an action of an imported flow that there is no type for: does nothing and takes the path it is told. No action of Architect. */
export const unknownAction = defineFlowAction({
  type: 'unknownAction',
  title: 'Unknown Action',
  description:
    'Keeps the place and the settings of an imported action that cannot be run here. It does nothing, and goes on by the path that `output` names.',
  category: 'Logic',
  paths: { 'each path of the action': '`output` names it' },
  events: ['skippedAction'],
  differences: ['There is no such action in Architect: importing writes it.'],
  settings: Type.Object(
    {
      type: Type.String({ minLength: 1, description: "The action's key in Archy." }),
      settings: Type.Optional(
        Type.Unsafe<JsonObject>({ type: 'object', description: 'All its settings, as they were imported.' }),
      ),
      output: Type.Optional(
        Type.String({
          minLength: 1,
          description: 'The path it takes; without it, it goes on with the action behind it.',
        }),
      ),
      outputs: Type.Optional(
        Type.Record(Type.String(), Actions(), {
          description: 'Output path of the action: what happens then.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [] as string[],
  goesOn: () => true,
  check({ type, output, outputs = {} }, tools) {
    tools.report(
      'warning',
      '/type',
      'UNKNOWN_ACTION_KEPT',
      `the imported action \`${type}\` cannot be run here: it does nothing`,
      output === undefined && Object.keys(outputs).length > 0
        ? `say with "output" which path it takes: ${Object.keys(outputs).join(', ')}`
        : 'replace it by actions that do what it did',
    );
  },
  enter({ type, output }, context) {
    context.emit('skippedAction', { kind: type, ...(output === undefined ? {} : { output }) });
    return output === undefined ? { next: true } : { output };
  },
});
