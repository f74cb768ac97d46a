import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { onlyEntry } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  audio,
  type Field,
  literal,
  object,
  seconds,
  take,
  value,
  variable,
} from '../action-reading.ts';
import { nativeSeconds } from '../native-value.ts';
import { action, type Converter } from './converter.ts';

/** `digits: { exact }` or `{ range: { min, max, terminatingDtmf } }`. */
function digits(reading: ActionReading): Json | undefined {
  const [kind, given] = onlyEntry(take(reading, 'digits')) ?? [];
  if (kind === 'exact') return present({ exact: plain(given) });
  if (!isJsonObject(given)) return undefined;
  const { min, max, terminatingDtmf } = given;
  const key = plain(terminatingDtmf);
  return present({
    min: plain(min),
    max: plain(max),
    terminator: typeof key === 'string' ? key.replace(/^digit_/, '') : undefined,
  });
}

/** A value that may stand in `{ lit }`. */
function plain(json: Json | undefined): Json | undefined {
  return isJsonObject(json) ? json['lit'] : json;
}

function present(entries: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(entries).filter((one): one is [string, Json] => one[1] !== undefined),
  );
}

function verification(reading: ActionReading): Json | undefined {
  const found = take(reading, 'verificationType');
  const type = isJsonObject(found) ? found['lit'] : found;
  return type === undefined || type === 'none' ? undefined : (type ?? undefined);
}

/** The flow's own hold music is what plays anyway. */
const music: Field = (reading) => {
  const found = audio('prompt')(reading);
  return isJsonObject(found) && found['exp'] === 'Flow.HoldPrompt' ? undefined : found;
};

const playStyle: Field = (reading) => {
  const style = take(reading, 'playStyle');
  if (!isJsonObject(style)) return undefined;
  const durationSeconds = nativeSeconds(style['duration'], reading.writing.things);
  return durationSeconds === undefined ? { entirePrompt: true } : { durationSeconds };
};

/** A flag that is off unless it is said. */
function isOn(key: string): Field {
  return (reading) => (literal(key)(reading) === true ? true : undefined);
}

const SILENCE = { timeoutSeconds: seconds('timeout'), silenceSeconds: seconds('silenceDuration') };

/** Actions that are heard, and that listen. */
export const VOICE: { readonly [key: string]: Converter } = {
  collectInput: action(
    'collectInput',
    {
      audio: audio('inputAudio'),
      digits,
      noEntryTimeoutSeconds: seconds('noEntryTimeout'),
      interDigitTimeoutSeconds: seconds('interDigitTimeout'),
      acceptJustStar: isOn('acceptJustStar'),
      acceptJustPound: isOn('acceptJustPound'),
      includeTerminator: isOn('includeTerminatingDtmfInResultData'),
      verification,
      saveAs: variable('inputData'),
    },
    ['verificationAudio'],
  ),
  detectSilence: action('detectSilence', SILENCE),
  dialByExtension: action('dialByExtension', {
    audio: audio('initialAudio'),
    repromptAudio: audio('repromptAudio'),
    repromptCount: literal('numReprompts'),
    interDigitTimeoutSeconds: seconds('interDigitTimeout'),
    connectTimeoutSeconds: seconds('connectTimeout'),
  }),
  enableParticipantRecord: action('enableParticipantRecord', { enabled: literal('enableParticipantRecord') }),
  flushAudio: action('flushAudio'),
  holdMusic: action('holdMusic', { prompt: music, playStyle, bargeIn: isOn('bargeInEnabled') }),
  playAudio: action('playAudio', { audio: audio('audio') }),
  playAudioOnSilence: action('playAudioOnSilence', {
    audio: audio('audio'),
    ...SILENCE,
    repeatCount: value('allowedRepeatCount'),
  }),
  playEstimatedWaitTime: action(
    'playEstimatedWaitTime',
    {
      estimatedWaitTime: value('estimatedWaitTime'),
      playbackMode: literal('playbackMode'),
      roundingIntervalSeconds: seconds('roundingInterval'),
    },
    ['prompts'],
  ),
  playPositionInQueue: action(
    'playPositionInQueue',
    { positionInQueue: value('positionInQueue'), playbackMode: literal('playbackMode') },
    ['prompts'],
  ),
  previousMenu: action('previousMenu'),
  repeatMenu: action('repeatMenu'),
  setLanguage: action('setLanguage', { language: literal('language') }),
  setUUIData: action('setUUIData', { uuiData: value('uuiData') }),
  setWhisperAudio: action('setWhisperAudio', { audio: audio('whisperAudio') }),
  setWrapupCode: action('setWrapupCode', { wrapupCode: object('wrapupCode', 'wrapupCode') }),
};
