import type { RunnableFlow } from '../../engine/engine-options.ts';
import type { Environment } from '../../runtime/environment.ts';
import type { Program } from '../../runtime/program.ts';
import { DEFAULT_AT } from '../test-file.ts';
import { callsFor, type ExploredCall } from './explored-calls.ts';
import { type Explored, type Exploring, explore } from './explorer.ts';
import { literalsOf } from './literals.ts';
import { callStarts } from './starts.ts';

/** A flow that is explored, with the environment it runs in. */
export interface FlowToExplore extends Pick<Exploring, 'tested' | 'isOver' | 'progress'> {
  readonly flow: Pick<RunnableFlow, 'program' | 'dataActions'>;
  readonly environment: Environment;
}

/** What was found, with the smallest set of calls that take it. */
export interface ExploredFlow extends Explored {
  readonly calls: readonly ExploredCall[];
}

/** Finds the calls that take what no test takes. */
export function exploreFlow({ flow, environment, ...search }: FlowToExplore): ExploredFlow {
  const { program, dataActions } = flow;
  const asked = withoutSimulated(environment, dataActions.keys());
  const literals = literalsOf(program, asked);
  const exploring: Exploring = {
    ...search,
    program,
    literals,
    starts: callStarts(program, asked, literals, DEFAULT_AT),
    outputsOf: (name) =>
      Object.fromEntries(
        (dataActions.get(name)?.outputs ?? []).map(({ name: output, type, isCollection }) => [
          output,
          `${TYPES[type]}${isCollection ? 'Collection' : ''}`,
        ]),
      ),
  };
  const explored = explore(exploring);
  return { ...explored, calls: callsFor(exploring, explored.edges, explored.found) };
}

const TYPES = {
  string: 'string',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
  object: 'json',
  any: 'string',
} as const;

/** Flows that begin by a call of their own; modules are explored in those that call them. */
export function isExplored({ type }: Pick<Program, 'type'>): boolean {
  return type !== 'commonModule';
}

/** A data action that tests answer is not simulated. */
function withoutSimulated(environment: Environment, names: Iterable<string>): Environment {
  const answered = new Set(names);
  const { dataActions = {} } = environment;
  const rest = Object.entries(dataActions).filter(([name]) => !answered.has(name));
  return { ...environment, dataActions: Object.fromEntries(rest) };
}
