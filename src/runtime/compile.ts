import { type Diagnostic, hasErrors, type Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { checkCalledFlows } from './check/called-flows.ts';
import { checkConsent } from './check/consent.ts';
import { checkMenus } from './check/menus.ts';
import { checkReachability } from './check/reachability.ts';
import { checkTaskEnds } from './check/task-ends.ts';
import { checkTransferredFlows } from './check/transferred-flows.ts';
import { checkVariables } from './check/variables.ts';
import { compileUnit, type SharedBuilding } from './compile-unit.ts';
import { FlowSchema } from './flow.ts';
import type { DataActionContract } from './flow-action.ts';
import type { TaskFiles } from './flow-parts.ts';
import type { Program, Unit } from './program.ts';

/** A flow's file and the task files it refers to. */
export interface FlowPart {
  readonly file: string;
  readonly flow: Json;
  readonly taskFiles: TaskFiles;
}

/** A flow with everything it refers to, as read from its files. */
export interface FlowSource extends FlowPart {
  /** Flows it refers to, directly or through others, by the name they refer to. */
  readonly flows?: ReadonlyMap<string, FlowPart>;
  /** Names by which flows refer to this one. */
  readonly selfNames?: readonly string[];
  /** Name → contract; `undefined` for a data action that exists but has faults of its own. */
  readonly dataActions: ReadonlyMap<string, DataActionContract | undefined>;
  /** Hash of all of it. */
  readonly hash: string;
  /** A version that calls began with: they go on with it, whatever today's checks would say of it (R5). */
  readonly isRunning?: true;
}

/** What compiling gives: all faults, and the program when none of them is an error. */
export interface Compiled {
  readonly program?: Program;
  readonly diagnostics: readonly Diagnostic[];
}

const checkHeader = schemaCheck(FlowSchema);

/** Compiles a flow and the flows it refers to, finding every fault of them at once (R10). Pure. */
export function compileFlow(source: FlowSource): Compiled {
  const flows = source.flows ?? new Map<string, FlowPart>();
  const diagnostics: Diagnostic[] = [];
  const shared: SharedBuilding = {
    diagnostics,
    steps: [],
    ids: new Map(),
    dataActions: source.dataActions,
    flows: [...flows.keys(), ...(source.selfNames ?? [])],
  };
  const parts: readonly (readonly [string, FlowPart])[] = [['', source], ...flows];
  const units = parts.map(([reference, part], index) => compilePart(reference, part, index, shared));
  const [main] = units;
  if (main === undefined || units.includes(undefined)) return { diagnostics };
  const sound = units.filter((unit) => unit !== undefined);
  const program = assemble(main, sound, source, shared);
  diagnostics.push(
    ...checkReachability(program),
    ...checkTaskEnds(program),
    ...checkMenus(program),
    ...checkVariables(program),
    ...checkCalledFlows(program),
    ...checkTransferredFlows(program),
  );
  if (source.isRunning !== true) diagnostics.push(...checkConsent(program, source.dataActions));
  return { diagnostics, ...(hasErrors(diagnostics) ? {} : { program }) };
}

function compilePart(
  reference: string,
  { file, flow, taskFiles }: FlowPart,
  index: number,
  shared: SharedBuilding,
): Unit | undefined {
  const root: Place = { file, pointer: '' };
  if (!isJsonObject(flow)) {
    shared.diagnostics.push({
      ...root,
      severity: 'error',
      code: 'FLOW_SHAPE',
      message: 'a flow is a JSON object',
      hint: 'start with {"type": "inboundCall", "name": "…"}',
    });
    return undefined;
  }
  shared.diagnostics.push(...checkHeader(flow, root));
  return compileUnit({ reference, index, flow, root, taskFiles }, shared);
}

function assemble(
  main: Unit,
  units: readonly Unit[],
  { hash, selfNames = [] }: FlowSource,
  { steps }: SharedBuilding,
): Program {
  const byReference = units.map((unit) => [unit.reference, unit] as const);
  const itself = selfNames.map((name) => [name, main] as const);
  return {
    ...main,
    hash,
    steps,
    byId: new Map(steps.map((step, index) => [step.id, index])),
    units,
    unitsByReference: new Map([...byReference, ...itself]),
  };
}
