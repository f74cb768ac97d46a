import { Type } from 'typebox';
import type { Stimulus, Wait } from '../conversation.ts';
import { defaultText, yesNoWords } from '../default-texts.ts';
import type { Expression } from '../expression/expression.ts';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting, SecondsValue, TargetVariable } from '../settings.ts';

/** Most digits one Collect Input takes. Architect: help page "collect digits", 1–40. */
const MAX_DIGITS = 40;
/** Shortest and longest time-outs. Architect: 1 to 99 seconds. */
const MIN_TIMEOUT_MS = 1_000;
const MAX_TIMEOUT_MS = 99_000;
/** What happens when the inter-digit time runs out with fewer digits than the minimum. A guess: sources contradict each other. */
const AFTER_TOO_FEW_DIGITS = 'fail' as 'fail' | 'askAgain';
/** Keys that say whether digits read back are right. A guess: no public source tells. */
const RIGHT = '1';
const WRONG = '2';
/** How often it is asked whether they are right before that fails. A guess. */
const MAX_VERIFICATIONS = 3;

const Settings = Type.Object(
  {
    audio: AudioSetting({ description: 'The prompt.' }),
    digits: Type.Object(
      {
        exact: Type.Optional(
          Type.Integer({ minimum: 1, maximum: MAX_DIGITS, description: 'Exactly this many digits.' }),
        ),
        min: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: MAX_DIGITS,
            default: 1,
            description: 'At least this many digits.',
          }),
        ),
        max: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: MAX_DIGITS,
            default: MAX_DIGITS,
            description: 'At most this many; the last one ends the input.',
          }),
        ),
        terminator: Type.Optional(
          Type.String({ pattern: '^[0-9*#]$', description: 'a key that ends the input: 0-9, * or #' }),
        ),
      },
      {
        additionalProperties: false,
        description: 'How many digits: { "exact": 4 } or { "min": 1, "max": 15, "terminator": "#" }.',
      },
    ),
    saveAs: TargetVariable({
      type: 'string',
      description: 'The variable that gets the digits; NOT_SET on failure.',
    }),
    noEntryTimeoutSeconds: Type.Optional(
      SecondsValue({
        minimum: 1,
        maximum: 99,
        description: "How long the first key may take once the prompt was heard; the flow's default is 5.",
      }),
    ),
    interDigitTimeoutSeconds: Type.Optional(
      SecondsValue({
        minimum: 1,
        maximum: 99,
        description: "How long each further key may take; the flow's default is 3.",
      }),
    ),
    acceptJustStar: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether a lone * is a valid input.' }),
    ),
    acceptJustPound: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether a lone # is a valid input.' }),
    ),
    verificationType: Type.Optional(
      Type.Unsafe<'none' | 'individualDigits' | 'numeric'>({
        type: 'string',
        enum: ['none', 'individualDigits', 'numeric'],
        default: 'none',
        description:
          'Whether the digits are read back, one by one or as a number, for the caller to say if they are right.',
      }),
    ),
    verificationAudio: Type.Optional(
      AudioSetting({
        description:
          'Said instead of the digits; the variable has them already. 1 or yes: right. 2 or no: wrong.',
      }),
    ),
    includeTerminator: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether the digits saved end with the terminator.' }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof Settings>;
type Out = Next<'success' | 'failure'>;

