import { Type } from 'typebox';
import { type JsonObject, pointerTo } from '../../authoring/json.ts';
import { defaultText } from '../default-texts.ts';
import { type ActionContext, defineFlowAction, type GlobalChoice, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { Actions, AudioSetting, Seconds } from '../settings.ts';
import { isSaid, Terms, termsOf } from '../spoken-terms.ts';
import { extensionOwner, hasExtensions, mayBeLonger } from '../transfer/extension.ts';
import { goOnRinging, ring } from '../transfer/ring.ts';
import { leaveVoicemail } from '../transfer/voicemail.ts';

const Settings = Type.Object(
  {
    audio: AudioSetting({ description: 'What is said: the choices and their keys.' }),
    choices: Type.Record(
      Type.String(),
      Type.Object(
        {
          name: Type.Optional(Type.String({ description: "The choice's name in transcripts." })),
          terms: Type.Optional(
            Terms({
              description: 'Words that choose it when spoken: a list, or a list for each language tag.',
            }),
          ),
          global: Type.Optional(
            Type.Unsafe<boolean | 'key' | 'words'>({
              enum: [true, false, 'key', 'words'],
              default: false,
              description:
                'Whether it counts in all menus of the flow: its key and words, or only one of them.',
            }),
          ),
          actions: Actions({ description: 'What happens then.' }),
        },
        { additionalProperties: false },
      ),
      {
        minProperties: 1,
        description: 'Key (0-9, * or #), or any name for a choice that is only spoken: the choice.',
      },
    ),
    defaultChoice: Type.Optional(
      Type.String({
        description: 'The choice taken when the caller makes none. Without it the caller is disconnected.',
      }),
    ),
    repeatCount: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10,
        description: "How often the menu is played before the default choice; the flow's default is 3.",
      }),
    ),
    timeoutSeconds: Type.Optional(
      Seconds(1, 60, {
        description: "How long a choice may take once the menu was heard; the flow's default is 10.",
      }),
    ),
    listenForExtensionDialing: Type.Optional(
      Type.Boolean({
        description:
          "Whether more digits than one are the extension of a person; the flow's default is true.",
      }),
    ),
    extensionDialingMaxDelaySeconds: Type.Optional(
      Seconds(0, 60, {
        description: "How long after a digit a second one makes it an extension; the flow's default is 1.",
      }),
    ),
    invalidInputAudio: Type.Optional(
      Type.Array(AudioSetting({ description: 'Said the n-th time.' }), {
        minItems: 1,
        description:
          "Said after a key or words that are no choice: the n-th for the n-th time. The flow's, or a sentence, when absent.",
      }),
    ),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof Settings>;
type Choice = Settings['choices'][string];

/** What has happened since the menu began: how often it was played, and how often something was no choice. */
interface Progress {
  readonly plays: number;
  readonly invalid: number;
}

/**
 * A menu: plays its choices and waits for one, by key or by word. Architect: Menu (facts/ACTIONS 3.5, 4.1).
 *
 * A wrong key counts as a play, like silence; both are guesses where Genesys is silent (docs/differences.md).
 */
