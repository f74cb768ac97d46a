import { callerOf, type DrivenAnswer, type DrivenCaller } from '../../simulator/caller-of.ts';
import { driveCall } from '../../simulator/driven-call.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import { CoverageWatch } from '../coverage/watch.ts';
import { type Edge, movesTo } from './call-tree.ts';
import { smallestCover } from './cover.ts';
import { type Move, type MoveSources, movesAt } from './moves.ts';
import type { CallStart } from './starts.ts';

/** A call that was found, from its start to its end. */
export interface ExploredCall {
  readonly start: CallStart;
  readonly caller: DrivenCaller;
  readonly steps: readonly StepRecord[];
  readonly keys: ReadonlySet<string>;
  /** How much the caller does and waits for. */
  readonly cost: number;
}

/** A call goes on by itself for so many steps behind what it is for; then the caller hangs up. */
const STEPS_BEHIND = 40;

/** The smallest set of calls that take what the edges found. */
export function callsFor(
  sources: MoveSources,
  edges: readonly Edge[],
  wanted: ReadonlySet<string>,
): readonly ExploredCall[] {
  return smallestCover(
    edges.map((edge) => finished(sources, edge)),
    wanted,
  );
}

/** Plays a call to an edge and on to its end, where the caller keeps silent and receivers are in order. */
function finished(sources: MoveSources, { start, from, move, to }: Edge): ExploredCall {
  const moves = move === undefined ? [] : [...movesTo(from), move];
  const driven = { ...callFrom(start), ...doneIn(moves) };
  const maxSteps = to.last.conversation.step + STEPS_BEHIND;
  const caller = callerOf(playWhole(sources, start, driven, maxSteps).steps);
  const trimmed = { ...caller, acts: withoutSilence(caller.acts) };
  const { steps, keys } = playWhole(sources, start, trimmed, maxSteps);
  return { start, caller: trimmed, steps, keys, cost: steps.length + trimmed.acts.length };
}

function callFrom({ at, call, inputs, language }: CallStart): Omit<DrivenCaller, 'acts' | 'answers'> {
  return { at, call, ...(inputs !== undefined && { inputs }), ...(language !== undefined && { language }) };
}

function doneIn(moves: readonly Move[]): Pick<DrivenCaller, 'acts' | 'answers'> {
  const answers: Record<string, readonly DrivenAnswer[]> = {};
  for (const move of moves)
    if (!('act' in move)) answers[move.dataAction] = [...(answers[move.dataAction] ?? []), move.answer];
  return { acts: moves.flatMap((move) => ('act' in move ? [move.act] : [])), answers };
}

function playWhole(
  sources: MoveSources,
  { environment }: CallStart,
  caller: DrivenCaller,
  maxSteps: number,
): Pick<ExploredCall, 'steps' | 'keys'> {
  const keys = new Set<string>();
  const watch = new CoverageWatch(sources.program);
  let before: StepRecord | undefined;
  const steps = driveCall(
    {
      program: sources.program,
      environment,
      id: 'explored',
      maxSteps,
      pauses: watch.pauses,
      played(step) {
        for (const key of watch.covered(step, before?.conversation)) keys.add(key);
        before = step;
      },
      answer: () => usualAnswer(sources, before),
    },
    caller,
  );
  return { steps, keys };
}

function usualAnswer(sources: MoveSources, before: StepRecord | undefined): DrivenAnswer {
  const [usual] = before === undefined ? [] : movesAt(sources, before.conversation);
  return usual !== undefined && 'answer' in usual ? usual.answer : { outputs: {} };
}

/** After the last act every caller keeps silent. */
function withoutSilence(acts: DrivenCaller['acts']): DrivenCaller['acts'] {
  const last = acts.findLastIndex((act) => act.do !== 'keepSilent');
  return acts.slice(0, last + 1);
}
