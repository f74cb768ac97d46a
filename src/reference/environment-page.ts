import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import { EnvironmentFileSchema } from '../files/environment.ts';
import { block, mono, page, table } from './markdown.ts';
import { settingRows } from './setting-rows.ts';

const ID = '`id`';
const HEAD = ['setting', 'type', 'default', 'meaning'] as const;

/** The environment file that the page shows; a test checks it. */
export const ENVIRONMENT_EXAMPLE: JsonObject = {
  $schema: '../schemas/environment.schema.json',
  queues: { Support: { waitSeconds: 30 }, Sales: { outcome: 'fail' } },
  users: { 'ann@example.com': { name: 'Ann', answers: false, voicemail: true } },
  dataTables: { Openings: { key: 'branch', rows: [{ key: 'north', isOpen: true }] } },
  prompts: { Welcome: { en: 'Welcome.', de: 'Willkommen.' } },
};

/** Of the files that an environment names. */
const FILES = [
  "Rows of a data table may be in a CSV or JSON file in the environment's folder or below. The first row of a CSV file names the columns; cells stand between commas, or between semicolons where the first row has no comma. A cell has the type that `columns` says, and is a text without; an empty cell of another type is NOT_SET. Each row has a key of its own.",
  'A queue, person, group, skill, wrap-up code, script, outcome or milestone that is not here is simulated as if it were, and `check` warns. A table, schedule, emergency group, response, bot or common module that is not here is an error of the flow.',
];

/** `docs/environment.md`: everything an environment file may hold, from its schema. */
export function environmentPage(): string {
  // TypeBox keeps notes of its own that are no JSON.
  const { properties } = JSON.parse(JSON.stringify(EnvironmentFileSchema)) as JsonObject;
  const things = Object.entries(isJsonObject(properties) ? properties : {}).filter(
    (entry): entry is [string, JsonObject] => isJsonObject(entry[1]) && entry[1]['description'] !== undefined,
  );
  return page([
    '<!-- Written by `npm run schemas` from src/files/environment.ts. Do not edit. -->',
    '# The environment',
    'What belongs to an organization and not to a flow: its queues and people, tables, prompts and schedules. A flow names them, and the environment says what they are and, since nobody is there to answer a simulated call, what they do. It is `local.environment.json` beside the flows, or the file named with `--environment`; so one flow runs in several environments. `attendant check` names what a flow refers to and the environment does not know.',
    block('json', jsonLayout(ENVIRONMENT_EXAMPLE, 110)),
    ...FILES,
    table(['key', 'what it is'], things.map(overview)),
    `Everything in a list by name may have an ${ID}, as expressions and data actions see it; \`{}\` is enough.`,
    ...things.map(section),
  ]);
}

function overview([name, schema]: readonly [string, JsonObject]): readonly string[] {
  const shown = inside(schema).length > 0 ? `[${mono(name)}](#${name.toLowerCase()})` : mono(name);
  return [shown, wordsOf(schema['description'])];
}

function section([name, schema]: readonly [string, JsonObject]): string | undefined {
  const rows = inside(schema);
  return rows.length === 0 ? undefined : `## ${name}\n\n${table(HEAD, rows)}`;
}

/** The settings of one thing in a list or of one name; none where it is no object, or has only an id. */
function inside(schema: JsonObject): ReturnType<typeof settingRows> {
  const { items, patternProperties, properties } = schema;
  const own = isJsonObject(properties) ? schema : items;
  const one = isJsonObject(patternProperties) ? Object.values(patternProperties)[0] : own;
  if (!isJsonObject(one)) return [];
  const rows = settingRows(one).filter(([name]) => name.startsWith('`'));
  return rows.every(([name]) => name === ID) ? [] : rows;
}

function wordsOf(description: Json | undefined): string {
  return typeof description === 'string' ? description : '';
}