export const menu = defineFlowAction({
  type: 'menu',
  title: 'Menu',
  description: 'Plays its choices and waits for one, by key or by word.',
  category: 'Menu',
  paths: {
    'each choice': 'the caller makes it',
    'the default choice': 'the caller makes none, often enough',
  },
  events: [
    'tookChoice',
    'gotNoInput',
    'gotNoMatch',
    'dialledExtension',
    'transferredToUser',
    'answeredTransfer',
    'failedTransfer',
    'beganVoicemail',
    'leftVoicemail',
  ],
  differences: [
    'Guess: `repeatCount` counts plays: with 3 the menu is heard three times, then the default choice is taken. 0 plays it once.',
    'Guess: after a wrong key or word a sentence is said, then the menu is played again; it counts like silence.',
    'Guess: the choices of the menu itself go before those of other menus that count everywhere.',
    'Words must be said as they are written, whatever their case: there is no recognition, and no confidence.',
    'Extensions are those of the users in the environment. A digit that begins none of them acts at once; in Genesys each waits for a second one.',
    'Guess: a transfer to an extension that fails is said to have failed, and the menu is played again.',
  ],
  settings: Settings,
  outputs: [] as string[],
  goesOn: () => false,
  flowTypes: CALL_FLOWS,
  check({ choices, defaultChoice, timeoutSeconds, extensionDialingMaxDelaySeconds: delay = 0 }, tools) {
    if (timeoutSeconds !== undefined && delay >= timeoutSeconds)
      tools.report(
        'error',
        '/extensionDialingMaxDelaySeconds',
        'WRONG_VALUE',
        'the wait for a second digit is not shorter than the one for a choice',
        `write less than ${timeoutSeconds}`,
      );
    for (const [key, choice] of Object.entries(choices)) {
      if (isKey(key) || termsOf(choice.terms).length > 0 || key === defaultChoice) continue;
      tools.report(
        'error',
        pointerTo('', 'choices', key),
        'MENU_CHOICE',
        `\`${key}\` is no key, and has no words to say for it`,
        'name it 0-9, * or #, give it "terms", or make it the default choice',
      );
    }
    if (defaultChoice !== undefined && !Object.hasOwn(choices, defaultChoice)) {
      tools.report(
        'error',
        '/defaultChoice',
        'MENU_DEFAULT',
        `there is no choice \`${defaultChoice}\``,
        `known: ${Object.keys(choices).join(', ')}`,
      );
    }
  },
  callerDoes({ choices, defaultChoice }, output) {
    const [key = output, choice] =
      Object.entries(choices).find(([, { actions }]) => actions === output) ?? [];
    const [term] = termsOf(choice?.terms);
    if (isKey(key)) return `press ${key}`;
    return key === defaultChoice || term === undefined ? 'make no choice' : `say "${term}"`;
  },
  enter: (settings, context) => play(settings, { plays: 1, invalid: 0 }, context),
  resume(settings, stimulus, wait, context) {
    if (wait.for !== 'choice') {
      const next = goOnRinging({}, stimulus, wait, context);
      return 'output' in next ? unanswered(settings, context) : next;
    }
    const { plays, invalid = 0, dialled = '' } = wait;
    const progress = { plays, invalid };
    if (stimulus.type === 'pressed') return pressed(settings, dialled, progress, context) ?? { wait };
    if (stimulus.type === 'spoke') return spoke(settings, stimulus.words, progress, context);
    if (stimulus.type !== 'timeElapsed') return { wait };
    if (dialled !== '') return dialledEnd(settings, dialled, progress, context);
    context.emit('gotNoInput', { plays });
    return again(settings, progress, context);
  },
  hungUp: (_settings, wait, context) => leaveVoicemail(wait, context),
});

