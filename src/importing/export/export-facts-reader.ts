import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import type { Thing } from '../../runtime/thing-kinds.ts';
import { listAt, objectAt, textAt } from '../archy/archy-flow.ts';
import type { ExportedContract, ExportFacts } from './export-facts.ts';

/** Kinds of an export's manifest → kinds of the environment. */
const MANIFEST: { readonly [kind: string]: Thing } = {
  queue: 'queue',
  user: 'user',
  group: 'group',
  acdSkill: 'skill',
  acdLanguage: 'languageSkill',
  acdWrapupCode: 'wrapupCode',
  composerScript: 'script',
  flowOutcome: 'flowOutcome',
  flowMilestone: 'flowMilestone',
  schedule: 'schedule',
  scheduleGroup: 'scheduleGroup',
  emergencyGroup: 'emergencyGroup',
  response: 'response',
};

/** Reads what an export tells of data actions, data tables and other things. */
export function readFacts(model: JsonObject): ExportFacts {
  const meta = objectAt(model, 'uiMetaData');
  const things = new Map<Thing, Map<string, JsonObject>>();
  const add = (thing: Thing, name: string | undefined, facts: JsonObject) => {
    if (name === undefined || name === '') return;
    const known = things.get(thing) ?? new Map<string, JsonObject>();
    things.set(thing, known.set(name, { ...known.get(name), ...facts }));
  };
  for (const [kind, thing] of Object.entries(MANIFEST))
    for (const one of listAt(objectAt(model, 'manifest'), kind)) add(thing, textAt(one, 'name'), idOf(one));
  for (const one of listAt(meta, 'dataTableTables')) add('dataTable', textAt(one, 'name'), dataTable(one));
  for (const one of listAt(meta, 'responses')) add('response', textAt(one, 'name'), responseFacts(one));
  for (const one of listAt(meta, 'dialogflowAgents')) add('bot', textAt(one, 'name'), {});
  return { contracts: contracts(meta), things };
}

function idOf(json: Json): JsonObject {
  const id = textAt(json, 'id');
  return id === undefined ? {} : { id };
}

/** Types of columns; a data table of Genesys knows these. */
const COLUMN_TYPES: { readonly [type: string]: string } = {
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  number: 'decimal',
};

function dataTable(json: Json): JsonObject {
  const properties = Object.entries(objectAt(objectAt(json, 'schema'), 'properties'));
  const columns = properties.map(
    ([key, column]) => [key, COLUMN_TYPES[textAt(column, 'type') ?? ''] ?? 'string'] as const,
  );
  return {
    ...idOf(json),
    key: 'key',
    ...(columns.length === 0 ? {} : { columns: Object.fromEntries(columns) }),
  };
}

function responseFacts(json: Json): JsonObject {
  const library = textAt(listAt(json, 'libraries')[0], 'name');
  return { ...idOf(json), ...(library === undefined ? {} : { library }) };
}

function contracts(meta: JsonObject): ReadonlyMap<string, ExportedContract> {
  return new Map(
    listAt(meta, 'actionServiceActions').flatMap((action): [string, ExportedContract][] => {
      const contract = objectAt(action, 'contract');
      const name = textAt(action, 'name');
      if (name === undefined || !isJsonObject(contract['input'])) return [];
      return [
        [
          name,
          {
            inputs: schema(contract, 'input', 'inputSchema'),
            outputs: schema(contract, 'output', 'successSchema'),
          },
        ],
      ];
    }),
  );
}

/** Exports hold the schemas flattened, as Architect shows them. */
function schema(contract: JsonObject, side: 'input' | 'output', key: string): JsonObject {
  return objectAt(objectAt(objectAt(contract, side), `${key}Flattened`), 'schema');
}
