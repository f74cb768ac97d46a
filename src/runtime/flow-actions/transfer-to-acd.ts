import { type Static, Type } from 'typebox';
import { type Json, type JsonObject, pointerTo } from '../../authoring/json.ts';
import type { Expression } from '../expression/expression.ts';
import type { Failure } from '../failure-outputs.ts';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { BOT_FLOWS, CALL_FLOWS, DIGITAL_FLOWS } from '../flow-types.ts';
import { waitInQueue } from '../queue-place.ts';
import { FlowName, ObjectValue, Value } from '../settings.ts';
import { tell, textOf } from '../tell.ts';
import { namedObject } from '../transfer/named-object.ts';
import {
  failTransfer,
  notTaken,
  present,
  saidFirst,
  TRANSFER_SETTINGS,
  targetNotSet,
} from '../transfer/transfer.ts';

/** Priorities that Genesys takes (help page "transfer ACD action"). */
const MAX_PRIORITY = 25_000_000;
/** How well a skill may have to be known: 1 to this. Genesys: facts/ACTIONS 4.11. */
const MAX_PROFICIENCY = 10;
/** Most agents an organization may prefer for one call, by its largest setting. Genesys: same page. */
const MAX_PREFERRED_AGENTS = 100;

const Settings = Type.Object(
  {
    queue: ObjectValue('queue', { description: 'The queue.' }),
    priority: Type.Optional(
      Value({
        type: 'integer',
        description: 'One point weighs about as much as a minute of waiting; 0 when absent.',
      }),
    ),
    skills: Type.Optional(
      Type.Array(
        Type.Object(
          {
            skill: ObjectValue('skill', { description: 'The skill.' }),
            proficiency: Type.Optional(Value({ type: 'integer', description: 'How well, 1 to 10.' })),
          },
          { additionalProperties: false },
        ),
        { description: 'Skills an agent must have.' },
      ),
    ),
    languageSkill: Type.Optional(
      ObjectValue('languageSkill', { description: 'The language an agent must speak.' }),
    ),
    preferredAgents: Type.Optional(
      Value({ type: 'agentScorePairCollection', description: 'Agents to be tried first, with scores.' }),
    ),
    directAgent: Type.Optional(ObjectValue('user', { description: 'The agent who is to have the call.' })),
    appendSkills: Type.Optional(
      Value({
        type: 'boolean',
        description:
          'In digital flows: whether skills are added to the ones there are. Else they replace them.',
      }),
    ),
    inQueueFlow: Type.Optional(
      FlowName('flow', {
        description: "The flow that runs while the caller waits, instead of the queue's own.",
      }),
    ),
    ...TRANSFER_SETTINGS,
    preTransferCommunication: Type.Optional(
      Value({ type: 'communication', description: 'In digital flows: written before the transfer.' }),
    ),
    failureTransferCommunication: Type.Optional(
      Value({ type: 'communication', description: 'In digital flows: written when the transfer fails.' }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

/** Hands the caller to a queue. Success leaves the flow; the queue and its wait are the environment's. Architect: Transfer to ACD. */
export const transferToAcd = defineFlowAction({
  type: 'transferToAcd',
  title: 'Transfer to ACD',
  description:
    'Hands the caller over to a queue. The flow ends when an agent answers; until then an in-queue flow runs, where there is one. The environment says how long that takes and whether it fails.',
  category: 'Transfer',
  paths: {
    failure: 'the queue is NOT_SET, or the environment says that the transfer fails',
  },
  events: ['transferredToAcd', 'agentAnswered', 'failedTransfer', 'sentMessage'],
  differences: [
    'A queue the environment does not name answers at once; in Genesys an unknown queue is an error of the flow.',
    'Priority, skills and preferred agents are told in the transcript; there are no agents here that they could choose between.',
    'Without an in-queue flow the caller waits in silence; in Genesys they hear the hold music of the queue.',
    'Guess: a queue that is NOT_SET takes the failure path.',
  ],
  settings: Settings,
  outputs: ['failure'],
  short: 'queue',
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: [...CALL_FLOWS, ...DIGITAL_FLOWS, ...BOT_FLOWS, 'workitem'],
  check({ priority, skills = [] }, tools) {
    for (const [index, { proficiency }] of skills.entries()) {
      const level = proficiency?.literal;
      if (typeof level !== 'number' || (level >= 1 && level <= MAX_PROFICIENCY)) continue;
      tools.report(
        'error',
        pointerTo('/skills', index, 'proficiency'),
        'WRONG_VALUE',
        `a proficiency is between 1 and ${MAX_PROFICIENCY}`,
        'leave it out where any will do',
      );
    }
    const value = priority?.literal;
    if (typeof value === 'number' && Math.abs(value) > MAX_PRIORITY)
      tools.report(
        'error',
        '/priority',
        'WRONG_VALUE',
        `a priority is between -${MAX_PRIORITY} and ${MAX_PRIORITY}`,
        'one point weighs about a minute of waiting',
      );
  },
  transfersTo: ({ inQueueFlow }) =>
    inQueueFlow === undefined
      ? undefined
      : { flow: inQueueFlow, pointer: '/inQueueFlow', types: ['inqueueCall'] },
  enter(settings, context) {
    const found = namedObject(settings.queue, 'queue', context);
    if (found === undefined) return fail(targetNotSet('queue'), settings, context);
    tell(context, textOf(settings.preTransferCommunication, context));
    const inQueueFlow = inQueueFlowOf(settings, found.known, context);
    if (inQueueFlow !== undefined)
      return saidFirst(settings, context) ?? enterQueue(settings, found.name, inQueueFlow, context);
    return awaitAgent(settings, found.name, context);
  },
  resume(settings, stimulus, wait, context) {
    if (wait.for === 'time') {
      const found = namedObject(settings.queue, 'queue', context);
      const inQueueFlow = inQueueFlowOf(settings, found?.known, context);
      if (stimulus.type !== 'timeElapsed' || found === undefined || inQueueFlow === undefined)
        return { wait };
      return enterQueue(settings, found.name, inQueueFlow, context);
    }
    const queue = wait.for === 'agent' ? wait.queue : '';
    const isOver = stimulus.type === 'agentAnswered' || stimulus.type === 'timeElapsed';
    if (!isOver) return { wait };
    if (stimulus.type === 'timeElapsed' && wait.for === 'agent' && wait.outcome === 'fail')
      return fail(notTaken(queue), settings, context);
    context.emit('agentAnswered', { queue });
    return { end: { reason: 'transferred', detail: queue } };
  },
});

function fail(failure: Failure, settings: Settings, context: ActionContext): Next<'failure'> {
  tell(context, textOf(settings.failureTransferCommunication, context));
  return failTransfer(failure, settings, context);
}

/** The flow that runs while the caller waits: what the transfer says, or else the queue. */
function inQueueFlowOf(
  { inQueueFlow }: Settings,
  known: JsonObject | undefined,
  context: ActionContext,
): string | undefined {
  const names = [inQueueFlow, known?.['inQueueFlow']];
  return names.find((name): name is string => typeof name === 'string' && context.hasFlow(name));
}

/** The caller waits, and nothing else happens. */
function awaitAgent(settings: Settings, queue: string, context: ActionContext): Next<'failure'> {
  if (settings.preTransferAudio !== undefined) context.say(settings.preTransferAudio);
  const { playing, endsAt } = context.flush();
  report(settings, queue, undefined, context);
  const { waitSeconds = 0, outcome = 'answer' } = context.environment.queues?.[queue] ?? {};
  if (outcome !== 'fail') context.leaveQueue();
  const dueAt = outcome === 'never' ? {} : { dueAt: endsAt + waitSeconds * 1000 };
  return { wait: { for: 'agent', queue, outcome, playing, ...dueAt } };
}

/** The in-queue flow runs until an agent answers; a queue that takes nobody fails before it begins. */
function enterQueue(
  settings: Settings,
  queue: string,
  inQueueFlow: string,
  context: ActionContext,
): Next<'failure'> {
  report(settings, queue, inQueueFlow, context);
  if (context.environment.queues?.[queue]?.outcome === 'fail')
    return fail(notTaken(queue), settings, context);
  return { waitInQueue: waitInQueue(context, queue), inQueueFlow };
}

function report(
  settings: Settings,
  queue: string,
  inQueueFlow: string | undefined,
  context: ActionContext,
): void {
  const { priority, skills = [], languageSkill, preferredAgents, directAgent, appendSkills } = settings;
  context.emit('transferredToAcd', {
    queue,
    priority: read(priority, context) ?? 0,
    ...present({
      skills: skills.length === 0 ? undefined : skills.flatMap((one) => skillOf(one, context)),
      languageSkill: namedObject(languageSkill, 'languageSkill', context)?.name,
      preferredAgents: agentsOf(read(preferredAgents, context)),
      directAgent: namedObject(directAgent, 'user', context)?.name,
      appendSkills: read(appendSkills, context),
      inQueueFlow,
    }),
  });
}

function read(expression: Expression | undefined, context: ActionContext): Json | undefined {
  return expression === undefined ? undefined : context.read(expression);
}

/** A skill that is NOT_SET is none. */
function skillOf(
  { skill, proficiency }: NonNullable<Settings['skills']>[number],
  context: ActionContext,
): readonly Json[] {
  const found = namedObject(skill, 'skill', context);
  if (found === undefined) return [];
  return [{ skill: found.name, ...present({ proficiency: read(proficiency, context) }) }];
}

function agentsOf(pairs: Json | undefined): Json | undefined {
  return Array.isArray(pairs) ? pairs.slice(0, MAX_PREFERRED_AGENTS) : undefined;
}