/** Asks for digits, once. Leaves by `failure` when none or too few come. Architect: Collect Input (facts/ACTIONS 2.2). */
export const collectInput = defineFlowAction({
  type: 'collectInput',
  title: 'Collect Input',
  description: 'Plays a prompt and collects digits. It asks once: put it into a loop to ask again.',
  category: 'Audio',
  paths: {
    success: 'enough digits came',
    failure: 'none came, too few, or the wrong one of * and #',
  },
  events: ['collectedInput', 'failedInput', 'rejectedInput'],
  differences: [
    'Guess: with fewer digits than the minimum it fails when the inter-digit time runs out.',
    'Guess: `*` and `#` that do not end the input count as digits.',
    'Guess: digits that are read back are right with 1 or yes, and wrong with 2 or no, which asks for them again. Without an answer it asks three times, then it fails.',
  ],
  settings: Settings,
  outputs: ['success', 'failure'],
  flowTypes: CALL_FLOWS,
  check({ digits }, tools) {
    if (digits.exact !== undefined && (digits.min !== undefined || digits.max !== undefined)) {
      tools.report(
        'error',
        '/digits',
        'WRONG_VALUE',
        '`exact` goes without `min` and `max`',
        'write {"exact": 4} or {"min": 1, "max": 4}',
      );
    } else if ((digits.min ?? 1) > (digits.max ?? MAX_DIGITS)) {
      tools.report('error', '/digits', 'WRONG_VALUE', '`min` is greater than `max`', 'swap them');
    }
  },
  callerDoes: (_settings, output) => (output === 'success' ? 'type digits' : 'type no digits'),
  enter(settings, context) {
    context.say(settings.audio);
    const isTypedAhead = context.cutQueuedAudio();
    return isTypedAhead ? collect(settings, '', context) : listen(settings, '', context);
  },
  resume(settings, stimulus, wait, context) {
    if (wait.for === 'verification') return verified(settings, stimulus, wait, context);
    const collected = wait.for === 'digits' ? wait.collected : '';
    if (stimulus.type === 'spoke') return { wait };
    return stimulus.type === 'timeElapsed'
      ? ranOut(settings, collected, context)
      : collect(settings, collected, context);
  },
});

/** Takes the keys that are there, then waits for more. */
function collect(settings: Settings, before: string, context: ActionContext): Out {
  let collected = before;
  for (let key = context.takeKey(); key !== undefined; key = context.takeKey()) {
    const ended = pressed(settings, collected, key, context);
    if (ended !== undefined) return ended;
    collected += key;
    if (collected.length === limits(settings).max) return succeed(settings, collected, context);
  }
  return listen(settings, collected, context);
}

/** Plays what is queued and waits for the next key. */
function listen(settings: Settings, collected: string, context: ActionContext): Out {
  const { playing, endsAt } = context.flush();
  const ms = collected === '' ? noEntryMs(settings, context) : interDigitMs(settings, context);
  return { wait: { for: 'digits', collected, playing, dueAt: endsAt + ms } };
}

/** What a terminator, or the wrong one of `*` and `#`, does; `undefined` for a digit. */
function pressed(
  settings: Settings,
  collected: string,
  key: string,
  context: ActionContext,
): Out | undefined {
  const { terminator } = settings.digits;
  const isLone =
    collected === '' &&
    ((key === '*' && settings.acceptJustStar === true) || (key === '#' && settings.acceptJustPound === true));
  if (isLone) return succeed(settings, key, context);
  if (key === terminator) {
    if (collected.length < limits(settings).min) return fail(settings, 'tooFewDigits', collected, context);
    return succeed(settings, settings.includeTerminator === true ? collected + key : collected, context);
  }
  const isOther = (terminator === '#' && key === '*') || (terminator === '*' && key === '#');
  return isOther ? fail(settings, 'wrongTerminator', collected + key, context) : undefined;
}

function ranOut(settings: Settings, collected: string, context: ActionContext): Out {
  if (collected === '') return fail(settings, 'noEntry', collected, context);
  if (collected.length >= limits(settings).min) return succeed(settings, collected, context);
  return AFTER_TOO_FEW_DIGITS === 'fail'
    ? fail(settings, 'tooFewDigits', collected, context)
    : askAgain(settings, context);
}

function askAgain(settings: Settings, context: ActionContext): Out {
  context.say(settings.audio);
  return listen(settings, '', context);
}

