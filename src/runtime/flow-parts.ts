import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { below, reporter } from './compile-settings.ts';
import {
  type ContainerKind,
  containersKey,
  FLOW_TYPE_NAMES,
  FLOW_TYPES,
  type FlowType,
  OTHER_FLOW_TYPES,
  RUNNABLE_FLOW_TYPES,
  runnableFlowType,
} from './flow-types.ts';

/** `$ref` as written → the task file it names. */
export type TaskFiles = ReadonlyMap<string, { readonly file: string; readonly json: Json }>;

/** A task, menu, state or bot of a flow as its author wrote it, and where. */
export interface Body {
  readonly kind: ContainerKind;
  readonly name: string;
  readonly place: Place;
  readonly json: Json;
  readonly variables: Json | undefined;
  readonly variablesPlace: Place;
}

/** Types of flow that may call a common module; empty: all. */
export function compatibleFlowTypes(flow: JsonObject): readonly FlowType[] {
  const { compatibleFlowTypes: names } = flow;
  const types = Array.isArray(names) ? names.map((name) => runnableFlowType(String(name))) : [];
  return types.filter((type) => type !== undefined);
}

/** The type of a flow; one that cannot be run is a fault, and is checked like an inbound call. */
export function flowType(flow: JsonObject, root: Place, diagnostics: Diagnostic[]): FlowType {
  const { type } = flow;
  if (typeof type !== 'string') return 'inboundCall';
  const found = runnableFlowType(type);
  if (found !== undefined) return found;
  const isKnown = OTHER_FLOW_TYPES.includes(type);
  const message = isKnown
    ? `flows of type ${type} cannot be run by this version`
    : `there is no flow type \`${type}\``;
  const hint = isKnown
    ? `it runs ${RUNNABLE_FLOW_TYPES.join(', ')}`
    : didYouMean(type, [...FLOW_TYPE_NAMES, ...OTHER_FLOW_TYPES], '');
  reporter(below(root, 'type'), { diagnostics })('', 'FLOW_TYPE', message, hint);
  return 'inboundCall';
}

/** All containers of a flow, wherever they stand; one that its flow type does not have is a fault. */
export function readBodies(
  flow: JsonObject,
  type: FlowType,
  root: Place,
  taskFiles: TaskFiles,
  diagnostics: Diagnostic[],
): readonly Body[] {
  reportMisplaced(flow, type, root, diagnostics);
  return [
    ...listBodies('task', flow, root, taskFiles, diagnostics),
    ...listBodies('state', flow, root, taskFiles, diagnostics),
    ...listBodies('bot', flow, root, taskFiles, diagnostics),
    ...menuBodies(flow, root),
  ];
}

function reportMisplaced(flow: JsonObject, type: FlowType, root: Place, diagnostics: Diagnostic[]): void {
  const allowed: readonly ContainerKind[] = FLOW_TYPES[type].containers;
  for (const kind of ['menu', 'state', 'bot'] as const) {
    const key = containersKey(kind);
    if (own(flow, key) === undefined || allowed.includes(kind)) continue;
    const keys = allowed.map((one) => `"${containersKey(one)}"`).join(' and ');
    reporter(below(root, key), { diagnostics })(
      '',
      'CONTAINER_KIND',
      `a flow of type ${type} has no ${key}`,
      `it has ${keys}`,
    );
  }
}

function listBodies(
  kind: ContainerKind,
  flow: JsonObject,
  root: Place,
  taskFiles: TaskFiles,
  diagnostics: Diagnostic[],
): Body[] {
  const key = containersKey(kind);
  const containers = own(flow, key);
  if (!isJsonObject(containers)) return [];
  return Object.entries(containers).map(([name, json]) =>
    listBody(kind, name, json, below(root, key, name), taskFiles, diagnostics),
  );
}

/** A task, state or bot is a list of actions, an object with `actions`, or a reference to a file that holds such an object. */
function listBody(
  kind: ContainerKind,
  name: string,
  json: Json,
  place: Place,
  taskFiles: TaskFiles,
  diagnostics: Diagnostic[],
): Body {
  const shape = { kind, name, variables: undefined, variablesPlace: place } as const;
  if (Array.isArray(json)) return { ...shape, place, json };
  if (!isJsonObject(json)) {
    reporter(place, { diagnostics })(
      '',
      'TASK_SHAPE',
      `\`${name}\` is no ${kind}`,
      `a ${kind} is a list of actions, or {"$ref": "./file.task.json"}`,
    );
    return { ...shape, place, json: [] };
  }
  const ref = own(json, '$ref');
  if (typeof ref !== 'string') return objectBody(kind, name, json, place, diagnostics);
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
  return objectBody(kind, name, file.json, { file: file.file, pointer: '' }, diagnostics);
}

function objectBody(
  kind: ContainerKind,
  name: string,
  json: JsonObject,
  place: Place,
  diagnostics: Diagnostic[],
): Body {
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
    kind,
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
