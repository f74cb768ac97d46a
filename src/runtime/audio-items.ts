import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { toText } from './expression/conversion.ts';
import { promptKey } from './find-object.ts';

/** A piece of audio that an expression gives: words, a prompt, or silence. */
export interface AudioItem {
  readonly text?: string;
  /** The prompt's name as the environment has it: `greeting`, `PromptSystem.processing`. */
  readonly prompt?: string;
  /** Language tag that the words are spoken in, where it is not the call's. */
  readonly language?: string;
  readonly silenceMs?: number;
  /** Whether a key or a word may cut it short; absent: as the setting says. */
  readonly bargeIn?: boolean;
  /** Whether all that is queued is to be heard before the flow goes on. */
  readonly flush?: boolean;
}

/**
 * The pieces of audio in a value: Audio of an expression, a prompt, a text, or a list of them. NOT_SET and empty texts are
 * left out; what is none of these is read out as text.
 */
export function audioItems(value: Json | undefined): readonly AudioItem[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one: Json) => audioItems(one));
  const item = isJsonObject(value) ? objectItem(value) : { text: toText(value) };
  return item.text === '' && item.prompt === undefined ? [] : [item];
}

function objectItem(value: JsonObject): AudioItem {
  const { silence, prompt, text, name } = value;
  if (typeof silence === 'number') return { silenceMs: silence, ...howOf(value) };
  const words = typeof text === 'string' && text !== '' ? { text } : {};
  if (prompt !== undefined) return { prompt: toText(prompt), ...words, ...howOf(value) };
  if (typeof name === 'string') return { prompt: promptKey(value) };
  return text === undefined ? { text: toText(value) } : { text: '', ...words, ...howOf(value) };
}

function howOf({ language, bargeIn, flush }: JsonObject): Pick<AudioItem, 'language' | 'bargeIn' | 'flush'> {
  return {
    ...(typeof language === 'string' ? { language } : {}),
    ...(typeof bargeIn === 'boolean' ? { bargeIn } : {}),
    ...(typeof flush === 'boolean' ? { flush } : {}),
  };
}
