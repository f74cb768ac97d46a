import { Type } from 'typebox';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting, Seconds, TargetVariable } from '../settings.ts';

/** Most digits one Collect Input takes. Architect: help page "collect digits", 1–40. */
const MAX_DIGITS = 40;

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
      Seconds(1, 99, {
        description: "How long the first key may take once the prompt was heard; the flow's default is 5.",
      }),
    ),
    interDigitTimeoutSeconds: Type.Optional(
      Seconds(1, 99, { description: "How long each further key may take; the flow's default is 3." }),
    ),
    acceptJustStar: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether a lone * is a valid input.' }),
    ),
    acceptJustPound: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether a lone # is a valid input.' }),
    ),
    includeTerminator: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether the digits saved end with the terminator.' }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof Settings>;

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
  events: ['collectedInput', 'failedInput'],
  differences: [
    'Guess: with fewer digits than the minimum it fails when the inter-digit time runs out.',
    'Guess: `*` and `#` that do not end the input count as digits.',
    'It does not read the digits back to have them verified.',
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
    const collected = wait.for === 'digits' ? wait.collected : '';
    if (stimulus.type === 'spoke') return { wait };
    return stimulus.type === 'timeElapsed'
      ? ranOut(settings, collected, context)
      : collect(settings, collected, context);
  },
});

/** Takes the keys that are there, then waits for more. */
function collect(settings: Settings, before: string, context: ActionContext): Next<'success' | 'failure'> {
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
function listen(settings: Settings, collected: string, context: ActionContext): Next<'success' | 'failure'> {
  const { playing, endsAt } = context.flush();
  const seconds =
    collected === ''
      ? (settings.noEntryTimeoutSeconds ?? context.defaults.noEntryTimeoutSeconds)
      : (settings.interDigitTimeoutSeconds ?? context.defaults.interDigitTimeoutSeconds);
  return { wait: { for: 'digits', collected, playing, dueAt: endsAt + seconds * 1000 } };
}

/** What a terminator, or the wrong one of `*` and `#`, does; `undefined` for a digit. */
function pressed(
  settings: Settings,
  collected: string,
  key: string,
  context: ActionContext,
): Next<'success' | 'failure'> | undefined {
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

function ranOut(settings: Settings, collected: string, context: ActionContext): Next<'success' | 'failure'> {
  if (collected === '') return fail(settings, 'noEntry', collected, context);
  return collected.length < limits(settings).min
    ? fail(settings, 'tooFewDigits', collected, context)
    : succeed(settings, collected, context);
}

function succeed(settings: Settings, digits: string, context: ActionContext): Next<'success'> {
  context.emit('collectedInput', { digits });
  context.write(settings.saveAs, digits);
  return { output: 'success' };
}

function fail(settings: Settings, reason: string, digits: string, context: ActionContext): Next<'failure'> {
  context.emit('failedInput', { reason, digits });
  context.write(settings.saveAs, undefined);
  return { output: 'failure' };
}

function limits({ digits }: Settings): { readonly min: number; readonly max: number } {
  return { min: digits.exact ?? digits.min ?? 1, max: digits.exact ?? digits.max ?? MAX_DIGITS };
}
