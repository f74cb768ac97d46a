import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/files/environment.ts';
import { loadFlow } from '../../src/files/load-flow.ts';
import type { DrivenAct, DrivenAnswer, DrivenCaller } from '../../src/simulator/caller-of.ts';
import { driveCall } from '../../src/simulator/driven-call.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';
import { coverageItems } from '../../src/testing/coverage/coverage-items.ts';
import { coveredBy } from '../../src/testing/coverage/watch.ts';
import { smallestCover } from '../../src/testing/explore/cover.ts';
import { type Exploring, explore } from '../../src/testing/explore/explorer.ts';
import { literalsOf } from '../../src/testing/explore/literals.ts';
import { isDecision, movesAt } from '../../src/testing/explore/moves.ts';
import { callStarts } from '../../src/testing/explore/starts.ts';
import { NOW } from '../runtime/play.ts';
import { newRandom } from '../support/random.ts';
import { exploredCalls, exploringOf, programOf } from './explored.ts';
import { largeFlow } from './large-flow.ts';
import { smallFlow } from './small-flow.ts';

/** What calls take that do everything possible at their first choices, with no search at all. */
function everythingTried(exploring: Exploring, depth: number): ReadonlySet<string> {
  const [start] = exploring.starts;
  const { program } = exploring;
  const taken = new Set<string>();
  if (start === undefined) return taken;
  const { at, call, environment } = start;
  const tryAll = (acts: readonly DrivenAct[], answers: DrivenCaller['answers'], left: number): void => {
    const steps = driveCall({ program, environment, id: 'all', maxSteps: 60 }, { at, call, acts, answers });
    for (const key of coveredBy(
      { program, environment },
      steps.map((step) => ({ ...step, step: 0 })),
    ))
      taken.add(key);
    const open = left === 0 ? undefined : choiceAfter(steps, acts.length, answers);
    if (open === undefined) return;
    for (const move of movesAt(exploring, open.conversation))
      if ('act' in move) tryAll([...acts, move.act], answers, left - 1);
      else
        tryAll(
          acts,
          { ...answers, [move.dataAction]: [...(answers[move.dataAction] ?? []), move.answer] },
          left - 1,
        );
  };
  tryAll([], {}, depth);
  return taken;
}

/** Where the first choice is that neither an act nor an answer was given for. */
function choiceAfter(
  steps: readonly StepRecord[],
  acts: number,
  answers: { readonly [name: string]: readonly DrivenAnswer[] },
): StepRecord | undefined {
  let leftActs = acts;
  const leftAnswers = new Map(Object.entries(answers).map(([name, list]) => [name, list.length]));
  let last: number | undefined;
  for (const step of steps) {
    const { wait } = step.conversation;
    if (wait === undefined || !isDecision(wait) || wait.begunAtStep === last) continue;
    last = wait.begunAtStep;
    if (wait.for === 'dataAction') {
      const left = leftAnswers.get(wait.dataAction) ?? 0;
      if (left === 0) return step;
      leftAnswers.set(wait.dataAction, left - 1);
    } else if (leftActs-- === 0) return step;
  }
  return undefined;
}

/** What error handling alone leads to; no caller brings these flows to an error. */
const ONLY_BY_AN_ERROR: { readonly [file: string]: readonly string[] } = {
  'whatsapp-consent.flow.json': ['callAgain/disconnect', 'callAgain/playAudio'],
};

describe('explore', () => {
  it('takes all that trying everything takes, in small random flows', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const exploring = exploringOf(programOf(smallFlow(newRandom(seed))));
      const all = everythingTried(exploring, 3);
      const { found: taken } = explore(exploring);
      const items = new Set(coverageItems(exploring.program).map(({ key }) => key));
      expect(
        [...all].filter((key) => items.has(key) && !taken.has(key)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it('makes calls that take what was found, none of them needless', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const exploring = exploringOf(programOf(smallFlow(newRandom(seed))));
      const { calls, found: taken } = exploredCalls(exploring);
      const items = coverageItems(exploring.program)
        .map(({ key }) => key)
        .filter((key) => taken.has(key));
      for (const left of [undefined, ...calls]) {
        const done = new Set(calls.filter((call) => call !== left).flatMap(({ keys }) => [...keys]));
        const missing = items.filter((key) => !done.has(key));
        if (left === undefined) expect(missing, `seed ${seed}`).toEqual([]);
        else expect(missing.length, `seed ${seed}`).toBeGreaterThan(0);
      }
    }
  });

  it('finds the same each time', () => {
    const program = programOf(smallFlow(newRandom(7)));
    const callers = () => exploredCalls(exploringOf(program)).calls.map(({ caller }) => caller);
    expect(callers()).toEqual(callers());
  });

  it('R6 takes every path of about 800 actions with 12 modules', () => {
    const { main, modules } = largeFlow(1);
    const program = programOf(main, modules);
    expect(program.steps.length).toBeGreaterThan(500);
    const { missing, calls, moves } = exploredCalls(exploringOf(program));
    expect(missing.map(({ key }) => key)).toEqual([]);
    expect(calls.length).toBeLessThan(300);
    expect(moves).toBeLessThan(30_000);
  });

  it('leaves alone what tests take already', () => {
    const program = programOf(smallFlow(newRandom(3)));
    const first = exploredCalls(exploringOf(program));
    const [one] = first.calls;
    const rest = exploredCalls(exploringOf(program, { tested: one?.keys ?? new Set() }));
    expect(rest.calls.length).toBeLessThan(first.calls.length);
    const all = exploredCalls(exploringOf(program, { tested: first.found }));
    expect(all.calls).toEqual([]);
  });

  it('stops when time is over, and says so', () => {
    const program = programOf(smallFlow(newRandom(3)));
    let asked = 0;
    const { isOver, missing } = explore({ ...exploringOf(program), isOver: () => ++asked > 3 });
    expect(isOver).toBe(true);
    expect(missing.length).toBeGreaterThan(0);
  });

  const { environment } = loadEnvironment('flows/local.environment.json');
  it.each(readdirSync('flows').filter((file) => file.endsWith('.flow.json')))(
    'takes every path of %s',
    (file) => {
      const { program, dataActions } = loadFlow(`flows/${file}`);
      if (program === undefined) throw new Error('the flow has faults');
      const literals = literalsOf(program, environment);
      const { missing } = explore({
        program,
        literals,
        tested: new Set(),
        outputsOf: (name) =>
          Object.fromEntries((dataActions.get(name)?.outputs ?? []).map((one) => [one.name, one.type])),
        starts: callStarts(program, environment, literals, NOW),
        isOver: () => false,
      });
      expect(missing.map(({ key }) => key)).toEqual(ONLY_BY_AN_ERROR[file] ?? []);
    },
  );
});

describe('smallestCover', () => {
  it('drops what the rest makes needless', () => {
    const call = (keys: string) => ({ keys: new Set(keys), cost: keys.length });
    // Greedy takes the middle one first, and the other two make it needless.
    const calls = [call('abcx'), call('abcdef'.slice(1, 5)), call('defy')];
    const chosen = smallestCover(calls, new Set('abcdefxy'));
    expect(chosen).toEqual([calls[0], calls[2]]);
  });
});
