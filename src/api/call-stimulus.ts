import { type Static, Type } from 'typebox';
import { AttendantError } from '../errors.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import type { Conversation, Stimulus, Understood } from '../runtime/conversation.ts';
import { type Medium, mediumOf } from '../runtime/medium.ts';
import { LINE_PATTERN } from './line-pattern.ts';

const KEYS = /^[0-9*#]{1,40}$/;
const MAX_WORDS = 500;
/** Longest message of WhatsApp and web messaging. */
const MAX_MESSAGE = 4_000;

/** What is to be taken for understood, in place of the bot's own understanding. */
const UnderstoodBody = Type.Object(
  {
    intent: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_WORDS })),
    slots: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: MAX_WORDS }))),
    knowledge: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_MESSAGE })),
  },
  { additionalProperties: false },
);

const StimulusBody = Type.Object(
  {
    press: Type.Optional(Type.String()),
    write: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_MESSAGE })),
    say: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_WORDS, pattern: LINE_PATTERN })),
    understood: Type.Optional(UnderstoodBody),
    hangUp: Type.Optional(Type.Boolean()),
    agentAnswers: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
type StimulusBody = Static<typeof StimulusBody>;

const checkBody = requestCheck(StimulusBody);

/** The stimulus in the body of `POST /attendant/calls/{id}/stimuli`: exactly one of press, say, write, hangUp, agentAnswers. */
export function readStimulus(body: unknown): Outcome<Stimulus> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const { understood, ...acts } = checked.value;
  const [first, second] = Object.keys(acts);
  if (understood !== undefined && first !== 'say' && first !== 'write')
    return refuse('constraint.validation', 'understood stands beside say or write only.', {
      field: 'understood',
    });
  if (first === undefined)
    return refuse('bad.request', 'The body must hold one of press, say, write, hangUp or agentAnswers.');
  if (second !== undefined)
    return refuse('constraint.validation', `${second} cannot stand beside ${first}: send one at a time.`, {
      field: second,
    });
  return stimulusOf(checked.value);
}

function stimulusOf({ press, say, write, hangUp, agentAnswers, ...more }: StimulusBody): Outcome<Stimulus> {
  const meant = more.understood === undefined ? {} : { understood: more.understood as Understood };
  if (write !== undefined) return done({ type: 'wrote', text: write, ...meant });
  if (say !== undefined) return done({ type: 'spoke', words: say, ...meant });
  if (press !== undefined)
    return KEYS.test(press)
      ? done({ type: 'pressed', keys: press })
      : refuse('constraint.validation', 'press must be 1 to 40 keys of 0-9, * and #.', { field: 'press' });
  if (hangUp === true) return done({ type: 'callerDisconnected' });
  if (agentAnswers === true) return done({ type: 'agentAnswered' });
  const field = hangUp === undefined ? 'agentAnswers' : 'hangUp';
  return refuse('constraint.validation', `${field} must be true.`, { field });
}

/** @throws AttendantError `STIMULUS_UNFIT` when the waiting conversation cannot take the stimulus at all. */
export function checkFits({ id, flow, call, wait, queue }: Conversation, { type }: Stimulus): void {
  if (wait === undefined) return;
  const refusal = REFUSED[mediumOf(flow.type, call)][type];
  if (refusal !== undefined) {
    const what = flow.type === 'workflow' ? 'is a workflow' : `runs a flow of type ${flow.type}`;
    throw new AttendantError('STIMULUS_UNFIT', `conversation ${id} ${what}: ${refusal}`);
  }
  if (type === 'agentAnswered' && queue === undefined && wait.for !== 'agent' && wait.for !== 'transfer')
    throw new AttendantError('STIMULUS_UNFIT', `conversation ${id} waits for ${wait.for}, not for an agent`);
}

const NOBODY = 'nobody is there to press keys or speak';
const IN_WRITING = 'the customer writes, and has no keys and no voice';

/** What a customer cannot do, by how they take part. */
const REFUSED: { readonly [medium in Medium]: { readonly [type in Stimulus['type']]?: string } } = {
  nobody: { pressed: NOBODY, spoke: NOBODY, wrote: 'nobody is there to write' },
  writing: { pressed: IN_WRITING, spoke: IN_WRITING },
  voice: { wrote: 'the customer is on the phone and writes nothing' },
};
