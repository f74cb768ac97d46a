import type { Json, JsonObject } from '../../authoring/json.ts';
import type { Thing } from '../../runtime/thing-kinds.ts';

/** Things of the organization that imported flows refer to, gathered for their environment. */
export interface ThingBook {
  /** Kind → name → what is known of it. */
  readonly things: ReadonlyMap<Thing, ReadonlyMap<string, JsonObject>>;
  /** Notes a thing; what is known of it already stays. @returns its name. */
  add(thing: Thing, name: string, facts?: JsonObject): string;
  /** Notes a thing that a flow keeps as a value, which has an id: the export's, or one made up of its name. */
  object(thing: Thing, name: string): JsonObject;
  /** Notes the things that an Architect expression names. */
  addFromExpression(text: string): void;
}

/** Functions that look a thing up by its name. */
const FIND: { readonly [name: string]: Thing } = {
  findqueue: 'queue',
  finduser: 'user',
  findgroup: 'group',
  findskill: 'skill',
  findlanguageskill: 'languageSkill',
  findschedule: 'schedule',
  findschedulegroup: 'scheduleGroup',
  findemergencygroup: 'emergencyGroup',
  finduserprompt: 'prompt',
};

/** A book with nothing in it. */
export function newThingBook(): ThingBook {
  const things = new Map<Thing, Map<string, JsonObject>>();
  const add = (thing: Thing, name: string, facts: JsonObject = {}) => {
    const known = things.get(thing) ?? new Map<string, JsonObject>();
    if (name !== '') things.set(thing, known.set(name, { ...facts, ...known.get(name) }));
    return name;
  };
  return {
    things,
    add,
    object(thing, name) {
      const known = things.get(thing)?.get(name)?.['id'];
      const id = known ?? `${thing}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
      add(thing, name, { id });
      return { name, id };
    },
    addFromExpression(text) {
      for (const [, name = '', found = ''] of text.matchAll(/\b(Find\w+)\s*\(\s*"([^"\\]+)"\s*\)/gi)) {
        const thing = FIND[name.toLowerCase()];
        if (thing !== undefined) add(thing, found);
      }
      for (const [, system, name = ''] of text.matchAll(/\bPrompt(System)?\.([A-Za-z]\w*)/g))
        add('prompt', system === undefined ? name : `PromptSystem.${name}`);
    },
  };
}

/** A prompt's name as flows here write it: Archy's `Prompt.x` is `x`, `PromptSystem.x` stays. */
export function promptName(written: string): string {
  return written.replace(/^Prompt\./i, '');
}

/** The name in `{ name }`, in `{ lit: { name } }` or in a text. */
export function nameIn(json: Json | undefined): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { name, lit } = json as { readonly name?: Json; readonly lit?: Json };
  return lit === undefined ? (typeof name === 'string' ? name : undefined) : nameIn(lit);
}
