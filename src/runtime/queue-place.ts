import type { QueuePlace, Stimulus, Wait } from './conversation.ts';
import { STOP } from './program.ts';
import type { StepRun } from './step-run.ts';

/** The place of a caller in a queue from now on. @param name the environment's first queue when absent. */
export function waitInQueue(run: Pick<StepRun, 'now' | 'environment'>, name?: string): QueuePlace {
  const { queues = {} } = run.environment;
  const queue = name ?? Object.keys(queues)[0] ?? 'Queue';
  const { id, waitSeconds = 0, outcome = 'answer' } = run.environment.queues?.[queue] ?? {};
  return {
    queue: { name: queue, ...(id === undefined ? {} : { id }) },
    since: run.now,
    ...(outcome === 'answer' ? { answersAt: run.now + waitSeconds * 1000 } : {}),
  };
}

/** Whether an agent of the queue has answered the caller. */
export function agentIsThere({ queuePlace, now }: StepRun, stimulus: Stimulus): boolean {
  if (queuePlace === undefined) return false;
  if (stimulus.type === 'agentAnswered') return true;
  return stimulus.type === 'timeElapsed' && queuePlace.answersAt !== undefined && queuePlace.answersAt <= now;
}

/** The agent takes the call: whatever plays is cut, and the in-queue flow is over. */
export function agentAnswers(run: StepRun, wait: Wait): number {
  const name = String(run.queuePlace?.queue['name'] ?? '');
  if (wait.for === 'dataAction') run.emit('abandonedDataAction', { dataAction: wait.dataAction });
  run.emit('agentAnswered', { queue: name });
  run.end({ reason: 'transferred', detail: name });
  return STOP;
}
