import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { compileBot, NO_BOT } from './bot.ts';
import { type Building, compileActions, compileStep } from './compile-actions.ts';
import { below, reporter } from './compile-settings.ts';
import { checkDeclarations, declarations, initialValues, newScope } from './declarations.ts';
import type { DataActionContract, FlowActionType, GlobalChoice } from './flow-action.ts';
import { disconnect } from './flow-actions/disconnect.ts';
import { endWorkflow } from './flow-actions/end-workflow.ts';
import { exitBotFlow } from './flow-actions/exit-bot-flow.ts';
import { globalChoicesOf, menu } from './flow-actions/menu.ts';
import { compileAudio, compileErrorHandling, type Destinations, defaults, startUp } from './flow-frame.ts';
import { type Body, compatibleFlowTypes, flowType, readBodies, type TaskFiles } from './flow-parts.ts';
import { type ContainerKind, FLOW_TYPES, type FlowType, type FlowTypeFacts } from './flow-types.ts';
import { END_OF_TASK, NO_LOOP, type Step, type Unit } from './program.ts';
import type { NameScope, VariableDeclaration } from './variables.ts';

/** What all flows of one program share while they are compiled. */
export interface SharedBuilding {
  readonly diagnostics: Diagnostic[];
  readonly steps: Step[];
  readonly ids: Map<string, Place>;
  readonly dataActions: ReadonlyMap<string, DataActionContract | undefined>;
  /** Names of the flows that were found. */
  readonly flows: readonly string[];
}

/** One flow of a program as read from its file. */
interface UnitSource {
  readonly reference: string;
  readonly index: number;
  readonly flow: JsonObject;
  readonly root: Place;
  readonly taskFiles: TaskFiles;
}

/** The containers of a flow with what is known of each. */
interface Contents {
  readonly bodies: readonly Body[];
  readonly declared: ReadonlyMap<string, VariableDeclaration>;
  readonly scopes: ReadonlyMap<Body, NameScope>;
  /** Names that no container has, for what the flow does by itself. */
  readonly scope: NameScope;
}

/** Compiles one flow into the program's steps; faults become diagnostics. */
export function compileUnit(source: UnitSource, shared: SharedBuilding): Unit {
  const { flow, root } = source;
  const type = flowType(flow, root, shared.diagnostics);
  const bodies = readBodies(flow, type, root, source.taskFiles, shared.diagnostics);
  shared.diagnostics.push(...bodies.flatMap(checkDeclarations));
  const building = newBuilding(type, source, bodies, shared);
  const declared = declarations(flow);
  const scopes = new Map(bodies.map((body) => [body, newScope(body, declared, type)]));
  learnTaskVariables(bodies, scopes, building);
  const starts = compileBodies(bodies, scopes, building);
  const scope: NameScope = { taskName: 'the flow', flow: declared, task: new Map(), flowType: type };
  return {
    ...frame(source, type, containers(bodies, starts), scope, building),
    ...variables(source, { bodies, declared, scopes, scope }, building),
    compatibleFlowTypes: building.compatibleFlowTypes,
    things: building.things,
    globalChoices: globalChoices(bodies, starts, building),
    assumesConsent: assumedConsents(flow, below(root, 'assumes', 'consent'), declared, building),
    defaults: defaults(flow, root, scope, building),
    bot: FLOW_TYPES[type].channel === 'bot' ? compileBot(flow, root, scope, building) : NO_BOT,
  };
}

function newBuilding(
  type: FlowType,
  { reference, index, flow }: UnitSource,
  bodies: readonly Body[],
  shared: SharedBuilding,
): Building {
  const names = (kind: ContainerKind) => bodies.filter((body) => body.kind === kind).map((body) => body.name);
  return {
    ...shared,
    flowType: type,
    things: [],
    compatibleFlowTypes: compatibleFlowTypes(flow),
    languages: languagesOf(flow),
    unit: index,
    idPrefix: reference === '' ? '' : `flow:${reference}/`,
    known: {
      tasks: names('task'),
      menus: names('menu'),
      states: names('state'),
      bots: names('bot'),
      dataActions: [...shared.dataActions.keys()],
      flows: shared.flows,
      intents: intentsOf(flow),
    },
  };
}

function intentsOf(flow: JsonObject): readonly string[] {
  const nlu = own(flow, 'nlu');
  const intents = isJsonObject(nlu) ? own(nlu, 'intents') : undefined;
  return isJsonObject(intents) ? Object.keys(intents) : [];
}

/** A task's variables are known only once all its actions were seen, so they are seen once before they count. */
function learnTaskVariables(
  bodies: readonly Body[],
  scopes: ReadonlyMap<Body, NameScope>,
  building: Building,
): void {
  compileBodies(bodies, scopes, { ...building, diagnostics: [], steps: [], ids: new Map() });
}

