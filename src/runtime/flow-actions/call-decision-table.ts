import { Type } from 'typebox';
import { type JsonObject, own, pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { decide } from '../decision-tables.ts';
import { named } from '../environment.ts';
import { FailureOutputs, writeFailure } from '../failure-outputs.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { TargetVariable, ThingName, Value } from '../settings.ts';
import type { Target } from '../variables.ts';

/** Asks a decision table. Architect: Call Decision Table. The first row whose conditions all hold decides. */
export const callDecisionTable = defineFlowAction({
  type: 'callDecisionTable',
  title: 'Call Decision Table',
  description:
    'Asks a decision table: the first row whose conditions all hold gives the outputs. Texts differ by upper and lower case.',
  category: 'Data',
  paths: {
    success: 'a row decided',
    failure: 'no row did, or the environment does not have the table',
  },
  events: ['decidedByTable', 'failedLookup'],
  differences: [
    'Guess: the names of its settings, as no public flow has one.',
    'Guess: when no row decides, it fails with the errorType `NoMatchingRow`.',
  ],
  settings: Type.Object(
    {
      decisionTable: ThingName('decisionTable', { description: 'Name of the table.' }),
      inputs: Type.Optional(
        Type.Record(Type.String(), Value(), { description: 'Input: value that the rows are compared with.' }),
      ),
      successOutputs: Type.Optional(
        Type.Record(Type.String(), TargetVariable(), {
          description: 'Output: the variable that gets it, NOT_SET where the row has none.',
        }),
      ),
      failureOutputs: FailureOutputs,
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  checkWith({ decisionTable, inputs = {}, successOutputs = {} }, { decisionTables }, report) {
    const { rows = [] } = named(decisionTables, decisionTable) ?? {};
    const known = { inputs: names(rows, 'when'), successOutputs: names(rows, 'give') };
    for (const [setting, written] of Object.entries({ inputs, successOutputs })) {
      const columns = setting === 'inputs' ? known.inputs : known.successOutputs;
      for (const name of columns.size === 0 ? [] : Object.keys(written)) {
        if (columns.has(name)) continue;
        const message = `the decision table \`${decisionTable}\` has no column \`${name}\``;
        const hint = didYouMean(name, columns, 'add the column to the table');
        report('error', pointerTo(`/${setting}`, name), 'UNKNOWN_COLUMN', message, hint);
      }
    }
  },
  enter({ decisionTable, inputs = {}, successOutputs = {}, failureOutputs }, context) {
    const values = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, context.read(value) ?? null]),
    );
    const table = named(context.environment.decisionTables, decisionTable);
    const decision = table === undefined ? undefined : decide(table, values);
    if (decision === undefined) {
      const failure = table === undefined ? notFound(decisionTable) : noRow(decisionTable);
      context.emit('failedLookup', { decisionTable, ...failure });
      writeFailure(failureOutputs, failure, context);
      return { output: 'failure' };
    }
    context.emit('decidedByTable', { decisionTable, inputs: values, ...decision });
    writeOutputs(successOutputs, decision.outputs, context);
    return { output: 'success' };
  },
});

type Rows = readonly { readonly when: object; readonly give: object }[];

function names(rows: Rows, part: 'when' | 'give'): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => Object.keys(row[part])));
}

function writeOutputs(
  targets: { readonly [name: string]: Target },
  outputs: JsonObject,
  context: ActionContext,
): void {
  for (const [name, target] of Object.entries(targets)) context.write(target, own(outputs, name));
}

function notFound(name: string) {
  return { errorType: 'DecisionTableNotFound', errorMessage: `There is no decision table ${name}.` };
}

function noRow(name: string) {
  return { errorType: 'NoMatchingRow', errorMessage: `No row of the decision table ${name} decides this.` };
}
