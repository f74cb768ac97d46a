import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { compilePattern } from '../../runtime/understanding/pattern.ts';
import { listAt, objectAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import { nativeCommunication } from './native-value.ts';
import type { Writing } from './writing.ts';

/** Genesys' built-in entity types → kinds of slots here. */
const BUILT_IN: { readonly [type: string]: string } = {
  'builtin:date': 'date',
  'builtin:time': 'time',
  'builtin:number': 'number',
  'builtin:currency': 'currency',
  'builtin:email': 'email',
  'builtin:phonenumber': 'phoneNumber',
  'builtin:phone_number': 'phoneNumber',
};

/** The longest utterance a flow file holds. */
const MAX_UTTERANCE = 500;

/** What the bots of a flow understand: its natural language understanding; undefined for a flow without any. */
export function writeNlu(flow: JsonObject, writing: Writing): JsonObject | undefined {
  const domain = objectAt(objectAt(flow, 'settingsNaturalLanguageUnderstanding'), 'nluDomainVersion');
  const slotTypes = writeSlotTypes(domain, writing);
  const all: { readonly [key: string]: JsonObject } = {
    intents: writeIntents(domain, flow, writing),
    slotTypes,
    slots: writeSlots(domain, slotTypes, writing),
  };
  const given = Object.entries(all).filter(([, one]) => Object.keys(one).length > 0);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** Only slots that have a variable can be filled. */
function isSlot(name: string, { types }: Writing): boolean {
  return types.has(`slot.${name.toLowerCase()}`);
}

function writeIntents(domain: JsonObject, flow: JsonObject, writing: Writing): JsonObject {
  const confirmations = new Map(
    listAt(objectAt(flow, 'settingsBotFlow'), 'intentSettings').map((one) => {
      const intent = objectAt(one, 'intent');
      return [
        textAt(intent, 'name') ?? '',
        nativeCommunication(intent['confirmation'], writing.things),
      ] as const;
    }),
  );
  const intents = listAt(domain, 'intents').flatMap((one): [string, JsonObject][] => {
    const name = textAt(one, 'name');
    return name === undefined ? [] : [[name, writeIntent(one, confirmations.get(name), writing)]];
  });
  return Object.fromEntries(intents);
}

function writeIntent(json: Json, confirmation: Json | undefined, writing: Writing): JsonObject {
  const utterances = listAt(json, 'utterances').flatMap((one) => utterance(one, writing));
  const slots = listAt(json, 'entityNameReferences').filter(
    (one): one is string => typeof one === 'string' && isSlot(one, writing),
  );
  return {
    ...(utterances.length === 0 ? {} : { utterances: [...new Set(utterances)] }),
    ...(slots.length === 0 ? {} : { slots }),
    ...(confirmation === undefined ? {} : { confirmation }),
  };
}

/** Segments as one text; what fills a slot is named: `My order is {number}`. */
function utterance(json: Json, writing: Writing): readonly string[] {
  const text = listAt(json, 'segments')
    .map((segment) => {
      const entity = textAt(objectAt(segment, 'entity'), 'name') ?? '';
      return isSlot(entity, writing)
        ? `{${entity}}`
        : (textAt(segment, 'text') ?? '').replaceAll(/[{}]/g, '');
    })
    .join('')
    .trim();
  return text === '' || text.length > MAX_UTTERANCE ? [] : [text];
}

function writeSlotTypes(domain: JsonObject, writing: Writing): JsonObject {
  return Object.fromEntries(
    listAt(domain, 'entityTypes').flatMap((one): [string, JsonObject][] => {
      const name = textAt(one, 'name');
      const mechanism = objectAt(one, 'mechanism');
      const type = slotType(textAt(mechanism, 'type') ?? '', listAt(mechanism, 'items'), name ?? '', writing);
      return name === undefined || type === undefined ? [] : [[name, type]];
    }),
  );
}

function slotType(
  mechanism: string,
  items: readonly Json[],
  name: string,
  writing: Writing,
): JsonObject | undefined {
  const words = items.flatMap((item): [string, readonly string[]][] => {
    const value = textAt(item, 'value');
    const synonyms = listAt(item, 'synonyms').filter((one): one is string => typeof one === 'string');
    return value === undefined ? [] : [[value, synonyms]];
  });
  if (words.length === 0) return undefined;
  if (mechanism.toLowerCase() !== 'regex') return { values: Object.fromEntries(words) };
  const pattern = words.map(([value]) => (words.length === 1 ? value : `(${value})`)).join('|');
  const compiled = compilePattern(pattern);
  if (!('fault' in compiled)) return { pattern };
  const message = `the pattern of the entity type \`${name}\` cannot be used here: ${compiled.fault}`;
  writing.notes.add(
    'warning',
    '/settingsNaturalLanguageUnderstanding',
    'IMPORT_IGNORED',
    message,
    'any text fills its slots',
  );
  return undefined;
}

function writeSlots(domain: JsonObject, slotTypes: JsonObject, writing: Writing): JsonObject {
  return Object.fromEntries(
    listAt(domain, 'entities').flatMap((one): [string, string][] => {
      const name = textAt(one, 'name');
      const type = textAt(one, 'type') ?? '';
      if (name === undefined || !isSlot(name, writing)) return [];
      const known = BUILT_IN[type.toLowerCase()] ?? (Object.hasOwn(slotTypes, type) ? type : undefined);
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

/** What leads out of a bot: `{ exit: … }` or `{ disconnect: … }`. */
export function leaving(json: Json | undefined): string | undefined {
  const [kind] = isJsonObject(json) ? (onlyEntry(json) ?? []) : [];
  return kind === 'exit' || kind === 'disconnect' ? kind : undefined;
}
