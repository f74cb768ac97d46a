import { type Diagnostic, hasErrors, type Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { checkReachability } from './check/reachability.ts';
import { checkTaskEnds } from './check/task-ends.ts';
import { checkVariables } from './check/variables.ts';
import { type Building, compileActions, compileStep } from './compile-actions.ts';
import { below } from './compile-settings.ts';
import { checkDeclarations, declarations, initialValues, newScope } from './declarations.ts';
import { FlowSchema, type FlowType } from './flow.ts';
import type { DataActionContract, FlowActionType } from './flow-action.ts';
import { disconnect } from './flow-actions/disconnect.ts';
import { endWorkflow } from './flow-actions/end-workflow.ts';
import { menu } from './flow-actions/menu.ts';
import { compileAudio, compileErrorHandling, defaults, startUp } from './flow-frame.ts';
import { type Body, flowType, readBodies, type TaskFiles } from './flow-parts.ts';
import { END_OF_TASK, NO_LOOP, type Program } from './program.ts';
import type { NameScope, VariableDeclaration } from './variables.ts';

/** A flow with everything it refers to, as read from its files. */
export interface FlowSource {
  readonly file: string;
  readonly flow: Json;
  readonly taskFiles: TaskFiles;
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

const checkHeader = schemaCheck(FlowSchema);

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
  const bodies = readBodies(flow, root, source.taskFiles, diagnostics);
  diagnostics.push(...bodies.flatMap(checkDeclarations));
  const building = newBuilding(type, bodies, source, diagnostics);
  const declared = declarations(flow);
  const scopes = new Map(bodies.map((body) => [body, newScope(body, declared)]));
  learnTaskVariables(bodies, scopes, building);
  const starts = compileBodies(bodies, scopes, building);
  const program = assemble(flow, root, type, source.hash, bodies, starts, declared, scopes, building);
  diagnostics.push(
    ...checkReachability(program, building.targets),
    ...checkTaskEnds(program, building.targets),
    ...checkVariables(program),
  );
  return { diagnostics, ...(hasErrors(diagnostics) ? {} : { program }) };
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
    startUp: startUp(flow, root, { tasks, menus }, building),
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
