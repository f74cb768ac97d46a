import { type Static, Type } from 'typebox';
import { AttendantError } from '../errors.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import type { Conversation, Stimulus } from '../runtime/conversation.ts';
import { LINE_PATTERN } from './line-pattern.ts';

const KEYS = /^[0-9*#]{1,40}$/;
const MAX_WORDS = 500;
/** Longest message of WhatsApp and web messaging. */
const MAX_MESSAGE = 4_000;

const StimulusBody = Type.Object(
  {
    press: Type.Optional(Type.String()),
    write: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_MESSAGE })),
    say: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_WORDS, pattern: LINE_PATTERN })),
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
  const [first, second] = Object.keys(checked.value);
  if (first === undefined)
    return refuse('bad.request', 'The body must hold one of press, say, write, hangUp or agentAnswers.');
  if (second !== undefined)
    return refuse('constraint.validation', `${second} cannot stand beside ${first}: send one at a time.`, {
      field: second,
    });
  return stimulusOf(checked.value);
}

function stimulusOf({ press, say, write, hangUp, agentAnswers }: StimulusBody): Outcome<Stimulus> {
  if (write !== undefined) return done({ type: 'wrote', text: write });
  if (say !== undefined) return done({ type: 'spoke', words: say });
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
export function checkFits({ id, flow, wait, queue }: Conversation, { type }: Stimulus): void {
  if (wait === undefined) return;
  if (flow.type === 'workflow' && (type === 'pressed' || type === 'spoke'))
    throw new AttendantError(
      'STIMULUS_UNFIT',
      `conversation ${id} is a workflow: nobody is there to press keys or speak`,
    );
  if (type === 'agentAnswered' && queue === undefined && wait.for !== 'agent' && wait.for !== 'transfer')
    throw new AttendantError('STIMULUS_UNFIT', `conversation ${id} waits for ${wait.for}, not for an agent`);
}