function compileBodies(
  bodies: readonly Body[],
  scopes: ReadonlyMap<Body, NameScope>,
  building: Building,
): ReadonlyMap<Body, number> {
  return new Map(
    bodies.map((body) => [
      body,
      compileBody(body, scopes.get(body) ?? newScope(body, new Map(), building.flowType), building),
    ]),
  );
}

function compileBody(body: Body, scope: NameScope, building: Building): number {
  const { kind, name, json, place } = body;
  // Ids of tasks stay as short as they always were: stored calls know them.
  const id = kind === 'task' ? name : `${kind}:${name}`;
  const around = { container: name, containerKind: kind, scope, loop: NO_LOOP, id };
  if (kind !== 'menu') return compileActions(json, place, END_OF_TASK, around, building);
  return compileStep(menu, json, id, place, END_OF_TASK, { ...around, id: name }, building);
}

function globalChoices(
  bodies: readonly Body[],
  starts: ReadonlyMap<Body, number>,
  { steps }: Building,
): readonly GlobalChoice[] {
  const menus = bodies.filter((body) => body.kind === 'menu');
  return menus.flatMap((body) =>
    globalChoicesOf(body.name, steps[starts.get(body) ?? END_OF_TASK]?.settings),
  );
}

/** Variables whose consent the author vouches for; one that there is not is a fault. */
function assumedConsents(
  flow: JsonObject,
  place: Place,
  declared: ReadonlyMap<string, VariableDeclaration>,
  building: Building,
): Unit['assumesConsent'] {
  const assumes = own(flow, 'assumes');
  const names = isJsonObject(assumes) ? own(assumes, 'consent') : undefined;
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: Json, index) => {
    const found = typeof name === 'string' ? declared.get(name.toLowerCase()) : undefined;
    if (found !== undefined) return [{ name: found.name, place: below(place, index) }];
    const known = [...declared.values()].map((one) => one.name);
    const hint = didYouMean(String(name), known, 'declare it under "variables"');
    reporter(below(place, index), building)('', 'UNKNOWN_VARIABLE', `there is no variable \`${name}\``, hint);
    return [];
  });
}

function containers(bodies: readonly Body[], starts: ReadonlyMap<Body, number>): Unit['containers'] {
  const start = (kind: ContainerKind) =>
    new Map(
      bodies.filter((body) => body.kind === kind).map((body) => [body.name, starts.get(body) ?? END_OF_TASK]),
    );
  return { task: start('task'), menu: start('menu'), state: start('state'), bot: start('bot') };
}

function languagesOf({ languages }: JsonObject): readonly string[] {
  return Array.isArray(languages) ? (languages as readonly string[]) : ['en-US'];
}

/** What a flow does by itself when its last action has run out. */
function lastAction({ runsOut, channel }: FlowTypeFacts): FlowActionType {
  if (runsOut === 'disconnect' || runsOut === 'again') return disconnect;
  return channel === 'bot' ? exitBotFlow : endWorkflow;
}

/** Where the flow begins, goes on errors, and ends. */
function frame(
  { reference, index, flow, root }: UnitSource,
  type: FlowType,
  inside: Unit['containers'],
  scope: NameScope,
  building: Building,
) {
  const hidden: Destinations['hidden'] = (action: FlowActionType, settings: Json, id: string, place: Place) =>
    compileStep(
      action,
      settings,
      id,
      place,
      END_OF_TASK,
      { container: id, containerKind: 'flow', scope, loop: NO_LOOP, id },
      building,
    );
  const facts = FLOW_TYPES[type];
  const endOfFlow = hidden(lastAction(facts), {}, 'endOfFlow', root);
  const greeting = own(flow, 'initialGreeting');
  return {
    index,
    reference,
    name: typeof flow['name'] === 'string' ? flow['name'] : '',
    type,
    languages: building.languages,
    containers: inside,
    startUp: startUp(flow, root, inside, building),
    errorHandling: compileErrorHandling(
      flow,
      root,
      { containers: inside, endOfFlow, hidden },
      scope,
      building,
    ),
    endOfFlow,
    ...(greeting === undefined
      ? {}
      : { initialGreeting: compileAudio(greeting, below(root, 'initialGreeting'), scope, building) }),
  };
}

function variables(
  { flow, root }: UnitSource,
  { bodies, declared, scopes, scope }: Contents,
  building: Building,
) {
  const withVariables = bodies.filter((body) => body.kind !== 'menu');
  const key = ({ kind, name }: Body) => `${kind}:${name}`;
  return {
    variables: [...declared.values()],
    initialValues: initialValues(own(flow, 'variables'), 'flow', below(root, 'variables'), scope, building),
    containerVariables: new Map(withVariables.map((body) => [key(body), (scopes.get(body) ?? scope).task])),
    containerInitialValues: new Map(
      withVariables.map((body) => [
        key(body),
        initialValues(body.variables, 'container', body.variablesPlace, scopes.get(body) ?? scope, building),
      ]),
    ),
  };
}
