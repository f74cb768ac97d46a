import type { Json } from '../../authoring/json.ts';
import type { Target } from '../variables.ts';
import { containsWords, plainWords, similarity } from './plain-words.ts';
import { type Said, type SlotType, slotValue } from './slot-value.ts';

/** What a bot can understand, as its flow declares it under `nlu`. */
export interface Nlu {
  readonly intents: ReadonlyMap<string, Intent>;
  /** Slot, by its declared name such as `Slot.order`, with what may fill it. */
  readonly slots: ReadonlyMap<string, SlotType>;
  readonly knowledge: readonly Article[];
  /** The variable of every slot, by its name in lower case: `slot.order`. */
  readonly targets: ReadonlyMap<string, Target>;
}

/** Something a customer may want. */
export interface Intent {
  readonly name: string;
  /** Each as its words; those that stand for a slot's value are left out. */
  readonly utterances: readonly (readonly string[])[];
  /** Slots that an utterance of it may fill. */
  readonly slots: readonly string[];
}

/** A question that has an answer. */
export interface Article {
  readonly questions: readonly (readonly string[])[];
  readonly answer: string;
}

/** What a customer wants, and how sure that is: 0 to 100. */
export interface UnderstoodIntent {
  readonly intent: string;
  readonly confidence: number;
}

/**
 * The intent whose utterances are most like a text; the first of several that are equally so.
 *
 * Genesys' models learn from utterances; this compares words: the same words are 100, otherwise how many are shared. So a
 * flow runs the same wherever it is tried.
 */
export function understandIntent(nlu: Nlu, text: string, said: Said): UnderstoodIntent | undefined {
  const scored = [...nlu.intents.values()].map((intent) => ({
    intent: intent.name,
    confidence: confidence(nlu, intent, text, said),
  }));
  return scored.reduce<UnderstoodIntent | undefined>(
    (best, one) => (one.confidence > (best?.confidence ?? 0) ? one : best),
    undefined,
  );
}

function confidence(nlu: Nlu, intent: Intent, text: string, said: Said): number {
  const words = plainWords(text);
  const bare = intent.slots.reduce<readonly string[]>((left, slot) => {
    const value = slotIn(nlu, slot, text, said);
    return value === undefined ? left : without(left, plainWords(String(value)));
  }, words);
  const scores = intent.utterances.flatMap((utterance) => [
    similarity(words, utterance),
    similarity(bare, utterance),
  ]);
  return Math.max(0, ...scores);
}

function without(words: readonly string[], part: readonly string[]): readonly string[] {
  if (!containsWords(words, part)) return words;
  const at = words.findIndex((_word, index) => part.every((word, offset) => words[index + offset] === word));
  return [...words.slice(0, at), ...words.slice(at + part.length)];
}

/** Values for an intent's slots that stand in a text: of those that have a pattern or values of their own. */
export function slotsIn(
  nlu: Nlu,
  intent: string,
  text: string,
  said: Said,
): readonly (readonly [string, Json])[] {
  const slots = nlu.intents.get(intent)?.slots ?? [];
  return slots.flatMap((slot): [string, Json][] => {
    const value = slotIn(nlu, slot, text, said);
    return value === undefined ? [] : [[slot, value]];
  });
}

/** Built-in kinds are too greedy to be looked for in what is said about something else. */
function slotIn(nlu: Nlu, slot: string, text: string, said: Said): Json | undefined {
  const type = nlu.slots.get(slot);
  return type === undefined || 'builtIn' in type ? undefined : slotValue(type, text, said);
}

/** The answer to a question, where one is at least as like it as asked for. */
export function knowledgeAnswer(
  { knowledge }: Nlu,
  text: string,
  leastConfidence: number,
): { readonly answer: string; readonly confidence: number } | undefined {
  const words = plainWords(text);
  const scored = knowledge.map(({ answer, questions }) => ({
    answer,
    confidence: Math.max(0, ...questions.map((question) => similarity(words, question))),
  }));
  const best = scored.sort((a, b) => b.confidence - a.confidence)[0];
  return best === undefined || best.confidence < Math.max(1, leastConfidence) ? undefined : best;
}
