import type { Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { type Building, newSettingsContext } from './compile-actions.ts';
import { below, compileSettings, reporter } from './compile-settings.ts';
import type { FlowActionType } from './flow-action.ts';
import { transferToAcd } from './flow-actions/transfer-to-acd.ts';
import type { FlowDefaults } from './flow-settings.ts';
import { CONTAINER_KINDS, type ContainerKind, containersKey, FLOW_TYPES } from './flow-types.ts';
import { END_OF_TASK, type Entrance, type Unit } from './program.ts';
import { type Audio, AudioSetting } from './settings.ts';
import type { NameScope } from './variables.ts';

/** Where the frame of a flow can lead to. */
export interface Destinations {
  readonly containers: Unit['containers'];
  readonly endOfFlow: number;
  hidden(action: FlowActionType, settings: Json, id: string, place: Place): number;
}

/** Where a flow begins. */
export function startUp(
  flow: JsonObject,
  root: Place,
  containers: Unit['containers'],
  building: Building,
): Entrance {
  const at = isJsonObject(flow['startUp']) ? flow['startUp'] : {};
  const place = below(root, 'startUp');
  const named = CONTAINER_KINDS.filter((kind) => typeof at[kind] === 'string');
  const [kind] = named;
  if (isJsonObject(flow['startUp']) && named.length !== 1) reportStartUp(place, building);
  return kind === undefined
    ? { kind: 'flow', container: '', at: END_OF_TASK }
    : entrance(kind, String(at[kind]), containers, below(place, kind), building);
}

function reportStartUp(place: Place, building: Building): void {
  const kinds = FLOW_TYPES[building.flowType].containers;
  reporter(place, building)(
    '',
    'START_UP',
    `a flow begins with one ${kinds.join(' or one ')}`,
    `write ${kinds.map((kind) => `{ "${kind}": "name" }`).join(' or ')}`,
  );
}

function entrance(
  kind: ContainerKind,
  name: string,
  containers: Unit['containers'],
  place: Place,
  building: Building,
): Entrance {
  const known = containers[kind];
  const at = known.get(name);
  if (at === undefined)
    reporter(place, building)(
      '',
      `UNKNOWN_${kind.toUpperCase()}`,
      `there is no ${kind} \`${name}\``,
      didYouMean(name, known.keys(), `add it under "${containersKey(kind)}"`),
    );
  return { kind, container: name, at: at ?? END_OF_TASK };
}

/** Where a flow goes when an action cannot run at all (R7). */
export function compileErrorHandling(
  flow: JsonObject,
  root: Place,
  to: Destinations,
  scope: NameScope,
  building: Building,
): Unit['errorHandling'] {
  const place = below(root, 'errorHandling');
  const json = isJsonObject(flow['errorHandling']) ? flow['errorHandling'] : {};
  reportErrorHandling(json, place, building);
  const audio =
    json['audio'] === undefined
      ? {}
      : { audio: compileAudio(json['audio'], below(place, 'audio'), scope, building) };
  for (const kind of ['task', 'menu'] as const) {
    const name = json[kind];
    if (typeof name === 'string')
      return { ...entrance(kind, name, to.containers, below(place, kind), building), ...audio };
  }
  const { queue } = json;
  const itself = { kind: 'flow', container: 'errorHandling', ...audio } as const;
  if (typeof queue === 'string')
    return { ...itself, at: to.hidden(transferToAcd, { queue }, 'errorHandling', place) };
  const isExit = FLOW_TYPES[building.flowType].onError === 'exit' && json['disconnect'] !== true;
  return { ...itself, at: to.endOfFlow, ...(isExit && { exits: true }) };
}

/** There is one way to handle an error, and only a bot has a flow to go back to. */
function reportErrorHandling(json: JsonObject, place: Place, building: Building): void {
  const ways = ['task', 'menu', 'queue', 'disconnect', 'exit'].filter((way) => Object.hasOwn(json, way));
  const report = reporter(place, building);
  if (ways.length > 1)
    report('', 'ERROR_HANDLING', 'errors are handled in one way', `keep one of ${ways.join(', ')}`);
  if (ways.includes('exit') && FLOW_TYPES[building.flowType].onError !== 'exit')
    report(
      '/exit',
      'ERROR_HANDLING',
      'only a bot goes back to the flow that called it',
      'write { "disconnect": true }',
    );
}

/** Audio that belongs to no action. */
export function compileAudio(json: Json, place: Place, scope: NameScope, building: Building): Audio {
  const context = newSettingsContext(scope, building);
  const audio = compileSettings(AudioSetting(), json, place, context) as Audio;
  building.things.push(...context.things);
  return audio;
}

/** The prompt that callers hear while they wait, where the flow names none. */
const HOLD_MUSIC = 'PromptSystem.on_hold_music';

/** Flow-wide defaults, with Architect's where the flow is silent. */
export function defaults(flow: JsonObject, root: Place, scope: NameScope, building: Building): FlowDefaults {
  const settings = isJsonObject(flow['settings']) ? flow['settings'] : {};
  const given = (group: string, name: string) =>
    isJsonObject(settings[group]) ? settings[group][name] : undefined;
  const numberAt = (group: string, name: string, otherwise: number) => {
    const value = given(group, name);
    return typeof value === 'number' ? value : otherwise;
  };
  const audio = given('menu', 'invalidInputAudio');
  const place = below(root, 'settings', 'menu', 'invalidInputAudio');
  const music = given('inQueue', 'holdMusic');
  const processing = given('callData', 'processingPrompt');
  return {
    ...(typeof processing === 'string' ? { processingPrompt: processing } : {}),
    noEntryTimeoutSeconds: numberAt('collectInput', 'noEntryTimeoutSeconds', 5),
    interDigitTimeoutSeconds: numberAt('collectInput', 'interDigitTimeoutSeconds', 3),
    menuRepeatCount: numberAt('menu', 'repeatCount', 3),
    menuTimeoutSeconds: numberAt('menu', 'timeoutSeconds', 10),
    takesAutoGenerated: given('email', 'autoGenerated') === 'process',
    listensForExtensions: given('menu', 'listenForExtensionDialing') !== false,
    extensionDelaySeconds: numberAt('menu', 'extensionDialingMaxDelaySeconds', 1),
    extensionInterDigitSeconds: numberAt('dialByExtension', 'interDigitTimeoutSeconds', 6),
    ...(Array.isArray(audio)
      ? {
          invalidInputAudio: audio.map((one: Json, index) =>
            compileAudio(one, below(place, index), scope, building),
          ),
        }
      : {}),
    silenceSeconds: numberAt('silence', 'silenceSeconds', 1),
    silenceTimeoutSeconds: numberAt('silence', 'timeoutSeconds', 40),
    silenceRepeatCount: numberAt('silence', 'repeatCount', 5),
    connectTimeoutSeconds: numberAt('transfer', 'connectTimeoutSeconds', 30),
    holdMusic: typeof music === 'string' ? music : HOLD_MUSIC,
  };
}
