import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOW_ACTIONS } from '../src/runtime/flow-actions/index.ts';

/** What each part of src may import besides itself. A type counts like a value: it ties the parts together, too. */
const ALLOWED: { readonly [part: string]: readonly string[] } = {
  authoring: [],
  errors: [],
  ports: ['authoring'],
  runtime: ['authoring'],
  actions: ['authoring'],
  'system-clock': ['ports'],
  'time-ordered-ids': ['ports'],
  store: ['authoring', 'errors', 'ports', 'runtime'],
  http: ['authoring', 'ports'],
  calling: ['actions', 'authoring', 'ports'],
  integrations: ['actions', 'authoring', 'calling', 'http', 'ports'],
  recording: ['actions', 'authoring', 'calling', 'ports'],
  platform: ['actions', 'authoring', 'errors', 'ports', 'store'],
  engine: ['actions', 'authoring', 'errors', 'ports', 'runtime', 'store'],
  performing: [
    'actions',
    'authoring',
    'calling',
    'engine',
    'errors',
    'http',
    'integrations',
    'platform',
    'ports',
    'recording',
  ],
  // Node's resolver, behind the platform's port.
  dns: ['platform'],
  // SMTP, Meta's Cloud API, the listener for inbound mail: what stands outside of the platform's ports.
  carriers: ['authoring', 'http', 'platform', 'ports'],
  // What comes in starts flows, and what flows answer goes out.
  answering: ['authoring', 'engine', 'errors', 'platform', 'ports', 'runtime', 'store'],
  api: ['authoring', 'engine', 'errors', 'platform', 'ports', 'runtime', 'simulator', 'store'],
  importing: ['actions', 'authoring', 'runtime'],
  files: [
    'actions',
    'authoring',
    'engine',
    'errors',
    'http',
    'integrations',
    'platform',
    'recording',
    'runtime',
  ],
  reference: ['authoring', 'files', 'runtime', 'simulator'],
  schemas: ['actions', 'authoring', 'files', 'integrations', 'platform', 'recording', 'runtime', 'testing'],
  // Calls of flow tests are begun as the API begins them.
  testing: [
    ...['actions', 'api', 'authoring', 'calling', 'engine', 'files', 'performing', 'ports'],
    ...['recording', 'runtime', 'simulator', 'store'],
  ],
  simulator: ['actions', 'authoring', 'calling', 'engine', 'errors', 'ports', 'runtime', 'store'],
  main: ['cli'],
};
/** Parts that may import all others but these. */
const ALL_BUT: { readonly [part: string]: readonly string[] } = { host: ['cli', 'main'], cli: ['main'] };

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
  /** Whether it is imported only while the file runs. */
  readonly isLater: boolean;
}

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();
const IMPORTS = FILES.flatMap(importsOf);

function source(file: string): string {
  return readFileSync(join('src', file), 'utf8');
}

function importsOf(from: string): readonly Import[] {
  const text = source(from);
  const fixed = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'/gms)].map(
    ([, type, path = '']) => ({ path, isType: type !== undefined, isLater: false }),
  );
  const bare = [...text.matchAll(/(^import\s+|\bimport\()'(\.[^']+)'/gm)].map(([, word, path = '']) => ({
    path,
    isType: false,
    isLater: word === 'import(',
  }));
  return [...fixed, ...bare].map(({ path, ...kind }) => ({
    from,
    to: posix.normalize(posix.join(posix.dirname(from), path)),
    ...kind,
  }));
}

/** The folder below src, or the file's own name when it lies in src itself. */
function partOf(file: string): string {
  const [first = ''] = file.split('/');
  return first.replace(/\.ts$/, '');
}

function isAllowed({ from, to }: Import): boolean {
  const [part, other] = [partOf(from), partOf(to)];
  if (part === other) return true;
  const refused = ALL_BUT[part];
  return refused === undefined ? (ALLOWED[part] ?? []).includes(other) : !refused.includes(other);
}

