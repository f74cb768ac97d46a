import { type Diagnostic, hasErrors, type Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { checkReachability } from './check/reachability.ts';
import { checkVariables } from './check/variables.ts';
import { type Building, compileActions, compileStep } from './compile-actions.ts';
import { below, compileSettings, reporter, type SettingsContext } from './compile-settings.ts';
import { compileValue } from './expression/compile-value.ts';
import { type FlowDefaults, FlowSchema, type FlowType, RUNNABLE_FLOW_TYPES } from './flow.ts';
import type { DataActionContract, FlowActionType } from './flow-action.ts';
import { disconnect } from './flow-actions/disconnect.ts';
import { endWorkflow } from './flow-actions/end-workflow.ts';
import { menu } from './flow-actions/menu.ts';
import { transferToAcd } from './flow-actions/transfer-to-acd.ts';
import { END_OF_TASK, type InitialValue, NO_LOOP, type Program } from './program.ts';
import { type Audio, AudioSetting } from './settings.ts';
import { VARIABLE_TYPES, type ValueType, type VariableType } from './value-type.ts';
import type { NameScope, TaskVariable, VariableDeclaration } from './variables.ts';

/** A flow with everything it refers to, as read from its files. */
export interface FlowSource {
  readonly file: string;
  readonly flow: Json;
  /** `$ref` as written → the task file it names; `undefined` when there is none to read. */
  readonly taskFiles: ReadonlyMap<string, { readonly file: string; readonly json: Json }>;
  /** Name → contract; `undefined` for a data action that exists but has faults of its own. */
  readonly dataActions: ReadonlyMap<string, DataActionContract | undefined>;
  /** Hash of all of it. */
  readonly hash: string;
}

/** What compiling gives: all faults, and the program when none of them is an error. */
export interface Compiled {
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/** Flow types of Architect that are known and not run here (R2). */
const OTHER_FLOW_TYPES = [
  'inqueueCall',
  'inboundShortMessage',
  'inboundMessage',
  'inboundEmail',
  'inboundChat',
  'commonModule',
  'secureCall',
  'voicemail',
  'surveyInvite',
  'voiceSurvey',
  'botFlow',
  'digitalBot',
  'workitem',
  'inqueueEmail',
  'inqueueShortMessage',
];

const checkHeader = schemaCheck(FlowSchema);

interface Body {
  readonly kind: 'task' | 'menu';
  readonly name: string;
  readonly place: Place;
  readonly json: Json;
  readonly variables: Json | undefined;
  readonly variablesPlace: Place;
}

/** Compiles a flow, finding every fault of it at once (R10). Pure. */
export function compileFlow(source: FlowSource): Compiled {
  const root: Place = { file: source.file, pointer: '' };
  const { flow } = source;
  if (!isJsonObject(flow)) {
    return {
      diagnostics: [
        {
          ...root,
          severity: 'error',
          code: 'FLOW_SHAPE',
          message: 'a flow is a JSON object',
          hint: 'start with {"type": "inboundCall", "name": "…"}',
        },
      ],
    };
  }
  const diagnostics: Diagnostic[] = [...checkHeader(flow, root)];
  const type = flowType(flow, root, diagnostics);
  const bodies = [...taskBodies(flow, root, source, diagnostics), ...menuBodies(flow, root)];
  const building = newBuilding(type, bodies, source, diagnostics);
  const declared = declarations(flow);
  const scopes = new Map(bodies.map((body) => [body, newScope(body, declared)]));
  learnTaskVariables(bodies, scopes, building);
  const starts = compileBodies(bodies, scopes, building);
  const program = assemble(flow, root, type, source.hash, bodies, starts, declared, scopes, building);
  diagnostics.push(...checkReachability(program, building.targets), ...checkVariables(program));
  return { diagnostics, ...(hasErrors(diagnostics) ? {} : { program }) };
}

function flowType(flow: JsonObject, root: Place, diagnostics: Diagnostic[]): FlowType {
  const { type } = flow;
  const found = RUNNABLE_FLOW_TYPES.find((one) => one === type);
  if (found !== undefined) return found;
  if (typeof type === 'string') {
    const isKnown = OTHER_FLOW_TYPES.includes(type);
    const message = isKnown
      ? `flows of type ${type} cannot be run by this version`
      : `there is no flow type \`${type}\``;
    const hint = isKnown
      ? `it runs ${RUNNABLE_FLOW_TYPES.join(', ')}`
      : didYouMean(type, [...RUNNABLE_FLOW_TYPES, ...OTHER_FLOW_TYPES], '');
    reporter(below(root, 'type'), { diagnostics })('', 'FLOW_TYPE', message, hint);
  }
  return 'inboundCall';
}

function taskBodies(flow: JsonObject, root: Place, source: FlowSource, diagnostics: Diagnostic[]): Body[] {
  const tasks = own(flow, 'tasks');
  if (!isJsonObject(tasks)) return [];
  return Object.entries(tasks).map(([name, json]) =>
    taskBody(name, json, below(root, 'tasks', name), source, diagnostics),
  );
}

/** A task is a list of actions, an object with `actions`, or a reference to a file that holds such an object. */
function taskBody(
  name: string,
  json: Json,
  place: Place,
  source: FlowSource,
  diagnostics: Diagnostic[],
): Body {
  const shape = { kind: 'task', name, variables: undefined, variablesPlace: place } as const;
  if (Array.isArray(json)) return { ...shape, place, json };
  if (!isJsonObject(json)) {
    reporter(place, { diagnostics })(
      '',
      'TASK_SHAPE',
      `\`${name}\` is no task`,
      'a task is a list of actions, or {"$ref": "./file.task.json"}',
    );
    return { ...shape, place, json: [] };
  }
  const ref = own(json, '$ref');
  if (typeof ref !== 'string') return objectBody(name, json, place, diagnostics);
  const file = source.taskFiles.get(ref);
  if (file === undefined || !isJsonObject(file.json)) {
    const hint =
      file === undefined
        ? "the path is relative to the flow's own file"
        : 'a task file is an object with "actions"';
    reporter(below(place, '$ref'), { diagnostics })(
      '',
      'UNKNOWN_TASK_FILE',
      `there is no task in ${ref}`,
      hint,
    );
    return { ...shape, place, json: [] };
  }
  return objectBody(name, file.json, { file: file.file, pointer: '' }, diagnostics);
}

function objectBody(name: string, json: JsonObject, place: Place, diagnostics: Diagnostic[]): Body {
  const known = ['$schema', 'description', 'variables', 'actions'];
  for (const key of Object.keys(json)) {
    if (!known.includes(key))
      reporter(below(place, key), { diagnostics })(
        '',
        'UNKNOWN_SETTING',
        `\`${key}\` is not known here`,
        didYouMean(key, known, ''),
      );
  }
  return {
    kind: 'task',
    name,
    place: below(place, 'actions'),
    json: own(json, 'actions') ?? null,
    variables: own(json, 'variables'),
    variablesPlace: below(place, 'variables'),
  };
}

function menuBodies(flow: JsonObject, root: Place): Body[] {
  const menus = own(flow, 'menus');
  if (!isJsonObject(menus)) return [];
  return Object.entries(menus).map(([name, json]) => {
    const place = below(root, 'menus', name);
    return { kind: 'menu', name, place, json, variables: undefined, variablesPlace: place };
  });
}

function newBuilding(
  type: FlowType,
  bodies: readonly Body[],
  source: FlowSource,
  diagnostics: Diagnostic[],
): Building {
  const names = (kind: Body['kind']) => bodies.filter((body) => body.kind === kind).map((body) => body.name);
  return {
    flowType: type,
    diagnostics,
    steps: [],
    ids: new Map(),
    known: { tasks: names('task'), menus: names('menu'), dataActions: [...source.dataActions.keys()] },
    dataActions: source.dataActions,
    targets: new Map(),
  };
}

function declarations(flow: JsonObject): ReadonlyMap<string, VariableDeclaration> {
  const variables = own(flow, 'variables');
  return new Map(declared(variables, 'Flow.').map((variable) => [variable.name.toLowerCase(), variable]));
}

function declared(json: Json | undefined, prefix: string): VariableDeclaration[] {
  if (!isJsonObject(json)) return [];
  return Object.entries(json).flatMap(([name, variable]): VariableDeclaration[] => {
    if (!isJsonObject(variable) || !name.toLowerCase().startsWith(prefix.toLowerCase())) return [];
    const { type, initialValue } = variable;
    if (!VARIABLE_TYPES.includes(type as VariableType)) return [];
    return [
      {
        name,
        type: type as VariableType,
        isInput: variable['isInput'] === true,
        isOutput: variable['isOutput'] === true,
        ...(initialValue === undefined ? {} : { initialValue }),
      },
    ];
  });
}

function newScope(body: Body, flow: ReadonlyMap<string, VariableDeclaration>): NameScope {
  const task = new Map<string, TaskVariable>(
    declared(body.variables, 'Task.').map(({ name, type }) => [name.toLowerCase(), { name, type }]),
  );
  return { taskName: body.name, flow, task };
}

/** A task's variables are known only once all its actions were seen, so they are seen once before they count. */
function learnTaskVariables(
  bodies: readonly Body[],
  scopes: ReadonlyMap<Body, NameScope>,
  building: Building,
): void {
  compileBodies(bodies, scopes, {
    ...building,
    diagnostics: [],
    steps: [],
    ids: new Map(),
    targets: new Map(),
  });
}

function compileBodies(
  bodies: readonly Body[],
  scopes: ReadonlyMap<Body, NameScope>,
  building: Building,
): ReadonlyMap<Body, number> {
  return new Map(
    bodies.map((body) => [body, compileBody(body, scopes.get(body) ?? newScope(body, new Map()), building)]),
  );
}

function compileBody(body: Body, scope: NameScope, building: Building): number {
  const around = { container: body.name, scope, loop: NO_LOOP, id: body.name };
  if (body.kind === 'task') return compileActions(body.json, body.place, END_OF_TASK, around, building);
  return compileStep(menu, body.json, `menu:${body.name}`, body.place, END_OF_TASK, around, building);
}

function assemble(
  flow: JsonObject,
  root: Place,
  type: FlowType,
  hash: string,
  bodies: readonly Body[],
  starts: ReadonlyMap<Body, number>,
  flowVariables: ReadonlyMap<string, VariableDeclaration>,
  scopes: ReadonlyMap<Body, NameScope>,
  building: Building,
): Program {
  const start = (kind: Body['kind']) =>
    new Map(
      bodies.filter((body) => body.kind === kind).map((body) => [body.name, starts.get(body) ?? END_OF_TASK]),
    );
  const tasks = start('task');
  const menus = start('menu');
  const scope: NameScope = { taskName: 'the flow', flow: flowVariables, task: new Map() };
  const hidden = (action: FlowActionType, settings: Json, id: string, place: Place) =>
    compileStep(
      action,
      settings,
      id,
      place,
      END_OF_TASK,
      { container: id, scope, loop: NO_LOOP, id },
      building,
    );
  const endOfFlow = hidden(type === 'workflow' ? endWorkflow : disconnect, {}, 'endOfFlow', root);
  const errorHandling = compileErrorHandling(
    flow,
    root,
    { tasks, menus, endOfFlow, hidden },
    scope,
    building,
  );
  const greeting = own(flow, 'initialGreeting');
  const tasksOnly = bodies.filter((body) => body.kind === 'task');
  return {
    name: typeof flow['name'] === 'string' ? flow['name'] : '',
    type,
    hash,
    languages: Array.isArray(flow['languages']) ? (flow['languages'] as readonly string[]) : ['en-US'],
    steps: building.steps,
    byId: new Map(building.steps.map((step, index) => [step.id, index])),
    tasks,
    menus,
    startUp: startUp(flow, root, tasks, menus, building),
    ...(greeting === undefined
      ? {}
      : { initialGreeting: compileAudio(greeting, below(root, 'initialGreeting'), scope, building) }),
    errorHandling,
    endOfFlow,
    variables: [...flowVariables.values()],
    initialValues: initialValues(own(flow, 'variables'), 'Flow.', below(root, 'variables'), scope, building),
    taskVariables: new Map(tasksOnly.map((body) => [body.name, (scopes.get(body) ?? scope).task])),
    taskInitialValues: new Map(
      tasksOnly.map((body) => [
        body.name,
        initialValues(body.variables, 'Task.', body.variablesPlace, scopes.get(body) ?? scope, building),
      ]),
    ),
    defaults: defaults(flow),
  };
}

function startUp(
  flow: JsonObject,
  root: Place,
  tasks: ReadonlyMap<string, number>,
  menus: ReadonlyMap<string, number>,
  building: Building,
) {
  const at = isJsonObject(flow['startUp']) ? flow['startUp'] : {};
  const place = below(root, 'startUp');
  if (typeof at['menu'] === 'string')
    return { container: at['menu'], at: find(at['menu'], 'menu', menus, below(place, 'menu'), building) };
  const task = typeof at['task'] === 'string' ? at['task'] : '';
  return {
    container: task,
    at: task === '' ? END_OF_TASK : find(task, 'task', tasks, below(place, 'task'), building),
  };
}

function find(
  name: string,
  what: 'task' | 'menu',
  known: ReadonlyMap<string, number>,
  place: Place,
  building: Building,
): number {
  const at = known.get(name);
  if (at === undefined)
    reporter(place, building)(
      '',
      `UNKNOWN_${what.toUpperCase()}`,
      `there is no ${what} \`${name}\``,
      didYouMean(name, known.keys(), `add it under "${what}s"`),
    );
  return at ?? END_OF_TASK;
}

interface Destinations {
  readonly tasks: ReadonlyMap<string, number>;
  readonly menus: ReadonlyMap<string, number>;
  readonly endOfFlow: number;
  hidden(action: FlowActionType, settings: Json, id: string, place: Place): number;
}

function compileErrorHandling(
  flow: JsonObject,
  root: Place,
  to: Destinations,
  scope: NameScope,
  building: Building,
): Program['errorHandling'] {
  const place = below(root, 'errorHandling');
  const json = isJsonObject(flow['errorHandling']) ? flow['errorHandling'] : {};
  const audio =
    json['audio'] === undefined
      ? {}
      : { audio: compileAudio(json['audio'], below(place, 'audio'), scope, building) };
  const { task, menu: menuName, queue } = json;
  if (typeof task === 'string')
    return { container: task, at: find(task, 'task', to.tasks, below(place, 'task'), building), ...audio };
  if (typeof menuName === 'string')
    return {
      container: menuName,
      at: find(menuName, 'menu', to.menus, below(place, 'menu'), building),
      ...audio,
    };
  if (typeof queue === 'string')
    return {
      container: 'errorHandling',
      at: to.hidden(transferToAcd, { queue }, 'errorHandling', place),
      ...audio,
    };
  return { container: 'errorHandling', at: to.endOfFlow, ...audio };
}

function compileAudio(json: Json, place: Place, scope: NameScope, building: Building): Audio {
  return compileSettings(AudioSetting(), json, place, newContext(scope, building)) as Audio;
}

function initialValues(
  json: Json | undefined,
  prefix: string,
  place: Place,
  scope: NameScope,
  building: Building,
): InitialValue[] {
  reportBadNames(json, prefix, place, building);
  return declared(json, prefix).flatMap(({ name, type, initialValue }) => {
    if (initialValue === undefined) return [];
    const at = below(place, name, 'initialValue');
    return [{ name, value: compileValue(initialValue, type as ValueType, scope, reporter(at, building)) }];
  });
}

function reportBadNames(json: Json | undefined, prefix: string, place: Place, building: Building): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(isJsonObject(json) ? json : {})) {
    const report = reporter(below(place, name), building);
    if (!new RegExp(`^${prefix}[A-Za-z]\\w*$`, 'i').test(name)) {
      report(
        '',
        'VARIABLE_NAME',
        `\`${name}\` is no name for a variable here`,
        `write ${prefix}name: a letter, then letters, digits or _`,
      );
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      report(
        '',
        'DUPLICATE_VARIABLE',
        `\`${name}\` is \`${other}\` again: upper and lower case do not differ`,
        'rename or remove one',
      );
    seen.set(name.toLowerCase(), name);
  }
}

function newContext(scope: NameScope, building: Building): SettingsContext {
  return {
    scope,
    known: building.known,
    diagnostics: building.diagnostics,
    branches: [],
    reads: [],
    writes: [],
    targets: [],
  };
}

function defaults(flow: JsonObject): FlowDefaults {
  const settings = isJsonObject(flow['settings']) ? flow['settings'] : {};
  const numberAt = (group: string, name: string, otherwise: number) => {
    const value = isJsonObject(settings[group]) ? settings[group][name] : undefined;
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    noEntryTimeoutSeconds: numberAt('collectInput', 'noEntryTimeoutSeconds', 5),
    interDigitTimeoutSeconds: numberAt('collectInput', 'interDigitTimeoutSeconds', 3),
    menuRepeatCount: numberAt('menu', 'repeatCount', 3),
    menuTimeoutSeconds: numberAt('menu', 'timeoutSeconds', 10),
  };
}