function isKey(name: string): boolean {
  return /^[0-9*#]$/.test(name);
}

/** The choices of a menu that count in the other menus, too. @param settings compiled; faulty ones have none. */
export function globalChoicesOf(name: string, settings: unknown): readonly GlobalChoice[] {
  return choicesOf(settings)
    .filter(([, { global = false }]) => global !== false)
    .map(([key, choice]) => ({
      menu: name,
      key: choice.global === 'words' ? '' : key,
      name: choice.name ?? key,
      ...(choice.global === 'key' || choice.terms === undefined ? {} : { terms: choice.terms }),
      output: choice.actions,
    }));
}

/** The keys of a menu's own choices. @param settings compiled; faulty ones have none. */
export function keysOf(settings: unknown): readonly string[] {
  return choicesOf(settings)
    .map(([key]) => key)
    .filter(isKey);
}

function choicesOf(settings: unknown): readonly (readonly [string, Choice])[] {
  const { choices } = (settings ?? {}) as Partial<Settings>;
  return Object.entries(choices ?? {}).filter(([, choice]) => typeof choice === 'object' && choice !== null);
}

function play(settings: Settings, progress: Progress, context: ActionContext): Next {
  context.say(settings.audio);
  const early = context.cutQueuedAudio() ? pressed(settings, '', progress, context) : undefined;
  if (early !== undefined) return early;
  const { playing, endsAt } = context.flush();
  const seconds = settings.timeoutSeconds ?? context.defaults.menuTimeoutSeconds;
  return { wait: { for: 'choice', ...progress, playing, dueAt: endsAt + seconds * 1000 } };
}

/** Takes the next key: a choice, or a digit of an extension. */
function pressed(
  settings: Settings,
  before: string,
  progress: Progress,
  context: ActionContext,
): Next | undefined {
  let dialled = before;
  const listens = listensForExtensions(settings, context);
  for (let key = context.takeKey(); key !== undefined; key = context.takeKey()) {
    if (!listens || (dialled === '' && !isDigit(key))) return choose(settings, key, progress, context);
    if (!isDigit(key)) return dialledEnd(settings, dialled, progress, context);
    dialled += key;
    if (!mayBeLonger(dialled, context)) return dialledEnd(settings, dialled, progress, context);
  }
  return dialled === '' ? undefined : { wait: { for: 'choice', ...progress, dialled, dueAt: dueAt() } };

  function dueAt(): number {
    const { extensionDelaySeconds, extensionInterDigitSeconds } = context.defaults;
    const first = settings.extensionDialingMaxDelaySeconds ?? extensionDelaySeconds;
    return context.now + (dialled.length === 1 ? first : extensionInterDigitSeconds) * 1000;
  }
}

function isDigit(key: string): boolean {
  return /^[0-9]$/.test(key);
}

function listensForExtensions({ listenForExtensionDialing }: Settings, context: ActionContext): boolean {
  return (listenForExtensionDialing ?? context.defaults.listensForExtensions) && hasExtensions(context);
}

/** One digit is a choice, more are an extension. */
function dialledEnd(settings: Settings, digits: string, progress: Progress, context: ActionContext): Next {
  if (digits.length === 1) return choose(settings, digits, progress, context);
  const callee = extensionOwner(digits, context);
  context.emit('dialledExtension', {
    extension: digits,
    ...(callee === undefined ? {} : { user: callee.name }),
  });
  if (callee !== undefined) return ring(callee, {}, context);
  context.queue({ text: defaultText('unknownExtension', context.language), bargeIn: true });
  return again(settings, { ...progress, invalid: progress.invalid + 1 }, context);
}

function unanswered(settings: Settings, context: ActionContext): Next {
  context.queue({ text: defaultText('transferFailed', context.language), bargeIn: true });
  return play(settings, { plays: 1, invalid: 0 }, context);
}

/** The choice of a key: one of this menu, or else one of another that counts everywhere. */
function choose(settings: Settings, key: string, progress: Progress, context: ActionContext): Next {
  if (Object.hasOwn(settings.choices, key)) return take(settings, key, { key }, context);
  const global = context.globalChoices.find((one) => one.key === key);
  return global === undefined
    ? unmatched(settings, { key }, progress, context)
    : takeGlobal(global, { key }, context);
}

function spoke(settings: Settings, words: string, progress: Progress, context: ActionContext): Next {
  const found = Object.entries(settings.choices).find(([, { terms }]) =>
    isSaid(words, terms, context.language),
  );
  if (found !== undefined) return take(settings, found[0], { words }, context);
  const global = context.globalChoices.find(({ terms }) => isSaid(words, terms, context.language));
  return global === undefined
    ? unmatched(settings, { words }, progress, context)
    : takeGlobal(global, { words }, context);
}

function take({ choices }: Settings, key: string, how: JsonObject, context: ActionContext): Next {
  context.emit('tookChoice', { choice: choices[key]?.name ?? key, ...how });
  return { output: choices[key]?.actions ?? key };
}

function takeGlobal({ menu, output, name }: GlobalChoice, how: JsonObject, context: ActionContext): Next {
  context.emit('tookChoice', { choice: name, ...how });
  return { takeChoice: { menu, output } };
}

function unmatched(settings: Settings, what: JsonObject, progress: Progress, context: ActionContext): Next {
  context.emit('gotNoMatch', { plays: progress.plays, ...what });
  const audio = settings.invalidInputAudio ?? context.defaults.invalidInputAudio ?? [];
  const said = audio[progress.invalid] ?? audio.at(-1);
  if (said !== undefined) context.say(said);
  else context.queue({ text: defaultText(excuse(what, progress), context.language), bargeIn: true });
  return again(settings, { ...progress, invalid: progress.invalid + 1 }, context);
}

/** What is said where the author says nothing: words may have been misheard, a key was not. */
function excuse({ key }: JsonObject, { invalid }: Progress): 'noMatch' | 'invalidInput' | 'tryAgain' {
  if (key !== undefined) return 'noMatch';
  return invalid === 0 ? 'invalidInput' : 'tryAgain';
}

/** Plays the menu again, or takes the default choice once it was played often enough. */
function again(settings: Settings, progress: Progress, context: ActionContext): Next {
  const { plays } = progress;
  if (plays < (settings.repeatCount ?? context.defaults.menuRepeatCount))
    return play(settings, { ...progress, plays: plays + 1 }, context);
  if (settings.defaultChoice === undefined)
    return { end: { reason: 'flowDisconnected', detail: 'the caller made no choice' } };
  return take(settings, settings.defaultChoice, { isDefault: true }, context);
}
