import { Type } from 'typebox';
import { own, pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { columnsOf, columnType, rowOf } from '../data-tables.ts';
import { type DataTable, named } from '../environment.ts';
import { type Failure, FailureOutputs, writeFailure } from '../failure-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, ThingName, Value } from '../settings.ts';
import { fits } from '../value-type.ts';

/** Genesys' errors by what a table of the environment fails with. Source: help page 158354. */
const ERRORS: { readonly [fails: string]: Failure } = {
  InternalServerError: {
    errorType: 'DataTablesInternalServerError',
    errorMessage: 'The data table service had an internal error.',
  },
  ServerTooBusy: {
    errorType: 'DataTablesServerTooBusyException',
    errorMessage: 'The data table service was too busy.',
  },
  Syntax: { errorType: 'DataTablesSyntaxError', errorMessage: 'The look-up could not be read.' },
};

/** Looks up a row of a data table by its key. Architect: Data Table Lookup. A NOT_SET key is an error of the flow. */
export const dataTableLookup = defineFlowAction({
  type: 'dataTableLookup',
  title: 'Data Table Lookup',
  description: 'Looks up the row of a data table that has a key, and reads its columns into variables.',
  category: 'Data',
  paths: {
    found: 'the table has a row with this key',
    notFound: 'it has none',
    failure: 'the environment does not have the table, or says that it fails',
  },
  events: ['lookedUpRow', 'failedLookup'],
  differences: [
    'Guess: keys differ by upper and lower case.',
    'A column without a value gives NOT_SET; in Genesys the default of the column.',
    'A table may have up to 200,000 rows here.',
  ],
  settings: Type.Object(
    {
      dataTable: ThingName('dataTable', { description: 'Name of the table.' }),
      key: Value({
        type: 'string',
        description: 'The key that is looked up; NOT_SET is an error of the flow.',
      }),
      foundOutputs: Type.Optional(
        Type.Record(Type.String(), TargetVariable(), {
          description: 'Column: the variable that gets its value, NOT_SET where the row has none.',
        }),
      ),
      failureOutputs: FailureOutputs,
    },
    { additionalProperties: false },
  ),
  outputs: ['found', 'notFound', 'failure'],
  checkWith({ dataTable, foundOutputs = {} }, { dataTables }, report) {
    const table = named(dataTables, dataTable);
    if (table === undefined || columnsOf(table).size === 0) return;
    for (const [column, target] of Object.entries(foundOutputs)) {
      const at = pointerTo('/foundOutputs', column);
      const type = columnType(table, column);
      if (!columnsOf(table).has(column))
        report(
          'error',
          at,
          'UNKNOWN_COLUMN',
          `the data table \`${dataTable}\` has no column \`${column}\``,
          didYouMean(column, columnsOf(table), 'add the column to the table'),
        );
      else if (!fits(type, target.type))
        report(
          'error',
          at,
          'WRONG_TYPE',
          `the column \`${column}\` is of type ${type}, \`${target.name}\` is of type ${target.type}`,
          `save it to a variable of type ${type}`,
        );
    }
  },
  enter({ dataTable, key, foundOutputs = {}, failureOutputs }, context) {
    const wanted = context.read(key);
    if (typeof wanted !== 'string')
      return { error: { errorType: 'NotSet', errorMessage: 'the key of the look-up is NOT_SET' } };
    const table = named(context.environment.dataTables, dataTable);
    const failure = failureOf(dataTable, table);
    if (table === undefined || failure !== undefined) {
      context.emit('failedLookup', { dataTable, ...failure });
      if (failure !== undefined) writeFailure(failureOutputs, failure, context);
      return { output: 'failure' };
    }
    const row = rowOf(table, wanted);
    context.emit('lookedUpRow', { dataTable, key: wanted, row: row ?? null });
    if (row === undefined) return { output: 'notFound' };
    for (const [column, target] of Object.entries(foundOutputs)) context.write(target, own(row, column));
    return { output: 'found' };
  },
});

function failureOf(name: string, table: DataTable | undefined): Failure | undefined {
  if (table !== undefined) return table.fails === undefined ? undefined : ERRORS[table.fails];
  return {
    errorType: 'DataTablesTableNotFoundException',
    errorMessage: `There is no data table ${name}.`,
  };
}