/** The digits are in; where they are to be verified, the caller is asked first. */
function succeed(settings: Settings, digits: string, context: ActionContext): Out {
  const { verificationType = 'none' } = settings;
  if (verificationType === 'none') return done(settings, digits, context);
  context.write(settings.saveAs, digits);
  return verify(settings, digits, 0, context);
}

/** @param asked how often it was asked in vain. */
function verify(settings: Settings, digits: string, asked: number, context: ActionContext): Out {
  const input = settings.verificationType === 'individualDigits' ? [...digits].join(' ') : digits;
  if (settings.verificationAudio === undefined)
    context.queue({ text: defaultText('verifyInput', context.language, { input }), bargeIn: true });
  else context.say(settings.verificationAudio);
  const key = context.cutQueuedAudio() ? context.takeKey() : undefined;
  if (key !== undefined) return judged(settings, digits, asked, rightOrWrong(key), context);
  const { playing, endsAt } = context.flush();
  return {
    wait: {
      for: 'verification',
      digits,
      asked,
      playing,
      dueAt: endsAt + noEntryMs(settings, context),
    },
  };
}

function verified(
  settings: Settings,
  stimulus: Stimulus,
  wait: Wait & { readonly for: 'verification' },
  context: ActionContext,
): Out {
  const { digits, asked } = wait;
  if (stimulus.type === 'pressed')
    return judged(settings, digits, asked, rightOrWrong(context.takeKey()), context);
  if (stimulus.type === 'spoke')
    return judged(settings, digits, asked, yesOrNo(stimulus.words, context), context);
  return stimulus.type === 'timeElapsed' ? judged(settings, digits, asked, undefined, context) : { wait };
}

function rightOrWrong(key: string | undefined): boolean | undefined {
  if (key === RIGHT) return true;
  return key === WRONG ? false : undefined;
}

function yesOrNo(words: string, { language }: ActionContext): boolean | undefined {
  const { yes, no } = yesNoWords(language);
  const heard = words.trim().toLowerCase();
  if (yes.includes(heard)) return true;
  return no.includes(heard) ? false : undefined;
}

/** @param isRight undefined when the caller did not say. */
function judged(
  settings: Settings,
  digits: string,
  asked: number,
  isRight: boolean | undefined,
  context: ActionContext,
): Out {
  if (isRight === true) return done(settings, digits, context);
  if (isRight === false) {
    context.emit('rejectedInput', { digits });
    return askAgain(settings, context);
  }
  return asked + 1 < MAX_VERIFICATIONS
    ? verify(settings, digits, asked + 1, context)
    : fail(settings, 'notVerified', digits, context);
}

function done(settings: Settings, digits: string, context: ActionContext): Out {
  context.emit('collectedInput', { digits });
  context.write(settings.saveAs, digits);
  return { output: 'success' };
}

function fail(settings: Settings, reason: string, digits: string, context: ActionContext): Out {
  context.emit('failedInput', { reason, digits });
  context.write(settings.saveAs, undefined);
  return { output: 'failure' };
}

function noEntryMs({ noEntryTimeoutSeconds }: Settings, context: ActionContext): number {
  return timeOf(noEntryTimeoutSeconds, context.defaults.noEntryTimeoutSeconds, context);
}

function interDigitMs({ interDigitTimeoutSeconds }: Settings, context: ActionContext): number {
  return timeOf(interDigitTimeoutSeconds, context.defaults.interDigitTimeoutSeconds, context);
}

/** Milliseconds, within what Architect takes; NOT_SET is the flow's default. */
function timeOf(expression: Expression | undefined, otherwise: number, context: ActionContext): number {
  const given = expression === undefined ? undefined : context.read(expression);
  if (typeof given !== 'number') return otherwise * 1000;
  return Math.min(Math.max(given, MIN_TIMEOUT_MS), MAX_TIMEOUT_MS);
}

function limits({ digits }: Settings): { readonly min: number; readonly max: number } {
  return { min: digits.exact ?? digits.min ?? 1, max: digits.exact ?? digits.max ?? MAX_DIGITS };
}
