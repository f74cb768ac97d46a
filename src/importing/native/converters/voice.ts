import { isJsonObject, type Json, type JsonObject } from '../../../authoring/json.ts';
import { listAt, onlyEntry } from '../../archy/archy-flow.ts';
import {
  type ActionReading,
  audio,
  type Field,
  ignore,
  literal,
  object,
  seconds,
  take,
  value,
  variable,
  variables,
} from '../action-reading.ts';
import { nativeSeconds, nativeValue } from '../native-value.ts';
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

/** A value of the call that is read anyway. */
function liveValue(key: string, usual: string): Field {
  return (reading) => {
    const found = seconds(key)(reading);
    return isJsonObject(found) && found['exp'] === usual ? undefined : found;
  };
}

const intervals: Field = (reading) => {
  const list = listAt({ list: plain(take(reading, 'specificRoundingIntervals')) ?? [] }, 'list');
  const lengths = list.flatMap((one) => nativeSeconds(one, reading.writing.things) ?? []);
  return lengths.length === 0 ? undefined : lengths;
};

const COLLECT_INPUT = action(
  'collectInput',
  {
    audio: audio('inputAudio'),
    digits,
    noEntryTimeoutSeconds: seconds('noEntryTimeout'),
    interDigitTimeoutSeconds: seconds('interDigitTimeout'),
    acceptJustStar: isOn('acceptJustStar'),
    acceptJustPound: isOn('acceptJustPound'),
    includeTerminator: isOn('includeTerminatingDtmfInResultData'),
    saveAs: variable('inputData'),
  },
  ['verificationAudio'],
);

/** Verification of what was typed has no counterpart; none is what there is here. */
function collectInput(reading: ActionReading): ReturnType<Converter> {
  const verification = plain(reading.settings['verificationType']);
  if (verification === undefined || verification === 'none') ignore(reading, 'verificationType');
  return COLLECT_INPUT(reading);
}

const FAILURE = { failureOutputs: variables('failureOutputs') };

const headerNames: Field = (reading) => {
  const list = listAt({ list: plain(take(reading, 'headerNames')) ?? [] }, 'list');
  return list.flatMap((one) => nativeValue(one, reading.writing.things) ?? []);
};

/** Actions that are heard, and that listen. */
export const VOICE: { readonly [key: string]: Converter } = {
  collectInput,
  detectSilence: action('detectSilence', SILENCE),
  dialByExtension: action('dialByExtension', {
    audio: audio('initialAudio'),
    repromptAudio: audio('repromptAudio'),
    repromptCount: literal('numReprompts'),
    interDigitTimeoutSeconds: seconds('interDigitTimeout'),
    connectTimeoutSeconds: seconds('connectTimeout'),
  }),
  enableParticipantRecord: action('enableParticipantRecord', { enabled: literal('enableParticipantRecord') }),
  audioMonitoring: action('audioMonitoring', { enabled: literal('audioMonitoring') }),
  clearUtterance: action('clearUtterance'),
  dequeue: action('dequeue'),
  flushAudio: action('flushAudio'),
  getRawSIPHeaders: action('getRawSIPHeaders', { saveAs: variable('rawSIPHeaders'), ...FAILURE }),
  getSIPHeaders: action('getSIPHeaders', { names: headerNames, saveAs: variable('sipHeaders'), ...FAILURE }),
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
      estimatedWaitTime: liveValue('estimatedWaitTime', 'Call.EstimatedWaitTime'),
      playbackMode: literal('playbackMode'),
      roundingIntervalSeconds: seconds('roundingInterval'),
      specificRoundingIntervalsSeconds: intervals,
    },
    ['prompts'],
  ),
  playPositionInQueue: action(
    'playPositionInQueue',
    {
      positionInQueue: liveValue('positionInQueue', 'Call.PositionInQueue'),
      playbackMode: literal('playbackMode'),
    },
    ['prompts'],
  ),
  previousMenu: action('previousMenu'),
  repeatMenu: action('repeatMenu'),
  setLanguage: action('setLanguage', { language: literal('language') }),
  transcription: action('transcription', { enabled: literal('transcription') }),
  setUUIData: action('setUUIData', { uuiData: value('uuiData') }),
  setWhisperAudio: action('setWhisperAudio', { audio: audio('whisperAudio') }),
  setWrapupCode: action('setWrapupCode', { wrapupCode: object('wrapupCode', 'wrapupCode') }),
};
