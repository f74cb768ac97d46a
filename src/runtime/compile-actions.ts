import type { TSchema } from 'typebox';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, pointerTo } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean } from '../authoring/suggest.ts';
import {
  below,
  compileSettings,
  type KnownNames,
  reporter,
  type SettingsContext,
} from './compile-settings.ts';
import { type DataActionContract, type FlowActionType, settingsSchema } from './flow-action.ts';
import { FLOW_ACTIONS } from './flow-actions/index.ts';
import type { ContainerKind, FlowType } from './flow-types.ts';
import { NO_LOOP, type Step } from './program.ts';
import { kindOf } from './settings.ts';
import type { NameScope } from './variables.ts';
import type { ThingReference } from './written-things.ts';

const TYPES: ReadonlyMap<string, FlowActionType> = new Map(FLOW_ACTIONS.map((type) => [type.type, type]));
const CHECKS = new Map<
  FlowActionType,
  { readonly schema: TSchema; readonly check: ReturnType<typeof schemaCheck> }
>();
/** What audio may be, where it is the one setting of an action. */
const AUDIO_FORMS = ['text', 'prompt', 'exp', 'languages'];
/** Keys that may stand beside an action's own. */
const BESIDE = ['id', 'note'];

/** What is shared by all actions of one flow while it is compiled. */
export interface Building {
  readonly flowType: FlowType;
  /** Types of flow that may call this common module; empty: all. */
  readonly compatibleFlowTypes: readonly FlowType[];
  readonly languages: readonly string[];
  /** Index of the flow within its program, and what stands before the ids of its actions. */
  readonly unit: number;
  readonly idPrefix: string;
  readonly diagnostics: Diagnostic[];
  /** Things of the environment that the flow names outside of its actions. */
  readonly things: ThingReference[];
  /** Filled in any order; every index is final once given. */
  readonly steps: Step[];
  readonly ids: Map<string, Place>;
  readonly known: KnownNames;
  readonly dataActions: ReadonlyMap<string, DataActionContract | undefined>;
}

/** Where a list of actions stands. */
export interface Around {
  readonly container: string;
  readonly containerKind: ContainerKind | 'flow';
  readonly scope: NameScope;
  readonly loop: number;
  /** Prefix of derived ids. */
  readonly id: string;
}

/**
 * Compiles a list of actions into steps.
 *
 * @param next where the list goes on when it runs out: the step behind its parent, as in Architect.
 * @returns the index of its first action, or `next` for an empty list.
 */
export function compileActions(
  json: Json,
  place: Place,
  next: number,
  around: Around,
  building: Building,
): number {
  if (!Array.isArray(json)) {
    reporter(place, building)(
      '',
      'WRONG_TYPE',
      'this must be a list of actions',
      'write [ { "playAudio": "…" }, … ]',
    );
    return next;
  }
  const ids = derivedIds(json, around.id);
  let behind = next;
  for (let index = json.length - 1; index >= 0; index--) {
    behind = compileAction(
      json[index] ?? null,
      ids[index] ?? '',
      below(place, index),
      behind,
      around,
      building,
    );
  }
  return behind;
}

/** Ids made of where an action stands and what it is, `confirmNumber/callData-2`: stable when others come and go around it. */
function derivedIds(actions: readonly Json[], prefix: string): readonly string[] {
  const seen = new Map<string, number>();
  return actions.map((action) => {
    const type = actionKeys(action)[0] ?? 'action';
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return `${prefix}/${type}${count === 1 ? '' : `-${count}`}`;
  });
}

function actionKeys(action: Json): readonly string[] {
  return isJsonObject(action) ? Object.keys(action).filter((key) => !BESIDE.includes(key)) : [];
}

function compileAction(
  json: Json,
  derivedId: string,
  place: Place,
  next: number,
  around: Around,
  building: Building,
): number {
  const report = reporter(place, building);
  const [key, ...more] = actionKeys(json);
  if (!isJsonObject(json) || key === undefined) {
    report(
      '',
      'ACTION_SHAPE',
      'this is no action',
      'an action is an object with one key: { "playAudio": "Hello." }',
    );
    return next;
  }
  if (more.length > 0) {
    report(
      '',
      'ACTION_SHAPE',
      `an action has one key, this has ${[key, ...more].map((one) => `\`${one}\``).join(', ')}`,
      'make each an action of its own',
    );
  }
  const type = TYPES.get(key);
  if (type === undefined) {
    report(
      pointerTo('', key),
      'UNKNOWN_ACTION',
      `there is no action \`${key}\``,
      didYouMean(key, TYPES.keys(), ''),
    );
    return next;
  }
  const id = ownId(json, derivedId, place, building);
  const settings = json[key] ?? null;
  const full = normalized(type, settings);
  const at = below(place, key);
  const before = building.diagnostics.length;
  const index = compileStep(type, full, id, at, next, around, building);
  if (full !== settings && type.short !== undefined) placeAsWritten(at, type.short, before, building);
  return index;
}

/** In the short form the one setting has no key of its own to point at. */
function placeAsWritten(place: Place, short: string, first: number, { diagnostics }: Building): void {
  const prefix = pointerTo(place.pointer, short);
  for (const [index, one] of diagnostics.entries()) {
    if (index < first || (one.pointer !== prefix && !one.pointer.startsWith(`${prefix}/`))) continue;
    diagnostics[index] = { ...one, pointer: place.pointer + one.pointer.slice(prefix.length) };
  }
}

