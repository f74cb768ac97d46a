import { Decimal } from 'decimal.js';
import { isJsonObject, type Json, type JsonObject } from '../../../../authoring/json.ts';
import { promptKey } from '../../../find-object.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { byType, type OperationGroup } from './operation-group.ts';
import { durationWords, spokenDate, spokenTime } from './spoken.ts';
import {
  booleanOf,
  type Currency,
  currencyOf,
  decimalOf,
  integerOf,
  joinedTexts,
  momentOf,
  textOf,
} from './values.ts';

const SILENCE: readonly Json[] = [{ silence: 0 }];

/**
 * Audio as a list of parts: `{text}` for what is read, `{prompt}` beside it for a recording, `{silence}` in milliseconds.
 * Numbers, dates and amounts are digits and English words: a telephone plays Genesys' own recordings there.
 */
export const AUDIO: OperationGroup = {
  '+(aud,aud)': joined,
  '+(pmt,pmt)': joined,
  '+(aud,pmt)': joined,
  '+(pmt,aud)': joined,
  'Append(apa?,apa...?)': joined,
  'AudioPlaybackOptions(apa,bln)': (operands) => withOptions(operands),
  'AudioPlaybackOptions(apa,bln,bln)': ([audio = null, bargeIn = null, flush]) =>
    withOptions([audio, bargeIn], { flush: booleanOf(flush) }),
  'ToAudio(pmt)': ([prompt = null]) => (prompt === null ? SILENCE : partsOf(prompt)),
  'ToAudioBlank(int)': ([silence]) => [{ silence: integerOf(silence) }],
  'ToAudioTTS(str?)': spoken(textOf),
  'ToAudioTTS(str?,str)': ([text, language]) =>
    text === null ? SILENCE : [{ text: textOf(text), language: textOf(language) }],
  'ToAudioTTS(str?,stf)': spoken((text) => spaced(textOf(text))),
  'ToAudioBool(bln?)': spoken((value) => String(booleanOf(value))),
  'ToAudioBool(bln?,bof)': spoken((value) => (booleanOf(value) ? 'yes' : 'no')),
  'ToAudioDuration(dur?)': ([duration = null]) =>
    duration === null ? null : [{ text: durationWords(integerOf(duration)) }],
  'ToAudioPhoneNumber(str?)': spoken((text) => spaced(textOf(text).replace(/\D/g, ''))),
  'ToAudioPhoneNumber(phn?)': phoneNumber,
  'ToAudioPhoneNumber(phn?,phf)': phoneNumber,
  'ToAudioPhoneNumber(phn?,str?)': phoneNumber,
  'ToAudioCurrency(cur?)': money(({ amount }) => amount?.toFixed(2)),
  'ToAudioCurrency(cur?,cuf)': money(({ amount }, format) => formattedAmount(amount, format)),
  'ToAudioCurrency(cur?,int)': money(({ amount }, decimals) => cut(amount, decimals)),
  'ToAudioPercent(int?)': spoken((value) => `${integerOf(value)} percent`),
  'ToAudioPercent(dec?)': spoken((value) => `${decimalOf(value).toFixed()} percent`),
  'ToAudioPercent(dec?,int)': spoken((value, decimals) => `${cut(decimalOf(value), decimals)} percent`),
  'ToAudioDate(dtm?)': spoken((at) => spokenDate(momentOf(at), 'longYear')),
  'ToAudioDate(dtm?,daf)': spoken((at, format) => spokenDate(momentOf(at), textOf(format))),
  'ToAudioDateTime(dtm?)': spoken(
    (at) => `${spokenDate(momentOf(at), 'longYear')} ${spokenTime(momentOf(at), 'twelveHours')}`,
  ),
  'ToAudioTime(dtm?)': spoken((at) => spokenTime(momentOf(at), 'twelveHours')),
  'ToAudioTime(dtm?,tif)': spoken((at, format) => spokenTime(momentOf(at), textOf(format))),
  ...numbers(),
  'ToAudioNumberOrdinal(int?)': spoken(ordinal),
  'ToAudioNumberOrdinal(int?,lne...)': spoken(ordinal),
  'ToAudioTimeRange(int,int,tpf?)': timeRange,
};

/** The parts of audio and prompts, one behind the other. */
function joined(operands: readonly Json[]): readonly Json[] {
  return operands.flatMap(partsOf);
}

