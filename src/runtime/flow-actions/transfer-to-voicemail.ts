import { type Static, Type } from 'typebox';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { AudioSetting, ObjectValue, Value } from '../settings.ts';
import { type NamedObject, namedObject } from '../transfer/named-object.ts';
import {
  failTransfer,
  present,
  saidFirst,
  TRANSFER_SETTINGS,
  targetNotSet,
  textIn,
} from '../transfer/transfer.ts';
import { beginVoicemail, goOnRecording, leaveVoicemail } from '../transfer/voicemail.ts';

const Settings = Type.Object(
  {
    queue: Type.Optional(
      ObjectValue('queue', {
        description: 'The queue whose voicemail it is; in an in-queue flow the current one when absent.',
      }),
    ),
    user: Type.Optional(ObjectValue('user', { description: 'The person whose voicemail it is.' })),
    group: Type.Optional(ObjectValue('group', { description: 'The group whose voicemail it is.' })),
    callbackNumber: Type.Optional(Value({ type: 'phoneNumber', description: 'The number to call back.' })),
    calleeName: Type.Optional(Value({ type: 'string', description: 'The name of who is called back.' })),
    voicemailGreeting: Type.Optional(
      AudioSetting({ description: 'Said before the message is recorded; a sentence when absent.' }),
    ),
    ...TRANSFER_SETTINGS,
  },
  { additionalProperties: false },
);
type Settings = Static<typeof Settings>;

const MAILBOXES = ['queue', 'user', 'group'] as const;

/** Lets the caller leave a message. Success leaves the flow. Architect: Transfer to Voicemail (facts/ACTIONS 2.2). */
export const transferToVoicemail = defineFlowAction({
  type: 'transferToVoicemail',
  title: 'Transfer to Voicemail',
  description:
    'Lets the caller leave a message of at most three minutes for a queue, a person or a group. Any key or a hang-up sends it.',
  category: 'Transfer',
  paths: { failure: 'whose voicemail it is is NOT_SET, or the environment says there is none' },
  events: ['beganVoicemail', 'leftVoicemail', 'failedTransfer'],
  differences: [
    'Nothing is recorded: the transcript tells how long the message was.',
    'Guess: a key that is pressed during the greeting cuts it short and does not end the message.',
    'A person or group without `voicemail` in the environment has one here; with `"voicemail": false` the transfer fails.',
  ],
  settings: Settings,
  outputs: ['failure'],
  terminates: true,
  goesOn: (wired) => !wired.has('failure'),
  flowTypes: CALL_FLOWS,
  check(settings, tools) {
    const given = MAILBOXES.filter((kind) => settings[kind] !== undefined);
    if (given.length > 1)
      tools.report(
        'error',
        '',
        'WRONG_VALUE',
        `a voicemail has one owner, this names ${given.length}`,
        `keep one of ${given.map((kind) => `"${kind}"`).join(', ')}`,
      );
  },
  enter: (settings, context) => saidFirst(settings, context) ?? transfer(settings, context),
  resume(settings, stimulus, wait, context) {
    if (wait.for === 'recording') return goOnRecording(stimulus, wait, context);
    return stimulus.type === 'timeElapsed' ? transfer(settings, context) : { wait };
  },
  hungUp: (_settings, wait, context) => leaveVoicemail(wait, context),
});

function transfer(settings: Settings, context: ActionContext) {
  const [kind, found] = mailboxOf(settings, context);
  if (found === undefined) return failTransfer(targetNotSet(kind), settings, context);
  const { name, known } = found;
  if (known?.['voicemail'] === false)
    return failTransfer(
      { errorType: 'NoVoicemail', errorMessage: `${name} has no voicemail` },
      settings,
      context,
    );
  const about = {
    of: kind,
    callbackNumber: textIn(settings.callbackNumber, context),
    calleeName: textIn(settings.calleeName, context),
  };
  return beginVoicemail(name, present(about), settings.voicemailGreeting, context);
}

function mailboxOf(
  settings: Settings,
  context: ActionContext,
): readonly [kind: string, mailbox: NamedObject | undefined] {
  const kind = MAILBOXES.find((one) => settings[one] !== undefined);
  if (kind !== undefined) return [kind, namedObject(settings[kind], kind, context)];
  const current = context.queuePlace?.queue;
  const name = typeof current?.['name'] === 'string' ? current['name'] : undefined;
  return ['queue', name === undefined ? undefined : { name, object: { ...current } }];
}
