import { type Static, Type } from 'typebox';
import { defaultText } from '../default-texts.ts';
import { type ActionContext, defineFlowAction, type Next } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting, SecondsValue } from '../settings.ts';
import { extensionOwner, mayBeLonger } from '../transfer/extension.ts';
import { goOnRinging, RING_SETTINGS, ring } from '../transfer/ring.ts';
import { failTransfer } from '../transfer/transfer.ts';
import { leaveVoicemail } from '../transfer/voicemail.ts';

/** The key that ends an extension. A guess. */
const END = '#';

const Settings = Type.Object(
  {
    audio: Type.Optional(AudioSetting({ description: 'The prompt; a sentence when absent.' })),
    repromptAudio: Type.Optional(
      AudioSetting({ description: 'Said before the prompt comes again; a sentence when absent.' }),
    ),
    repromptCount: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 99, default: 0, description: 'How often it asks again.' }),
    ),
    interDigitTimeoutSeconds: Type.Optional(
      SecondsValue({
        minimum: 1,
        maximum: 99,
        description: "How long each digit may take; the flow's default is 6.",
      }),
    ),
    ...RING_SETTINGS,
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;
type Out = Next<'failure' | 'timeout'>;

/** Asks for the extension of a person and rings them. Architect: Dial by Extension (facts/ACTIONS 2.2). */
export const dialByExtension = defineFlowAction({
  type: 'dialByExtension',
  title: 'Dial by Extension',
  description: 'Asks for the extension of a person and rings them. Success leaves the flow.',
  category: 'Transfer',
  paths: {
    failure: 'nobody has the extension, or does not answer and has no voicemail',
    timeout: 'nothing is pressed',
  },
  events: [
    'dialledExtension',
    'transferredToUser',
    'answeredTransfer',
    'failedTransfer',
    'beganVoicemail',
    'leftVoicemail',
    'gotNoInput',
  ],
  differences: [
    'Extensions are those of the users in the environment.',
    'Guess: an extension that cannot be longer is dialled at once; # ends one, too.',
    'Guess: the first digit may take as long as each further one.',
  ],
  settings: Settings,
  outputs: ['failure', 'timeout'],
  terminates: true,
  goesOn: (wired) => !(wired.has('failure') && wired.has('timeout')),
  flowTypes: CALL_FLOWS,
  enter(settings, context) {
    ask(settings, context);
    return context.cutQueuedAudio() ? dial(settings, '', 0, context) : listen(settings, '', 0, context);
  },
  resume(settings, stimulus, wait, context) {
    if (wait.for !== 'digits') return goOnRinging(settings, stimulus, wait, context);
    const { collected, plays = 0 } = wait;
    if (stimulus.type === 'pressed') return dial(settings, collected, plays, context);
    if (stimulus.type !== 'timeElapsed') return { wait };
    if (collected !== '') return dialled(settings, collected, plays, context);
    context.emit('gotNoInput', { plays: plays + 1 });
    return again(settings, plays, 'noInput', context) ?? { output: 'timeout' };
  },
  hungUp: (_settings, wait, context) => leaveVoicemail(wait, context),
});

function ask({ audio }: Settings, context: ActionContext): void {
  if (audio === undefined)
    context.queue({ text: defaultText('enterExtension', context.language), bargeIn: true });
  else context.say(audio);
}

/** Takes the keys that are there, then waits for more. */
function dial(settings: Settings, before: string, plays: number, context: ActionContext): Out {
  let digits = before;
  for (let key = context.takeKey(); key !== undefined; key = context.takeKey()) {
    if (key === END) return dialled(settings, digits, plays, context);
    digits += key;
    if (extensionOwner(digits, context) !== undefined && !mayBeLonger(digits, context))
      return dialled(settings, digits, plays, context);
  }
  return listen(settings, digits, plays, context);
}

function listen(settings: Settings, collected: string, plays: number, context: ActionContext): Out {
  const { interDigitTimeoutSeconds } = settings;
  const given = interDigitTimeoutSeconds === undefined ? undefined : context.read(interDigitTimeoutSeconds);
  const ms = typeof given === 'number' ? given : context.defaults.extensionInterDigitSeconds * 1000;
  const { playing, endsAt } = context.flush();
  return { wait: { for: 'digits', collected, plays, playing, dueAt: endsAt + ms } };
}

function dialled(settings: Settings, extension: string, plays: number, context: ActionContext): Out {
  const callee = extensionOwner(extension, context);
  context.emit('dialledExtension', { extension, ...(callee === undefined ? {} : { user: callee.name }) });
  if (callee !== undefined) return ring(callee, settings, context);
  const unknown = {
    errorType: 'UnknownExtension',
    errorMessage: 'nobody has the extension that was dialled',
  };
  return again(settings, plays, 'unknownExtension', context) ?? failTransfer(unknown, settings, context);
}

/** Asks once more; undefined when it was asked often enough. */
function again(
  settings: Settings,
  plays: number,
  why: 'noInput' | 'unknownExtension',
  context: ActionContext,
): Out | undefined {
  if (plays >= (settings.repromptCount ?? 0)) return undefined;
  if (settings.repromptAudio === undefined)
    context.queue({ text: defaultText(why, context.language), bargeIn: true });
  else context.say(settings.repromptAudio);
  ask(settings, context);
  return listen(settings, '', plays + 1, context);
}