/** Compiles one action of a known type; used for menus and for what a flow does by itself, too. */
export function compileStep(
  type: FlowActionType,
  settings: Json,
  id: string,
  place: Place,
  next: number,
  around: Around,
  building: Building,
): number {
  const { schema, check } = checkOf(type);
  const faults = check(settings, place);
  building.diagnostics.push(...faults);
  const index = reserve(building);
  const context = newSettingsContext(around.scope, building);
  const compiled = compileSettings(schema, settings, place, context);
  if (faults.length === 0) checkType(type, compiled, place, building);
  // What a flow does when it runs out is no action of its author.
  if (around.id !== 'endOfFlow') warnOfFlowType(type, place, building);
  const inner = { ...around, loop: type.loops ? index : around.loop };
  const fullId = `${building.idPrefix}${id}`;
  const outputs = Object.fromEntries(
    context.branches.map(({ name, actions, place: at }) => [
      name,
      compileActions(actions, at, type.loops ? index : next, { ...inner, id: `${id}/${name}` }, building),
    ]),
  );
  checkLoop(type, around.loop, place, building);
  building.steps[index] = {
    id: fullId,
    type,
    flushes: type.flushes === true,
    enter: type.enter,
    settings: faults.length === 0 ? completed(type, compiled, building) : compiled,
    outputs,
    next,
    loop: around.loop,
    container: around.container,
    containerKind: around.containerKind,
    unit: building.unit,
    place,
    reads: context.reads,
    writes: context.writes,
    targets: context.targets,
    things: context.things,
  };
  registerId(fullId, place, building);
  return index;
}

function checkOf(type: FlowActionType) {
  const known = CHECKS.get(type);
  if (known !== undefined) return known;
  const schema = settingsSchema(type);
  const made = { schema, check: schemaCheck(schema) };
  CHECKS.set(type, made);
  return made;
}

/** The full form of an action's settings: `"text"` for its one setting, `true` for none. */
function normalized(type: FlowActionType, json: Json): Json {
  if (json === true) return {};
  if (type.short === undefined || isFullForm(type, json)) return json;
  return { [type.short]: json };
}

function isFullForm(type: FlowActionType, json: Json): boolean {
  if (!isJsonObject(json)) return false;
  const { properties = {} } = settingsSchema(type) as { properties?: object };
  const short = type.short === undefined ? undefined : (properties as Record<string, TSchema>)[type.short];
  if (short !== undefined && kindOf(short) === 'audio' && AUDIO_FORMS.some((key) => Object.hasOwn(json, key)))
    return false;
  const keys = Object.keys(json);
  return keys.length === 0 || keys.some((key) => key in properties) || keys.length > 1;
}

function ownId(json: JsonObject, derivedId: string, place: Place, building: Building): string {
  const { id } = json;
  if (id === undefined) return derivedId;
  const report = reporter(below(place, 'id'), building);
  if (typeof id !== 'string' || id === '') {
    report('', 'WRONG_TYPE', '`id` must be a text', 'an id names the action in transcripts');
    return derivedId;
  }
  return id;
}

/** Calls are stored with the ids of actions, so two of one id would let a call go on in the wrong place. */
function registerId(id: string, place: Place, building: Building): void {
  const other = building.ids.get(id);
  if (other !== undefined)
    reporter(place, building)(
      '',
      'DUPLICATE_ID',
      `another action has the id \`${id}\` (${other.pointer === '' ? 'the end of the flow' : other.pointer})`,
      'ids are unique within a flow: give one of them another "id"',
    );
  building.ids.set(id, place);
}

function reserve(building: Building): number {
  building.steps.push(undefined as unknown as Step);
  return building.steps.length - 1;
}

/** What gathers the references of one action's settings. */
export function newSettingsContext(scope: NameScope, building: Building): SettingsContext {
  return {
    scope,
    known: building.known,
    diagnostics: building.diagnostics,
    branches: [],
    reads: [],
    writes: [],
    targets: [],
    things: [],
  };
}

function checkType(type: FlowActionType, compiled: unknown, place: Place, building: Building): void {
  type.check?.(compiled, {
    languages: building.languages,
    dataAction: (name) => building.dataActions.get(name),
    intents: building.known.intents,
    report: (severity, pointer, code, message, hint) => {
      building.diagnostics.push({
        severity,
        file: place.file,
        pointer: place.pointer + pointer,
        code,
        message,
        hint,
      });
    },
  });
}

function completed(type: FlowActionType, compiled: unknown, { dataActions }: Building): unknown {
  return type.complete?.(compiled, { dataAction: (name) => dataActions.get(name) }) ?? compiled;
}

/** Genesys has no public table of what is allowed where, so this warns and does not refuse (facts/ACTIONS 1.6). */
function warnOfFlowType(type: FlowActionType, place: Place, building: Building): void {
  const { flowType, compatibleFlowTypes } = building;
  const runsIn = flowType === 'commonModule' ? compatibleFlowTypes : [flowType];
  const wrong = runsIn.find((one) => type.flowTypes?.includes(one) === false);
  if (type.flowTypes === undefined || wrong === undefined) return;
  building.diagnostics.push({
    ...place,
    severity: 'warning',
    code: 'ACTION_FLOW_TYPE',
    message: `\`${type.type}\` has no place in a flow of type ${wrong}`,
    hint: `it is made for ${type.flowTypes.join(', ')}`,
  });
}

function checkLoop(type: FlowActionType, loop: number, place: Place, building: Building): void {
  if (type.leavesRound !== undefined && loop === NO_LOOP)
    reporter(place, building)(
      '',
      'OUTSIDE_LOOP',
      `\`${type.type}\` stands in no loop`,
      'put it into the loop path of a Loop',
    );
}
