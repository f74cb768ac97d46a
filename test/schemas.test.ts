import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../src/authoring/json.ts';
import { loadFlow } from '../src/files/load-flow.ts';
import { schemaFiles } from '../src/schemas/schema-files.ts';

const FILES = schemaFiles();

/** Where the schemas lie: references between them are relative. */
const BASE = 'file:///schemas/';
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
ajv.addKeyword('markdownDescription');
for (const [path, text] of FILES)
  ajv.addSchema({ ...(JSON.parse(text) as JsonObject), $id: `${BASE}${path}` });

function faults(schema: string, json: Json): readonly string[] {
  const validate = ajv.getSchema(`${BASE}${schema}.schema.json`);
  if (validate === undefined) throw new Error(`there is no schema ${schema}`);
  validate(json);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function read(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}

function shipped(suffix: string): readonly string[] {
  const files = readdirSync('flows', { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(suffix)).map((file) => join('flows', file));
}

describe('schemas/', () => {
  it('R1 holds what the code says; if this fails, run: npm run schemas', () => {
    const onDisk = readdirSync('schemas', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file): [string, string] => [
        file.replaceAll('\\', '/'),
        readFileSync(join('schemas', file), 'utf8'),
      ]);
    expect(Object.fromEntries(onDisk)).toEqual(Object.fromEntries(FILES));
  });

  it('names only files that exist in its references', () => {
    for (const [path, text] of FILES) {
      for (const [, reference = ''] of text.matchAll(/"\$ref": "([^"#]+)/g)) {
        const file = new URL(reference, `${BASE}${path}`).href.slice(BASE.length);
        expect([...FILES.keys()], `${path} refers to ${reference}`).toContain(file);
      }
    }
  });

  it('shows no keyword of ours', () => {
    for (const [path, text] of FILES) expect(text, path).not.toContain('"x-');
  });

  it.each([
    ['flow', '.flow.json'],
    ['task', '.task.json'],
    ['data-action', '.data-action.json'],
    ['environment', '.environment.json'],
    ['platform', '.platform.json'],
    ['test', '.test.json'],
  ])('R1 fits every shipped %s, which names it', (schema, suffix) => {
    const files = shipped(suffix);
    expect(files).not.toHaveLength(0);
    for (const file of files) {
      const json = read(file);
      expect(faults(schema, json), file).toEqual([]);
      expect(join(file, '..', String((json as JsonObject)['$schema']))).toBe(
        join('schemas', `${schema}.schema.json`),
      );
    }
  });
});

function flow(actions: Json, more: JsonObject = {}): JsonObject {
  return { type: 'inboundCall', name: 'Test', startUp: { task: 'main' }, tasks: { main: actions }, ...more };
}

const MENU = { audio: 'Press 1.', choices: { '1': { actions: [{ disconnect: {} }] } } };

describe('schemas/flow.schema.json', () => {
  it.each<[string, JsonObject]>([
    ['short forms', flow([{ playAudio: 'Hello.' }, { wait: 2 }, { disconnect: true }])],
    ['audio in full', flow([{ playAudio: { text: 'Hello.', bargeIn: false } }])],
    ['a rule in the short form', flow([{ wait: { var: 'Flow.seconds' } }])],
    ['an id and a note beside', flow([{ note: 'why', id: 'greet', playAudio: 'Hello.' }])],
    ['a literal object', flow([{ updateData: { 'flow.x': { lit: { a: { b: 1 } } } } }])],
    ['rules in rules', flow([{ wait: { '+': [1, { max: [{ var: 'Flow.a' }, 2] }] } }])],
    ['a single operand', flow([{ decision: { condition: { '!': { IsSet: { var: 'Flow.x' } } } } }])],
    ['a task as an object', flow({ variables: { 'Task.x': { type: 'string' } }, actions: [] })],
    ['a task file', flow({ $ref: './main.task.json' })],
    ['a menu', flow([], { menus: { main: MENU }, startUp: { menu: 'main' } })],
  ])('takes %s', (_what, json) => expect(faults('flow', json)).toEqual([]));

  it.each<[string, JsonObject]>([
    ['a misspelt action', flow([{ playAduio: 'Hello.' }])],
    ['two actions in one object', flow([{ playAudio: 'Hello.', disconnect: {} }])],
    ['two actions in one object with an id', flow([{ id: 'a', playAudio: 'Hello.', disconnect: {} }])],
    ['an id and no action', flow([{ id: 'a' }])],
    ['no action at all', flow([{}])],
    ['a misspelt setting', flow([{ collectInput: { audio: 'x', digit: { exact: 1 }, saveAs: 'Task.x' } }])],
    ['a setting that is missing', flow([{ collectInput: { audio: 'x', digits: { exact: 1 } } }])],
    [
      'a number out of range',
      flow([{ collectInput: { audio: 'x', digits: { max: 41 }, saveAs: 'Task.x' } }]),
    ],
    ['an output path that does not exist', flow([{ decision: { condition: true, outputs: { maybe: [] } } }])],
    ['a target that cannot be set', flow([{ updateData: { 'Call.Ani': 'x' } }])],
    ['an unknown operator', flow([{ wait: { plus: [1, 2] } }])],
    ['two operators in one rule', flow([{ wait: { '+': [1], '-': [2] } }])],
    ['too few operands', flow([{ decision: { condition: { '==': [1] } } }])],
    ['an action where a list is wanted', flow({ playAudio: 'Hello.' })],
    ['a type nobody knows', flow([], { type: 'inboundCal' })],
    ['a flow type that cannot be run', flow([], { type: 'voicemail' })],
    ['no start', { type: 'inboundCall', name: 'x' }],
    ['a start at two places', flow([], { startUp: { task: 'main', menu: 'main' } })],
    ['a variable of no type', flow([], { variables: { 'Flow.x': { type: 'text' } } })],
    ['a menu without choices', flow([], { menus: { main: { audio: 'x', choices: {} } } })],
    ['a setting at the wrong place', flow([], { repeatCount: 3 })],
  ])('refuses %s', (_what, json) => expect(faults('flow', json)).not.toEqual([]));
});

describe('the other schemas', () => {
  const action = read('flows/data-actions/send-whatsapp.data-action.json') as JsonObject;
  const platform = read('flows/local.platform.json') as JsonObject;

  it.each<[string, string, Json]>([
    ['data-action', 'no contract', { ...action, contract: null }],
    ['data-action', 'a text body', { ...action, config: { request: { requestType: 'PUSH' } } }],
    ['data-action', 'a key of its own', { ...action, secrets: {} }],
    ['environment', 'a queue that does something else', { queues: { Support: { outcome: 'hangs up' } } }],
    ['environment', 'an object as a setting', { settings: { a: { b: 1 } } }],
    ['platform', 'no clients', { ...platform, oauthClients: undefined } as unknown as Json],
    [
      'platform',
      'a number without +',
      { ...platform, whatsappIntegrations: [{ id: 'a', name: 'a', phoneNumber: '1317', status: 'active' }] },
    ],
    ['task', 'no actions', { description: 'nothing' }],
    ['task', 'a list', []],
  ])('%s refuses %s', (schema, _what, json) => expect(faults(schema, json)).not.toEqual([]));
});

describe('schemas and compiler', () => {
  it('R1 agree on the shipped flows', () => {
    for (const file of shipped('.flow.json')) expect(loadFlow(file).diagnostics, file).toEqual([]);
  });
});
