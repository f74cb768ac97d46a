import { Type } from 'typebox';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS, CALL_FLOWS, DIGITAL_FLOWS } from '../flow-types.ts';
import { type Audio, AudioSetting, Value } from '../settings.ts';

/** Hands the caller to a queue. Success leaves the flow; the queue and its wait are the environment's. Architect: Transfer to ACD. */
export const transferToAcd = defineFlowAction({
  type: 'transferToAcd',
  title: 'Transfer to ACD',
  description:
    'Hands the caller over to a queue and ends the flow when an agent answers. The environment says how long that takes and whether it fails.',
  category: 'Transfer',
  paths: {
    failure: 'the queue is NOT_SET, or the environment says that the transfer fails',
  },
  events: ['transferredToAcd', 'agentAnswered', 'failedTransfer'],
  differences: [
    'A queue the environment does not name answers at once; in Genesys an unknown queue is an error of the flow.',
    'In a menu choice a transfer that fails takes its failure path, or goes on behind it; in Genesys the menu is played again.',
    'Guess: a queue that is NOT_SET takes the failure path.',
  ],
  settings: Type.Object(
    {
      queue: Value({ type: 'string', description: 'Name of the queue.' }),
      priority: Type.Optional(
        Value({
          type: 'integer',
          description: 'One point weighs about as much as a minute of waiting; 0 when absent.',
        }),
      ),
      preTransferAudio: Type.Optional(AudioSetting({ description: 'Said before the transfer.' })),
      failureTransferAudio: Type.Optional(AudioSetting({ description: 'Said when the transfer fails.' })),
    },
    { additionalProperties: false },
  ),
  outputs: ['failure'],
  short: 'queue',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: [...CALL_FLOWS, ...DIGITAL_FLOWS, ...BOT_FLOWS, 'workitem'],
  enter({ queue, priority, preTransferAudio, failureTransferAudio }, context) {
    const name = context.read(queue);
    if (typeof name !== 'string' || name === '') return failed('QueueNotSet', failureTransferAudio, context);
    if (preTransferAudio !== undefined) context.say(preTransferAudio);
    const { playing, endsAt } = context.flush();
    context.emit('transferredToAcd', { queue: name, priority: (priority && context.read(priority)) ?? 0 });
    const { waitSeconds = 0, outcome = 'answer' } = context.environment.queues?.[name] ?? {};
    const dueAt = outcome === 'never' ? {} : { dueAt: endsAt + waitSeconds * 1000 };
    return { wait: { for: 'agent', queue: name, outcome, playing, ...dueAt } };
  },
  resume({ failureTransferAudio }, stimulus, wait, context) {
    const queue = wait.for === 'agent' ? wait.queue : '';
    const isOver = stimulus.type === 'agentAnswered' || stimulus.type === 'timeElapsed';
    if (!isOver) return { wait };
    if (stimulus.type === 'timeElapsed' && wait.for === 'agent' && wait.outcome === 'fail')
      return failed('TransferFailed', failureTransferAudio, context);
    context.emit('agentAnswered', { queue });
    return { end: { reason: 'transferred', detail: queue } };
  },
});

function failed(errorType: string, audio: Audio | undefined, context: ActionContext) {
  context.emit('failedTransfer', { errorType });
  if (audio !== undefined) context.say(audio);
  return { output: 'failure' } as const;
}