/** Groups that import each other, each as the path round. */
function cycles(imports: readonly Import[]): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const before = path.indexOf(file);
    if (before >= 0) found.push([...path.slice(before), file].join(' → '));
    if (before >= 0 || done.has(file)) return;
    for (const { to } of imports.filter(({ from }) => from === file)) visit(to, [...path, file]);
    done.add(file);
  };
  for (const { from } of imports) visit(from, []);
  return found;
}

describe('src', () => {
  it('was read', () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(IMPORTS.length).toBeGreaterThan(300);
    for (const { from, to } of IMPORTS) expect(FILES, `${from} imports it`).toContain(to);
  });

  it('has only parts that the table above knows', () => {
    const known = [...Object.keys(ALLOWED), ...Object.keys(ALL_BUT)];
    expect([...new Set(FILES.map(partOf))].filter((part) => !known.includes(part))).toEqual([]);
  });

  it('imports only what the table above allows', () => {
    const refused = IMPORTS.filter((one) => !isAllowed(one));
    expect(refused.map(({ from, to }) => `${from} must not import ${to}`)).toEqual([]);
  });

  it('has no import cycles at run time', () => {
    expect(cycles(IMPORTS.filter(({ isType }) => !isType))).toEqual([]);
  });

  it('reads the environment and the arguments in main.ts only', () => {
    const readers = FILES.filter((file) => /\bprocess\.(env|argv|exit|stdout|stderr|on)\b/.test(code(file)));
    expect(readers).toEqual(['main.ts']);
  });

  it('loads no package but commander before a command is chosen', () => {
    const packages = loadedBy('cli/program.ts').flatMap((file) =>
      [...source(file).matchAll(/^import\s(?!type\s)[^'"]*?from\s+'([^.'][^']*)'/gms)].map(
        ([, name]) => name,
      ),
    );
    expect(packages.filter((name) => name?.startsWith('node:') === false)).toEqual(['commander']);
  });
});

/** A file with all that it loads before it runs. What is imported while it runs does not count. */
function loadedBy(start: string): readonly string[] {
  const loaded = new Set([start]);
  for (const file of loaded)
    for (const { to, isType, isLater } of IMPORTS.filter(({ from }) => from === file))
      if (!isType && !isLater) loaded.add(to);
  return [...loaded];
}

/** The text of a file without its comments. */
function code(file: string): string {
  return source(file)
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '');
}

