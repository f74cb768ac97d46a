import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { below, reporter } from './compile-settings.ts';
import { type FlowType, RUNNABLE_FLOW_TYPES } from './flow.ts';

/** `$ref` as written → the task file it names. */
export type TaskFiles = ReadonlyMap<string, { readonly file: string; readonly json: Json }>;

/** A task or menu of a flow as its author wrote it, and where. */
export interface Body {
  readonly kind: 'task' | 'menu';
  readonly name: string;
  readonly place: Place;
  readonly json: Json;
  readonly variables: Json | undefined;
  readonly variablesPlace: Place;
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

/** The type of a flow; one that cannot be run is a fault, and is checked like an inbound call. */
export function flowType(flow: JsonObject, root: Place, diagnostics: Diagnostic[]): FlowType {
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

/** All tasks of a flow, wherever they stand, and all its menus. */
export function readBodies(
  flow: JsonObject,
  root: Place,
  taskFiles: TaskFiles,
  diagnostics: Diagnostic[],
): readonly Body[] {
  return [...taskBodies(flow, root, taskFiles, diagnostics), ...menuBodies(flow, root)];
}

function taskBodies(flow: JsonObject, root: Place, taskFiles: TaskFiles, diagnostics: Diagnostic[]): Body[] {
  const tasks = own(flow, 'tasks');
  if (!isJsonObject(tasks)) return [];
  return Object.entries(tasks).map(([name, json]) =>
    taskBody(name, json, below(root, 'tasks', name), taskFiles, diagnostics),
  );
}

/** A task is a list of actions, an object with `actions`, or a reference to a file that holds such an object. */
function taskBody(
  name: string,
  json: Json,
  place: Place,
  taskFiles: TaskFiles,
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
  const file = taskFiles.get(ref);
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
