import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { languageTag } from './language-tag.ts';
import { expression } from './native-value.ts';
import { nameIn, promptName, type ThingBook } from './thing-book.ts';

/** An Architect text literal without escapes. */
const TEXT = String.raw`"((?:[^"\\]|\\["\\])*)"`;
const SPOKEN = new RegExp(`^ToAudioTTS\\(\\s*${TEXT}\\s*\\)$`, 'i');
const PROMPT = /^ToAudio\(\s*(Prompt(?:System)?\.\w+)\s*\)$/i;
const WITH_OPTIONS = /^AudioPlaybackOptions\(([\s\S]*),\s*(true|false)\s*\)$/i;

/**
 * Audio in Archy's form as flows here write it: a text, a prompt, texts by language, or an expression. Expressions that
 * only speak a text or play a prompt become that.
 *
 * @returns undefined for no audio.
 */
export function nativeAudio(json: Json | undefined, things: ThingBook): Json | undefined {
  if (typeof json === 'string') return words(json);
  if (!isJsonObject(json) || json['noValue'] === true || json['none'] === true) return undefined;
  if (typeof json['tts'] === 'string') return words(json['tts']);
  if (json['prompt'] !== undefined) return prompt(nameIn(json['prompt']) ?? '', things);
  if (isJsonObject(json['languages'])) return byLanguage(json['languages'], things);
  if ('lit' in json) return literal(json['lit'] ?? null, things);
  const text = json['exp'] ?? json['var'];
  return typeof text === 'string' ? fromExpression(text.trim(), things) : undefined;
}

/** Braces in a text would stand for variables. */
function words(text: string): string {
  return text.replaceAll('{{', '\\{{');
}

function prompt(written: string, things: ThingBook): JsonObject {
  return { prompt: things.add('prompt', promptName(written)) };
}

function literal(lit: Json, things: ThingBook): Json | undefined {
  const name = nameIn(lit);
  if (name === undefined || name === '') return undefined;
  return isJsonObject(lit) ? prompt(name, things) : words(name);
}

function fromExpression(text: string, things: ThingBook): Json {
  const [, inner, flag] = WITH_OPTIONS.exec(text) ?? [];
  const simple = simpleAudio((inner ?? text).trim(), things);
  if (simple === undefined) return expression(text, things);
  if (flag === undefined || flag.toLowerCase() === 'true') return simple;
  return typeof simple === 'string' ? { text: simple, bargeIn: false } : { ...simple, bargeIn: false };
}

function simpleAudio(text: string, things: ThingBook): string | JsonObject | undefined {
  const [, spoken] = SPOKEN.exec(text) ?? [];
  if (spoken !== undefined) return words(spoken.replaceAll(/\\(["\\])/g, '$1'));
  const [, name] = PROMPT.exec(text) ?? [];
  return name === undefined ? undefined : prompt(name, things);
}

/** Texts by language where all are plain; else the first that is not. `*` is the text for all other languages. */
function byLanguage(languages: JsonObject, things: ThingBook): Json | undefined {
  const all = Object.entries(languages).map(([tag, audio]) => [tag, nativeAudio(audio, things)] as const);
  const texts = all.filter((one): one is readonly [string, string] => typeof one[1] === 'string');
  if (texts.length !== all.length) return all.find(([tag]) => tag === '*')?.[1] ?? all[0]?.[1];
  const named = texts.filter(([tag]) => tag !== '*');
  if (named.length === 0) return texts[0]?.[1];
  return { languages: Object.fromEntries(named.map(([tag, text]) => [languageTag(tag), text])) };
}