function partsOf(audio: Json): readonly Json[] {
  if (Array.isArray(audio)) return audio as readonly Json[];
  if (!isJsonObject(audio)) return [];
  return [{ prompt: promptKey(audio), text: audio['textToSpeech'] ?? '' }];
}

function withOptions([audio = null, bargeIn]: readonly Json[], more: JsonObject = {}): readonly Json[] {
  const options = { bargeIn: booleanOf(bargeIn), ...more };
  return partsOf(audio).map((part) => (isJsonObject(part) ? { ...part, ...options } : part));
}

/** One text read out; NOT_SET is silence. */
function spoken(write: (value: Json, second?: Json) => string): Operation {
  return ([value = null, second]) => (value === null ? SILENCE : [{ text: write(value, second) }]);
}

function spaced(text: string): string {
  return joinedTexts(Array.from(text), ' ');
}

/** Digit by digit; without the dialing code where the format is local or the code is the one that is given. */
function phoneNumber([value = null, second = null]: readonly Json[]): Json {
  if (!isJsonObject(value)) return SILENCE;
  const { e164, dialingCode, subscriberNumber } = value;
  const isLocal = second !== null && (second === dialingCode || /local$/i.test(textOf(second)));
  const digits = isLocal ? subscriberNumber : e164;
  return typeof digits === 'string' ? [{ text: spaced(digits.replace('+', '')) }] : SILENCE;
}

function money(write: (value: Currency, second: Json | undefined) => string | undefined): Operation {
  return ([value = null, second]) => {
    if (value === null) return SILENCE;
    const read = currencyOf(value);
    const amount = write(read, second);
    return amount === undefined ? SILENCE : [{ text: [amount, read.code].filter(Boolean).join(' ') }];
  };
}

function formattedAmount(amount: Decimal | null, format: Json | undefined): string | undefined {
  if (amount === null) return undefined;
  const name = textOf(format).toLowerCase();
  const rounded = amount.toDecimalPlaces(2);
  if (name.includes('majorunitsonly')) return rounded.trunc().toFixed();
  if (name.includes('asminorunits')) return rounded.times(100).toFixed(0);
  if (name.includes('minorunitsonly')) return rounded.minus(rounded.trunc()).abs().times(100).toFixed(0);
  return spaced(rounded.toFixed(2));
}

/** So many decimals, the rest cut off. */
function cut(value: Decimal | null, decimals: Json | undefined): string | undefined {
  return value?.toFixed(Math.min(Math.max(integerOf(decimals), 0), 28), Decimal.ROUND_DOWN);
}

/** ToAudioNumber: a number, then a format, decimals and language contexts, each or none. */
function numbers(): OperationGroup {
  const forms = ['', ',lne...', ',nuf', ',nuf,lne...'];
  const withDecimals = [',int', ',int,lne...', ',nuf,int', ',nuf,int,lne...'];
  const names = [
    ...forms.map((form) => `int?${form}`),
    ...[...forms, ...withDecimals].map((form) => `dec?${form}`),
  ];
  return Object.fromEntries(
    names.map((name) => [`ToAudioNumber(${name})`, byType((types) => reading(types))]),
  );
}

function reading(types: readonly string[]): Operation {
  const [format, decimals] = [types.indexOf('nuf'), types.indexOf('int', 1)];
  return ([value = null, ...more]) => {
    if (value === null) return SILENCE;
    const number = decimalOf(value);
    const text = decimals < 0 ? number.toFixed() : (cut(number, more[decimals - 1]) ?? '');
    return [{ text: format < 0 && number.abs().lt(1e12) ? text : spaced(text) }];
  };
}

/** 1 to 999 as 1st, 2nd, 3rd …; others as they are. */
function ordinal(value: Json): string {
  const number = integerOf(value);
  if (number < 1 || number > 999) return String(number);
  const isTeen = Math.floor(number / 10) % 10 === 1;
  return `${number}${(isTeen ? undefined : ['', 'st', 'nd', 'rd'][number % 10]) || 'th'}`;
}

/** `10 to 15 hours`; the lower bound first, equal bounds once. */
function timeRange([first, second, part = null]: readonly Json[], _facts: CallFacts): Json {
  const [low, high] = [integerOf(first), integerOf(second)].sort((a, b) => a - b);
  const unit =
    part === null
      ? ''
      : ` ${textOf(part)
          .toLowerCase()
          .replace(/^.*?(days|hours|minutes|seconds)$/, '$1')}`;
  return [{ text: `${low === high ? low : `${low} to ${high}`}${unit}` }];
}
