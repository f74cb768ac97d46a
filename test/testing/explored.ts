import type { JsonObject } from '../../src/authoring/json.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import type { Program } from '../../src/runtime/program.ts';
import { callsFor, type ExploredCall } from '../../src/testing/explore/explored-calls.ts';
import { type Explored, type Exploring, explore } from '../../src/testing/explore/explorer.ts';
import { literalsOf } from '../../src/testing/explore/literals.ts';
import { callStarts } from '../../src/testing/explore/starts.ts';
import { compilePartial, NOW, type OtherFlows, SILENT } from '../runtime/play.ts';

/** What the data actions of these tests give. */
export const OUTPUTS = { state: 'string', level: 'integer' } as const;
export const CONTRACTS = {
  look: { inputs: { id: { type: 'string', required: false } }, outputs: OUTPUTS },
} as const;

/** A flow of which only the telling parts are written, compiled. @throws when it has errors. */
export function programOf(flow: JsonObject, others: OtherFlows = {}): Program {
  const { program, diagnostics } = compilePartial(flow, CONTRACTS, others);
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return program;
}

/** What a flow is explored with, when no test takes anything yet. */
export function exploringOf(
  program: Program,
  {
    environment = SILENT,
    tested = new Set<string>(),
  }: { environment?: Environment; tested?: ReadonlySet<string> } = {},
): Exploring {
  const literals = literalsOf(program, environment);
  return {
    program,
    literals,
    tested,
    outputsOf: () => OUTPUTS,
    starts: callStarts(program, environment, literals, NOW),
    isOver: () => false,
  };
}

/** Explores a flow and makes the smallest set of calls. */
export function exploredCalls(exploring: Exploring): Explored & { readonly calls: readonly ExploredCall[] } {
  const explored = explore(exploring);
  return { ...explored, calls: callsFor(exploring, explored.edges, explored.found) };
}
