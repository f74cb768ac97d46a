import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { checkFiles } from '../../src/files/check-files.ts';
import { loadEnvironment } from '../../src/files/environment.ts';
import { openWorkspace } from '../../src/files/workspace.ts';
import { folderOf, newFolder } from './folder.ts';

const TABLE = { key: 'id', columns: { level: 'integer', open: 'boolean' }, file: 'rows.csv' };

/** Loads a data table from a file beside the environment. */
function table(content: unknown, settings: JsonObject = TABLE, name = 'rows.csv') {
  const folder = folderOf({ 'a.environment.json': { dataTables: { T: settings } }, [name]: content });
  return loadEnvironment(join(folder, 'a.environment.json'));
}

function rowsOf(content: unknown, settings?: JsonObject, name?: string) {
  const { environment, diagnostics } = table(content, settings, name);
  expect(diagnostics).toEqual([]);
  return environment.dataTables?.['T']?.rows;
}

describe('A data table in a CSV file', () => {
  it('has values of the types of its columns', () => {
    expect(rowsOf('id,level,open,note\n1,3,true,"a, b"\n2,,,\n')).toEqual([
      { id: '1', level: 3, open: true, note: 'a, b' },
      { id: '2', note: '' },
    ]);
  });

  it.each([
    ['a mark at its beginning and Windows line ends', '\ufeffid,level,open\r\n1,3,true\r\n'],
    ['semicolons', 'id;level;open\n1;3;true\n'],
    ['empty lines', 'id,level,open\n\n1,3,true\n\n'],
    ['no line end', 'id,level,open\n1,3,true'],
    ['everything between quotation marks', '"id","level","open"\n"1","3","true"\n'],
    ['blanks in the first row', ' id , level,open \n1,3,true\n'],
  ])('may have %s', (_what, text) => {
    expect(rowsOf(text)).toEqual([{ id: '1', level: 3, open: true }]);
  });

  it('keeps quotation marks and line ends of a cell', () => {
    expect(rowsOf('id,level,open,note\n1,,,"say ""yes""\nor no"\n')).toEqual([
      { id: '1', note: 'say "yes"\nor no' },
    ]);
  });

  it('tells all columns, also those that were not declared', () => {
    const { environment } = table('id,level,open,note\n1,3,true,x\n');
    expect(environment.dataTables?.['T']?.columns).toEqual({
      id: 'string',
      level: 'integer',
      open: 'boolean',
      note: 'string',
    });
  });

  it('may have 100,000 rows', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => `${index},${index % 7},true`);
    expect(rowsOf(`id,level,open\n${rows.join('\n')}`)).toHaveLength(100_000);
  });

  it.each<readonly [what: string, text: unknown, place: string, code: string, message: string]>([
    [
      'a value of the wrong type',
      'id,level,open\n1,3,true\n2,high,true\n',
      '3:3',
      'WRONG_TYPE',
      '"high" cannot be read as integer',
    ],
    [
      'one behind a cell of two lines',
      'id,note,level,open\n1,"a\nb",x,true\n',
      '3:4',
      'WRONG_TYPE',
      '"x" cannot be read as integer',
    ],
    [
      'a row that is too short',
      'id,level,open\n1,3\n',
      '2:1',
      'TABLE_ROW',
      'has 2 cells, the first row has 3',
    ],
    ['a row that is too long', 'id,level,open\n1,3,true,no\n', '2:1', 'TABLE_ROW', 'has 4 cells'],
    [
      'a key that stands twice',
      'id,level,open\n1,,\n2,,\n1,,\n',
      '4:1',
      'TABLE_KEY',
      '`1` stands in row 1, too',
    ],
    ['a row without a key', 'id,level,open\n,3,true\n', '2:1', 'TABLE_KEY', 'has no `id`'],
    ['two columns of one name', 'id,level,open,level\n', '1:15', 'TABLE_COLUMN', 'two columns `level`'],
    ['a column without a name', 'id,level,,open\n', '1:10', 'TABLE_COLUMN', 'column 3 has no name'],
    [
      'a column with a name that cannot be',
      'id,level,open,__proto__\n',
      '1:15',
      'TABLE_COLUMN',
      '`__proto__` cannot be',
    ],
    ['no column to look up', 'ids,level,open\n', '1:1', 'TABLE_COLUMN', 'no column `id`'],
    ['a declared column that is missing', 'id,levle,open\n', '1:1', 'TABLE_COLUMN', 'no column `level`'],
    ['no rows at all', '\n\n', '1:1', 'TABLE_FILE', 'no rows'],
    [
      'a quotation mark that is not closed',
      'id,level,open\n1,"3,true\n2,3,true\n',
      '2:3',
      'CSV_SYNTAX',
      'not closed',
    ],
    ['a quotation mark within a cell', 'id,level,open\n1,3"4,true\n', '2:1', 'CSV_SYNTAX', 'in the middle'],
    ['something behind a quotation mark', 'id,level,open\n"1"x,3,true\n', '2:1', 'CSV_SYNTAX', 'behind'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x69, 0x00]), '?:?', 'FILE_ENCODING', 'UTF-16'],
  ])('R10 cannot have %s', (_what, text, place, code, message) => {
    const { diagnostics, environment } = table(text);
    const [first] = diagnostics;
    expect(first?.file.endsWith('rows.csv')).toBe(true);
    expect([`${first?.line ?? '?'}:${first?.column ?? '?'}`, first?.code]).toEqual([place, code]);
    expect(first?.message).toContain(message);
    expect(environment.dataTables).toBeUndefined();
  });

  it('R10 tells twenty faults of a file and how many more there are', () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${index},x,true`);
    const { diagnostics } = table(`id,level,open\n${rows.join('\n')}`);
    expect(diagnostics).toHaveLength(20);
    expect(diagnostics.at(-1)?.message).toContain('30 further faults');
  });
});

describe('A data table', () => {
  it('may be in a JSON file, too', () => {
    const settings = { ...TABLE, file: 'rows.json' };
    expect(rowsOf([{ id: '1', level: 2 }], settings, 'rows.json')).toEqual([{ id: '1', level: 2 }]);
  });

  it.each<readonly [what: string, content: unknown, place: string, code: string]>([
    ['no list', { id: '1' }, '1:1', 'TABLE_FILE'],
    ['a value of the wrong type', [{ id: '1', level: 'high' }], '4:5', 'WRONG_TYPE'],
    ['a list as a value', [{ id: '1', level: [1] }], '4:5', 'WRONG_TYPE'],
    ['a row without a key', [{ level: 1 }], '2:3', 'TABLE_KEY'],
    ['a key that stands twice', [{ id: '1' }, { id: '1' }], '5:3', 'TABLE_KEY'],
  ])('R10 cannot have %s in a JSON file', (_what, content, place, code) => {
    const [first] = table(content, { ...TABLE, file: 'rows.json' }, 'rows.json').diagnostics;
    expect([`${first?.line}:${first?.column}`, first?.code]).toEqual([place, code]);
    expect(first?.file.endsWith('rows.json')).toBe(true);
  });

  it('R10 tells faults of rows in the environment file itself', () => {
    const settings = {
      key: 'id',
      columns: { level: 'integer' },
      rows: [{ id: '1', level: 'x' }, { id: '1' }],
    };
    const { diagnostics } = table('', settings);
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['WRONG_TYPE', '/dataTables/T/rows/0/level'],
      ['TABLE_KEY', '/dataTables/T/rows/1'],
    ]);
    expect(diagnostics[0]?.line).toBeGreaterThan(1);
  });

  it.each([
    ['../rows.csv', 'FILE_OUTSIDE'],
    ['/etc/hosts.csv', 'FILE_MISSING'],
    ['rwos.csv', 'FILE_MISSING'],
    ['rows.xlsx', 'TABLE_FILE'],
  ])('R10 cannot be read from %s', (file, code) => {
    const [first] = table('', { ...TABLE, file }).diagnostics;
    expect(first?.code).toBe(code);
  });

  it('R10 is not read over a link that leads out of the folder', () => {
    const folder = folderOf({ 'a.environment.json': { dataTables: { T: TABLE } } });
    symlinkSync(join(newFolder(), 'rows.csv'), join(folder, 'rows.csv'));
    expect(loadEnvironment(join(folder, 'a.environment.json')).diagnostics[0]?.code).toBe('FILE_MISSING');
    const other = folderOf({ 'rows.csv': 'id,level,open\n' });
    const linked = folderOf({
      'a.environment.json': { dataTables: { T: { ...TABLE, file: 'x/rows.csv' } } },
    });
    symlinkSync(other, join(linked, 'x'));
    expect(loadEnvironment(join(linked, 'a.environment.json')).diagnostics[0]?.code).toBe('FILE_OUTSIDE');
  });

  it('R10 has rows or a file, not both', () => {
    const both = { ...TABLE, columns: {}, rows: [{ id: '1' }] };
    expect(table('id\n2\n', both).diagnostics.map(({ code }) => code)).toEqual(['TABLE_FILE']);
  });
});

describe('R10 An environment', () => {
  const faults = (environment: JsonObject, files: JsonObject = {}) => {
    const folder = folderOf({ ...files, 'a.environment.json': environment });
    return loadEnvironment(join(folder, 'a.environment.json')).diagnostics.map(
      ({ code, pointer, hint = '' }) => [code, pointer, hint],
    );
  };

  it('names sound files that are there', () => {
    const prompts = {
      a: { text: 'A', audio: 'sounds/a.wav' },
      b: { en: { text: 'B', audio: 'sounds/bb.wav' }, de: 'B' },
      c: { text: 'C', audio: '../c.wav' },
    };
    expect(faults({ prompts }, { 'sounds/a.wav': 'x', 'sounds/b.wav': 'x' })).toEqual([
      ['FILE_MISSING', '/prompts/b/en/audio', 'did you mean `b.wav`?'],
      ['FILE_OUTSIDE', '/prompts/c/audio', 'keep it in the folder of the environment file, or below'],
    ]);
  });

  it('has comparisons that there are', () => {
    const rows = [{ when: { a: 1, b: { greaterThen: 2 } }, give: {} }];
    expect(faults({ decisionTables: { D: { rows } } })).toEqual([
      ['WRONG_VALUE', '/decisionTables/D/rows/0/when/b/greaterThen', 'did you mean `greaterThan`?'],
    ]);
  });
});

describe('R10 What a flow names', () => {
  const FLOW = {
    type: 'inboundCall',
    name: 'Test',
    languages: ['en-US', 'de-DE'],
    variables: { 'Flow.n': { type: 'string' }, 'Flow.b': { type: 'boolean' } },
    initialGreeting: { prompt: 'Hello' },
    startUp: { task: 'main' },
    tasks: {
      main: [
        {
          dataTableLookup: {
            dataTable: 'Members',
            key: '1',
            foundOutputs: { name: 'Flow.n', levl: 'Flow.n' },
          },
        },
        { setScreenPop: 'Script' },
        { findQueue: { name: 'Nowhere' } },
        { transferToAcd: 'Suport' },
        { disconnect: {} },
      ],
    },
  };
  const SOUND = {
    prompts: { Hello: { 'en-US': 'Hello.', de: 'Hallo.' } },
    dataTables: { Members: { rows: [{ key: '1', name: 'x', levl: 'y' }] } },
    scripts: { Script: {} },
    queues: { Suport: {} },
  };
  const found = (files: JsonObject, environment?: string) => {
    const folder = folderOf({ 'a.flow.json': FLOW, ...files });
    const named = environment === undefined ? undefined : join(folder, environment);
    return checkFiles(
      [join(folder, 'a.flow.json')],
      named === undefined ? {} : { environment: named },
    ).diagnostics.map(({ severity, code, message, hint, line }) => ({
      severity,
      code,
      message,
      hint,
      hasLine: (line ?? 0) > 1,
    }));
  };

  it('is in the environment beside it', () => {
    expect(found({ 'local.environment.json': SOUND })).toEqual([]);
  });

  it('is not looked up where there is no environment', () => {
    expect(found({})).toEqual([]);
  });

  it('is a flow that has no file, told with those that have one', () => {
    const calling = { callCommonModule: { module: 'teir', inputs: { a: 1 } } };
    const FLOWS = {
      'a.flow.json': { ...FLOW, tasks: { main: [calling, { transferToFlow: 'crads' }, { disconnect: {} }] } },
      'tier.flow.json': {},
      'cards.flow.json': {},
    };
    const faults = (files: JsonObject) =>
      found({ ...FLOWS, ...files })
        .filter(({ code }) => code === 'UNKNOWN_FLOW')
        .sort((one, other) => one.severity.localeCompare(other.severity));
    const at = { code: 'UNKNOWN_FLOW', hasLine: true };
    const near = (elsewhere: string) => [
      {
        ...at,
        severity: 'error',
        message: `the flow \`teir\` has no file teir.flow.json${elsewhere}`,
        hint: 'did you mean `tier`?',
      },
      {
        ...at,
        severity: 'warning',
        message: `the flow \`crads\` has no file crads.flow.json${elsewhere}`,
        hint: 'did you mean `cards`?',
      },
    ];
    expect(faults({})).toEqual(near(''));
    expect(faults({ 'local.environment.json': {} })).toEqual(
      near(', and it is not in local.environment.json'),
    );
  });

  it('is told with what is near', () => {
    const environment = {
      prompts: { Hello: { 'en-US': 'Hello.' } },
      dataTables: { Members: { columns: { name: 'string', level: 'integer' } } },
      queues: { Support: {} },
    };
    const at = { hasLine: true };
    expect(found({ 'local.environment.json': environment })).toEqual([
      {
        ...at,
        severity: 'warning',
        code: 'PROMPT_LANGUAGE',
        message: 'the prompt `Hello` has no words for de-DE in local.environment.json',
        hint: 'add "de-DE" to it; until then another language is heard',
      },
      {
        ...at,
        severity: 'warning',
        code: 'UNKNOWN_QUEUE',
        message: 'the queue `Suport` is not in local.environment.json',
        hint: 'did you mean `Support`?',
      },
      {
        ...at,
        severity: 'warning',
        code: 'UNKNOWN_SCRIPT',
        message: 'the script `Script` is not in local.environment.json',
        hint: 'add it under "scripts"',
      },
      {
        ...at,
        severity: 'error',
        code: 'UNKNOWN_COLUMN',
        message: 'the data table `Members` has no column `levl` (local.environment.json)',
        hint: 'did you mean `level`?',
      },
    ]);
  });

  it('is an error where a call cannot go on without it', () => {
    const { dataTables: _, ...rest } = SOUND;
    const [first, ...more] = found({ 'local.environment.json': rest });
    expect([first?.severity, first?.code, more]).toEqual(['error', 'UNKNOWN_DATA_TABLE', []]);
  });

  it('has a type that the variable can hold', () => {
    const flow = {
      ...FLOW,
      tasks: {
        main: [
          { dataTableLookup: { dataTable: 'T', key: '1', foundOutputs: { at: 'Flow.b' } } },
          { disconnect: {} },
        ],
      },
    };
    const T = { columns: { at: 'dateTime' } };
    const codes = found({ 'a.flow.json': flow, 'local.environment.json': { ...SOUND, dataTables: { T } } });
    expect(codes.map(({ code, message }) => [code, message])).toEqual([
      [
        'WRONG_TYPE',
        'the column `at` is of type dateTime, `Flow.b` is of type boolean (local.environment.json)',
      ],
    ]);
  });

  it('is looked up in every environment beside it, or in the one that is named', () => {
    const files = {
      'a.environment.json': { ...SOUND, queues: {} },
      'b.environment.json': { ...SOUND, scripts: {} },
    };
    expect(found(files).map(({ message }) => message)).toEqual([
      'the queue `Suport` is not in a.environment.json',
      'the script `Script` is not in b.environment.json',
    ]);
    expect(found(files, 'b.environment.json').map(({ code }) => code)).toEqual(['UNKNOWN_SCRIPT']);
  });

  it('is not looked up in an environment that has faults itself', () => {
    const faulty = { queues: { Q: { waitSeconds: -1 } } };
    expect(found({ 'a.environment.json': faulty })).toEqual([]);
    expect(found({ 'a.environment.json': faulty }, 'a.environment.json').map(({ code }) => code)).toEqual([
      'WRONG_VALUE',
    ]);
  });

  it('may stand in a variable', () => {
    const flow = {
      ...FLOW,
      variables: {
        'Flow.queue': { type: 'queue', initialValue: { lit: { name: 'Suport' } } },
        'Flow.people': { type: 'userCollection', initialValue: ['ann@example.com', 'Bo'] },
        'Flow.hours': { type: 'schedule' },
      },
      tasks: {
        main: [
          {
            updateData: {
              'Flow.hours': { lit: { name: 'Hours' } },
              'Flow.people': { lit: [{ name: 'Cy' }] },
            },
          },
          { transferToAcd: { exp: 'Flow.queue' } },
          { disconnect: {} },
        ],
      },
    };
    const environment = { ...SOUND, queues: { Support: {} }, users: { 'ann@example.com': { name: 'Ann' } } };
    const messages = found({ 'a.flow.json': flow, 'a.environment.json': environment }).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
    expect(messages).toEqual([
      'warning: the queue `Suport` is not in a.environment.json',
      'warning: the user `Bo` is not in a.environment.json',
      'error: the schedule `Hours` is not in a.environment.json',
      'warning: the user `Cy` is not in a.environment.json',
    ]);
  });

  it('is looked up in the environment of the folder when calls are played', () => {
    const folder = folderOf({ 'a.flow.json': FLOW, 'local.environment.json': { ...SOUND, queues: {} } });
    const { diagnostics } = openWorkspace({ path: join(folder, 'a.flow.json') });
    expect(diagnostics.map(({ code }) => code)).toEqual(['UNKNOWN_QUEUE']);
  });

  it('is told only where a call cannot go on when the environment is the one that ships', () => {
    const main = [
      { dataTableLookup: { dataTable: 'Nowhere', key: '1' } },
      { transferToAcd: 'Sales' },
      { disconnect: {} },
    ];
    const { initialGreeting: _, ...flow } = FLOW;
    const folder = folderOf({ 'a.flow.json': { ...flow, tasks: { main } } });
    const { diagnostics } = openWorkspace({ path: join(folder, 'a.flow.json') });
    const message = `the data table \`Nowhere\` is not in ${join('flows', 'local.environment.json')}`;
    expect(diagnostics.map((one) => [one.code, one.message])).toEqual([['UNKNOWN_DATA_TABLE', message]]);
  });

  it('has a place for each substitution', () => {
    const getResponse = { response: 'R', substitutions: { nam: 'x', name: 'y' }, outputs: { failure: [] } };
    const flow = {
      ...FLOW,
      type: 'workflow',
      startUp: { task: 'main' },
      tasks: { main: [{ getResponse }, { endWorkflow: 'x' }] },
    };
    const { initialGreeting: _, ...silent } = flow;
    const environment = { responses: { R: { text: 'Hello {{ name }}.' } } };
    expect(
      found({ 'a.flow.json': silent, 'a.environment.json': environment }).map(({ code, hint }) => [
        code,
        hint,
      ]),
    ).toEqual([['UNKNOWN_PLACE', 'did you mean `name`?']]);
  });

  it('may be a system prompt, which every organization has', () => {
    const flow = { ...FLOW, initialGreeting: { prompt: 'PromptSystem.processing' } };
    expect(found({ 'a.flow.json': flow, 'a.environment.json': SOUND })).toEqual([]);
  });
});

describe('Answers for data actions', () => {
  it('are told when no data action has their name: the request would be sent', () => {
    const folder = folderOf({
      'a.environment.json': { dataActions: { 'send-whatsap': { outputs: {} }, look: { outputs: {} } } },
      'data-actions/send-whatsapp.data-action.json': {},
      'data-actions/look.data-action.json': {},
    });
    const { diagnostics, environment } = loadEnvironment(join(folder, 'a.environment.json'));
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        code: 'UNKNOWN_DATA_ACTION',
        pointer: '/dataActions/send-whatsap',
        hint: 'did you mean `send-whatsapp`?',
      },
    ]);
    expect(Object.keys(environment.dataActions ?? {})).toHaveLength(2);
  });

  it('are not judged where no data action is in reach', () => {
    const folder = folderOf({ 'a.environment.json': { dataActions: { any: { outputs: {} } } } });
    expect(loadEnvironment(join(folder, 'a.environment.json')).diagnostics).toEqual([]);
  });
});