describe('src/runtime and src/actions', () => {
  const pure = FILES.filter((file) => ['runtime', 'actions'].includes(partOf(file)));

  it.each([
    ['wait for anything', /\bawait\b|\basync\b|\bPromise\b/],
    ['read the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b/],
    ['throw dice', /\bMath\.random\b|\brandomUUID\b|\bcrypto\b/],
    ['touch the process', /\bprocess\.|\bconsole\.|\bglobalThis\b|\bset(Timeout|Interval|Immediate)\b/],
    ['import from Node', /from 'node:/],
  ])('R3 never %s', (_what, pattern) => {
    expect(pure.filter((file) => pattern.test(code(file)))).toEqual([]);
  });
});

describe('src/runtime/flow-actions', () => {
  const folder = 'runtime/flow-actions';
  const files = FILES.filter((file) => dirname(file) === folder && !file.endsWith('/index.ts'));
  const index = source(`${folder}/index.ts`);

  /** A menu stands beside tasks and in no list of actions. */
  const beside = ['menu.ts'];

  it('are all listed in index.ts', () => {
    const forgotten = files
      .map((file) => posix.basename(file))
      .filter((file) => !beside.includes(file) && !index.includes(`'./${file}'`));
    expect(forgotten, 'add them to src/runtime/flow-actions/index.ts').toEqual([]);
    expect(FLOW_ACTIONS).toHaveLength(files.length - beside.length);
  });

  it('are listed in alphabetical order', () => {
    const types = FLOW_ACTIONS.map(({ type }) => type);
    expect(types).toEqual([...types].sort());
  });

  it.each(files)('%s is named after its type', (file) => {
    const name = posix
      .basename(file, '.ts')
      .replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
    // Case does not count: getSIPHeaders is Archy's own spelling.
    expect(source(file).toLowerCase()).toContain(`type: '${name.toLowerCase()}'`);
  });
});

describe('R8 output paths', () => {
  /** Architect's names, by action: facts of the vendor's action reference. */
  const ARCHITECTS: { readonly [type: string]: readonly string[] } = {
    askForBoolean: ['yes', 'no', 'maxNoInputs', 'maxNoMatches'],
    askForIntent: ['noIntent', 'knowledge', 'maxNoInputs', 'maxNoMatches'],
    askForNextIntent: ['noIntent', 'knowledge', 'maxNoInputs', 'maxNoMatches'],
    askForSlot: ['maxNoInputs', 'maxNoMatches'],
    callAudioConnector: ['default', 'failure'],
    callBotConnector: ['default', 'failure'],
    callData: ['success', 'failure', 'timeout'],
    callDataSecure: ['success', 'failure', 'timeout'],
    callDecisionTable: ['success', 'failure'],
    callDialogEngineBot: ['default', 'failure'],
    callDialogflowBot: ['default', 'failure'],
    callLexBot: ['default', 'failure'],
    callLexV2Bot: ['default', 'failure'],
    collectInput: ['success', 'failure'],
    createWorkitem: ['success', 'failure'],
    dataTableLookup: ['found', 'notFound', 'failure'],
    decision: ['yes', 'no'],
    detectSilence: ['success', 'timeout'],
    dialByExtension: ['failure', 'timeout'],
    digitalMenu: ['maxNoInputs', 'maxNoMatches'],
    disconnectWorkitem: ['success', 'failure'],
    eachLoop: ['loop'],
    evaluateSchedule: ['active', 'inactive', 'yes', 'no'],
    evaluateScheduleGroup: ['open', 'closed', 'holiday', 'emergency'],
    findEmergencyGroup: ['found', 'notFound'],
    findGroup: ['found', 'notFound'],
    findLanguageSkill: ['found', 'notFound'],
    findQueue: ['found', 'notFound'],
    findQueueById: ['found', 'notFound'],
    findSchedule: ['found', 'notFound'],
    findScheduleGroup: ['found', 'notFound'],
    findSkill: ['found', 'notFound'],
    findSystemPrompt: ['found', 'notFound'],
    findUser: ['found', 'notFound'],
    findUserById: ['found', 'notFound'],
    findUserPrompt: ['found', 'notFound'],
    getConversationData: ['found', 'notFound'],
    getExternalContact: ['found', 'notFound'],
    getExternalOrganization: ['found', 'notFound'],
    getRawSIPHeaders: ['success', 'failure'],
    getResponse: ['success', 'failure'],
    getSIPHeaders: ['success', 'failure'],
    loop: ['loop'],
    loopAnythingElse: ['loop', 'maxNoInputs', 'maxNoMatches'],
    loopUntil: ['loop'],
    playAudioOnSilence: ['success', 'failure', 'timeout'],
    searchExternalContacts: ['matchExact', 'matchMultiple', 'notFound'],
    searchKnowledge: ['found', 'notFound'],
    sendNotification: ['success', 'failure'],
    setConversationData: ['success', 'failure'],
    setWhisperAudio: ['success', 'failure'],
    setWrapupCode: ['success', 'failure'],
    terminateWorkitem: ['success', 'failure'],
    transferToAcd: ['failure'],
    transferToFlow: ['failure'],
    transferToFlowSecure: ['failure'],
    transferToGroup: ['failure'],
    transferToNumber: ['failure'],
    transferToUser: ['failure'],
    transferToVoicemail: ['failure'],
    updateWorkitem: ['success', 'failure'],
    waitForInput: ['maxNoInputs', 'maxNoMatches'],
    whileLoop: ['loop'],
  };

  it.each(FLOW_ACTIONS.map((action) => [action.type, action.outputs] as const))(
    'of %s are named as in Architect',
    (type, outputs) => {
      expect(outputs).toEqual(ARCHITECTS[type] ?? []);
    },
  );
});
