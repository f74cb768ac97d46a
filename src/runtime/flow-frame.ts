import type { Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { type Building, newSettingsContext } from './compile-actions.ts';
import { below, compileSettings, reporter } from './compile-settings.ts';
import type { FlowDefaults } from './flow.ts';
import type { FlowActionType } from './flow-action.ts';
import { transferToAcd } from './flow-actions/transfer-to-acd.ts';
import { END_OF_TASK, type Program } from './program.ts';
import { type Audio, AudioSetting } from './settings.ts';
import type { NameScope } from './variables.ts';

/** Where the frame of a flow can lead to. */
export interface Destinations {
  readonly tasks: ReadonlyMap<string, number>;
  readonly menus: ReadonlyMap<string, number>;
  readonly endOfFlow: number;
  hidden(action: FlowActionType, settings: Json, id: string, place: Place): number;
}

/** Where a flow begins. */
export function startUp(
  flow: JsonObject,
  root: Place,
  { tasks, menus }: Pick<Destinations, 'tasks' | 'menus'>,
  building: Building,
) {
  const at = isJsonObject(flow['startUp']) ? flow['startUp'] : {};
  const place = below(root, 'startUp');
  const isOne = (typeof at['menu'] === 'string') !== (typeof at['task'] === 'string');
  if (isJsonObject(flow['startUp']) && !isOne)
    reporter(place, building)(
      '',
      'START_UP',
      'a flow begins with one task or one menu',
      'write { "task": "name" } or { "menu": "name" }',
    );
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

/** Where a flow goes when an action cannot run at all (R7). */
export function compileErrorHandling(
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

/** Audio that belongs to no action. */
export function compileAudio(json: Json, place: Place, scope: NameScope, building: Building): Audio {
  return compileSettings(AudioSetting(), json, place, newSettingsContext(scope, building)) as Audio;
}

/** Flow-wide defaults, with Architect's where the flow is silent. */
export function defaults(flow: JsonObject): FlowDefaults {
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
