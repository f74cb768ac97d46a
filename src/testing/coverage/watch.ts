import type { CallEvent, Conversation } from '../../runtime/conversation.ts';
import type { Program } from '../../runtime/program.ts';
import type { StepOptions } from '../../runtime/step-run.ts';
import type { PlayableStep, Playing } from '../../simulator/played-steps.ts';
import { beginCall, bringStimulus } from '../../simulator/played-steps.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import { keyOf, outputKey } from './coverage-items.ts';

type Visit = Parameters<NonNullable<StepOptions['pauses']>>[0];

/**
 * Watches calls that are played: which actions ran, and how they were left.
 *
 * Give `pauses` to what plays the call, which never pauses by it, and every step to `covered` as soon as it was played.
 */
export class CoverageWatch {
  readonly #visited: string[] = [];
  readonly #loops: ReadonlySet<string>;

  constructor(program: Program) {
    this.#loops = new Set(
      program.steps.flatMap(({ id, type }) =>
        type.loops === true || type.type === 'askForSlot' || type.type === 'waitForInput' ? [id] : [],
      ),
    );
  }

  /** Notes an action that is about to begin. @returns false: it does not pause. */
  readonly pauses = ({ step }: Pick<Visit, 'step'>): false => {
    this.#visited.push(step.id);
    return false;
  };

  /** What the last step covered, as keys of coverage items; may tell one several times. */
  covered({ conversation, events }: StepRecord, before: Conversation | undefined): readonly string[] {
    const visited = this.#visited.splice(0);
    // The action behind audio that is heard out begins when it was heard; it was noted when it was come to.
    if (before?.wait?.for === 'playback' && conversation.actionsRun > before.actionsRun)
      visited.push(before.at);
    if (conversation.wait?.for === 'playback') remove(visited, conversation.at);
    return [
      ...visited,
      ...events.flatMap((event) => keysOf(event)),
      ...this.#behind(visited, { conversation, events }, before),
    ];
  }

  /** Loops that ended, and slots that were filled: they went on, and took no output path. */
  #behind(
    visited: readonly string[],
    { conversation, events }: Pick<StepRecord, 'conversation' | 'events'>,
    before: Conversation | undefined,
  ): readonly string[] {
    const candidates = new Set([...visited, before?.at ?? ''].filter((id) => this.#loops.has(id)));
    return [...candidates].flatMap((id) => {
      const ofIt = events.filter(({ action }) => action === id);
      if (ofIt.some(({ type }) => type === 'failedAction' || type === 'endedFlow')) return [];
      const isResumed = before?.at === id && before.wait?.for !== 'playback' && before.wait?.for !== 'pause';
      const entered = count(visited, id) + (isResumed ? 1 : 0);
      const waits =
        conversation.at === id && conversation.wait !== undefined && conversation.wait.for !== 'playback';
      const left = ofIt.filter(({ type }) => type === 'tookOutput' || type === 'failedRecognition').length;
      return entered > left + (waits ? 1 : 0) ? [keyOf(id, 'behind')] : [];
    });
  }
}

function remove(from: string[], id: string): void {
  const at = from.lastIndexOf(id);
  if (at >= 0) from.splice(at, 1);
}

function count(ids: readonly string[], id: string): number {
  return ids.filter((one) => one === id).length;
}

function keysOf({ type, action, ...details }: CallEvent): readonly string[] {
  if (action === undefined) return [];
  switch (type) {
    case 'tookOutput':
      return [outputKey(action, String(details['output']))];
    case 'tookChoice':
      return details['isDefault'] === true ? [keyOf(action, 'defaultChoice')] : [];
    case 'gotNoInput':
      return [keyOf(action, 'noInput')];
    case 'gotNoMatch':
      return [keyOf(action, 'noMatch')];
    case 'failedInput':
      return [keyOf(action, details['reason'] === 'noEntry' ? 'noInput' : 'noMatch')];
    case 'endedFlow':
      return details['detail'] === 'the caller made no choice' ? [keyOf(action, 'defaultChoice')] : [];
    default:
      return [];
  }
}

/** What a stored or played call covered, as keys of coverage items. It is played again for it. Pure. */
export function coveredBy(
  { program, environment }: Pick<Playing, 'program' | 'environment'>,
  steps: readonly PlayableStep[],
  environmentOf: (key: number | undefined) => Playing['environment'] = () => environment,
): ReadonlySet<string> {
  const watch = new CoverageWatch(program);
  const covered = new Set<string>();
  let before: Conversation | undefined;
  for (const { stimulus, at, environment: key, pausedAfter } of steps) {
    const playing = { program, environment: environmentOf(key), pauses: pausesOf(watch, pausedAfter) };
    const id = 'covered';
    if (stimulus.type === 'continued' && before?.wait?.for === 'pause') covered.add(before.at);
    const step: StepRecord | undefined =
      stimulus.type === 'start'
        ? beginCall(playing, { ...stimulus, id, at })
        : before && bringStimulus(playing, before, toWait(stimulus, before), at);
    if (step === undefined) continue;
    for (const one of watch.covered(step, before)) covered.add(one);
    before = step.conversation;
  }
  return covered;
}

/** Where a call paused when it was played by hand, it pauses again; what stands there has not begun. */
function pausesOf(watch: CoverageWatch, pausedAfter: number | undefined): NonNullable<StepOptions['pauses']> {
  return (visit) => (visit.actionsRun === pausedAfter ? true : watch.pauses(visit));
}

function toWait(stimulus: PlayableStep['stimulus'], { wait }: Conversation): PlayableStep['stimulus'] {
  return 'step' in stimulus ? { ...stimulus, step: wait?.begunAtStep ?? 0 } : stimulus;
}
