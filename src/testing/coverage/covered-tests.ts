import type { Program } from '../../runtime/program.ts';
import type { TestResult } from '../run-test.ts';
import type { CoveredProgram } from './coverage.ts';
import { coveredBy } from './watch.ts';

/** What one test covered. */
export interface CoveredTest {
  readonly file: string;
  readonly name: string;
  readonly program: Program;
  readonly covered: ReadonlySet<string>;
}

/** What tests covered, each. */
export function coveredTests(results: readonly TestResult[]): readonly CoveredTest[] {
  return results.map(({ test: { file, name, flow, environment }, played }) => {
    const { program } = flow;
    const steps = played.steps.map(({ at, stimulus }) => ({ at, stimulus }));
    return { file, name, program, covered: coveredBy({ program, environment }, steps) };
  });
}

/** What tests covered of each program; programs that no test is about are covered by none. */
export function byProgram(
  tests: readonly CoveredTest[],
  programs: readonly Program[] = [],
): readonly CoveredProgram[] {
  const found = new Map<string, { readonly program: Program; readonly covered: Set<string> }>();
  for (const program of programs) found.set(program.hash, { program, covered: new Set() });
  for (const { program, covered } of tests) {
    const before = found.get(program.hash) ?? { program, covered: new Set<string>() };
    found.set(program.hash, before);
    for (const key of covered) before.covered.add(key);
  }
  return [...found.values()];
}
