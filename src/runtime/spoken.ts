import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { type AudioItem, audioItems } from './audio-items.ts';
import type { QueuedAudio } from './conversation.ts';
import { type Environment, thing } from './environment.ts';
import type { Expression } from './expression/expression.ts';
import type { Text } from './expression/text.ts';
import { promptKey } from './find-object.ts';
import type { Audio } from './settings.ts';

/** What the words of audio are taken from. */
interface Speaker {
  readonly environment: Environment;
  readonly language: string;
  readonly languages: readonly string[];
  read(expression: Expression): Json | undefined;
  fill(text: Text): string;
}

/** Audio as it is queued: its words in the language of the call. */
export function spoken(audio: Audio, speaker: Speaker): readonly QueuedAudio[] {
  const { bargeIn } = audio;
  if (audio.text !== undefined) return [{ text: speaker.fill(audio.text), bargeIn }];
  if (audio.prompt !== undefined) return [{ ...promptIn(audio.prompt, speaker), bargeIn }];
  if (audio.languages !== undefined) {
    const words = inLanguage(audio.languages, speaker);
    return words === undefined ? [] : [{ text: speaker.fill(words), bargeIn }];
  }
  const value = audio.expression === undefined ? undefined : speaker.read(audio.expression);
  return audioItems(value).map((item) => queued(item, bargeIn, speaker));
}

/** A piece of audio as it is queued; a prompt that the environment does not have is heard as what is known of it. */
function queued(item: AudioItem, otherwise: boolean, speaker: Speaker): QueuedAudio {
  const { text = '', prompt, bargeIn = otherwise, silenceMs } = item;
  if (silenceMs !== undefined) return { text: '', seconds: silenceMs / 1000, bargeIn };
  if (prompt === undefined) return { text, bargeIn };
  const said = promptIn(prompt, speaker);
  const isKnown = text === '' || thing(speaker.environment.prompts, prompt) !== undefined;
  return { ...said, ...(isKnown ? {} : { text }), bargeIn };
}

/** Whether audio stands for a prompt that the environment does not have: how long it plays, nobody knows. */
export function isUnknownPrompt({ text, prompt }: QueuedAudio): boolean {
  return prompt !== undefined && text === nameAloud(prompt);
}

function nameAloud(prompt: string): string {
  return `[${prompt}]`;
}

/** What expressions read of a prompt that the environment has, beside its name. */
export function promptMembers(
  prompt: JsonObject,
  speaker: Pick<Speaker, 'environment' | 'language' | 'languages'>,
): JsonObject {
  const { text, seconds } = promptIn(promptKey(prompt), speaker);
  return { textToSpeech: text, ...(seconds === undefined ? {} : { duration: Math.round(seconds * 1000) }) };
}

/** A prompt of the environment in the language of the call; one it does not have is heard as its name. */
export function promptIn(name: string, speaker: Pick<Speaker, 'environment' | 'language' | 'languages'>) {
  const prompt = thing(speaker.environment.prompts, name);
  const spokenForm = isSpoken(prompt)
    ? prompt
    : isJsonObject(prompt)
      ? inLanguage(lowerCased(prompt), speaker)
      : undefined;
  if (spokenForm === undefined) return { text: nameAloud(name), prompt: name };
  if (typeof spokenForm === 'string') return { text: spokenForm, prompt: name };
  const seconds = isJsonObject(spokenForm) ? own(spokenForm, 'seconds') : undefined;
  const text = isJsonObject(spokenForm) ? own(spokenForm, 'text') : undefined;
  return {
    text: typeof text === 'string' ? text : '',
    prompt: name,
    ...(typeof seconds === 'number' ? { seconds } : {}),
  };
}

function isSpoken(prompt: Json | undefined): boolean {
  return typeof prompt === 'string' || (isJsonObject(prompt) && typeof prompt['text'] === 'string');
}

function lowerCased(prompt: { readonly [tag: string]: Json }): ReadonlyMap<string, Json> {
  return new Map(Object.entries(prompt).map(([tag, words]) => [tag.toLowerCase(), words]));
}

/** What is there for the language of the call: the tag itself, its language, the flow's default, or the first of all. */
function inLanguage<Words>(
  words: ReadonlyMap<string, Words>,
  { language, languages }: Pick<Speaker, 'language' | 'languages'>,
): Words | undefined {
  for (const tag of [language, languages[0] ?? language]) {
    const wanted = tag.toLowerCase();
    const found = words.get(wanted) ?? sameLanguage(words, wanted);
    if (found !== undefined) return found;
  }
  return words.values().next().value;
}

/** `de` and any `de-…` stand for `de-at`. */
function sameLanguage<Words>(words: ReadonlyMap<string, Words>, tag: string): Words | undefined {
  const [language = ''] = tag.split('-');
  const found = [...words.keys()].find((key) => key === language || key.startsWith(`${language}-`));
  return found === undefined ? undefined : words.get(found);
}
