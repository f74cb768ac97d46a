import { Type } from 'typebox';
import { type JsonObject, pointerTo } from '../../authoring/json.ts';
import { defaultText } from '../default-texts.ts';
import { type ActionContext, defineFlowAction, type GlobalChoice, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { Actions, AudioSetting, Seconds } from '../settings.ts';

const Settings = Type.Object(
  {
    audio: AudioSetting({ description: 'What is said: the choices and their keys.' }),
    choices: Type.Record(
      Type.String(),
      Type.Object(
        {
          name: Type.Optional(Type.String({ description: "The choice's name in transcripts." })),
          terms: Type.Optional(
            Type.Array(Type.String({ minLength: 1 }), { description: 'Words that choose it when spoken.' }),
          ),
          global: Type.Optional(
            Type.Boolean({
              default: false,
              description: 'Whether its key and words count in all menus of the flow.',
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
    noMatchAudio: Type.Optional(AudioSetting({ description: 'Said after a key or word that is no choice.' })),
  },
  { additionalProperties: false },
);
type Settings = Type.Static<typeof Settings>;

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
  events: ['tookChoice', 'gotNoInput', 'gotNoMatch'],
  differences: [
    'Guess: `repeatCount` counts plays: with 3 the menu is heard three times, then the default choice is taken. 0 plays it once.',
    'Guess: after a wrong key or word a sentence is said, then the menu is played again; it counts like silence.',
  ],
  settings: Settings,
  outputs: [] as string[],
  goesOn: () => false,
  flowTypes: CALL_FLOWS,
  check({ choices, defaultChoice }, tools) {
    for (const [key, choice] of Object.entries(choices)) {
      if (/^[0-9*#]$/.test(key) || (choice.terms ?? []).length > 0 || key === defaultChoice) continue;
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
    const [key = output, { terms: [term] = [] } = {}] =
      Object.entries(choices).find(([, choice]) => choice.actions === output) ?? [];
    if (/^[0-9*#]$/.test(key)) return `press ${key}`;
    return key === defaultChoice || term === undefined ? 'make no choice' : `say "${term}"`;
  },
  enter: (settings, context) => play(settings, 1, context),
  resume(settings, stimulus, wait, context) {
    const plays = wait.for === 'choice' ? wait.plays : 1;
    if (stimulus.type === 'pressed') return pressed(settings, context.takeKey(), plays, context) ?? { wait };
    if (stimulus.type === 'spoke') return spoke(settings, stimulus.words, plays, context);
    if (stimulus.type !== 'timeElapsed') return { wait };
    context.emit('gotNoInput', { plays });
    return again(settings, plays, context);
  },
});

/** The choices of a menu that count in the other menus, too. @param settings compiled; faulty ones have none. */
export function globalChoicesOf(name: string, settings: unknown): readonly GlobalChoice[] {
  const { choices } = (settings ?? {}) as Partial<Settings>;
  return Object.entries(choices ?? {})
    .filter(([, choice]) => choice?.global === true)
    .map(([key, choice]) => ({
      menu: name,
      key,
      name: choice.name ?? key,
      terms: choice.terms ?? [],
      output: choice.actions,
    }));
}

function play(settings: Settings, plays: number, context: ActionContext): Next {
  context.say(settings.audio);
  const early = context.cutQueuedAudio() ? pressed(settings, context.takeKey(), plays, context) : undefined;
  if (early !== undefined) return early;
  const { playing, endsAt } = context.flush();
  const seconds = settings.timeoutSeconds ?? context.defaults.menuTimeoutSeconds;
  return { wait: { for: 'choice', plays, playing, dueAt: endsAt + seconds * 1000 } };
}

function pressed(
  settings: Settings,
  key: string | undefined,
  plays: number,
  context: ActionContext,
): Next | undefined {
  if (key === undefined) return undefined;
  return Object.hasOwn(settings.choices, key)
    ? choose(settings, key, { key }, context)
    : unmatched(settings, { key }, plays, context);
}

function spoke(settings: Settings, words: string, plays: number, context: ActionContext): Next {
  const heard = words.trim().toLowerCase();
  const found = Object.entries(settings.choices).find(([, choice]) =>
    choice.terms?.some((term) => term.toLowerCase() === heard),
  );
  return found === undefined
    ? unmatched(settings, { words }, plays, context)
    : choose(settings, found[0], { words }, context);
}

function choose(settings: Settings, key: string, how: JsonObject, context: ActionContext): Next {
  context.emit('tookChoice', { choice: settings.choices[key]?.name ?? key, ...how });
  return { output: settings.choices[key]?.actions ?? key };
}

function unmatched(settings: Settings, what: JsonObject, plays: number, context: ActionContext): Next {
  context.emit('gotNoMatch', { plays, ...what });
  const audio = settings.noMatchAudio;
  if (audio === undefined) context.queue({ text: defaultText('noMatch', context.language), bargeIn: true });
  else context.say(audio);
  return again(settings, plays, context);
}

/** Plays the menu again, or takes the default choice once it was played often enough. */
function again(settings: Settings, plays: number, context: ActionContext): Next {
  if (plays < (settings.repeatCount ?? context.defaults.menuRepeatCount))
    return play(settings, plays + 1, context);
  if (settings.defaultChoice === undefined)
    return { end: { reason: 'flowDisconnected', detail: 'the caller made no choice' } };
  return choose(settings, settings.defaultChoice, { isDefault: true }, context);
}
