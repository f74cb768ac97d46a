import type { Json, JsonObject } from '../../authoring/json.ts';
import { THING_SCHEMAS } from '../../runtime/environment.ts';
import { THINGS, type Thing } from '../../runtime/thing-kinds.ts';
import type { ThingBook } from './thing-book.ts';

const ABOUT = 'What the imported flows refer to. Say here how queues, schedules and tables behave.';

/** Words of system prompts that flows use most; the others are named in brackets. */
const SYSTEM_PROMPTS: { readonly [name: string]: string } = {
  'PromptSystem.processing': 'One moment, please.',
  'PromptSystem.please_try_again': 'Please try again.',
  'PromptSystem.didnt_understand_try_again': 'I did not understand that. Please try again.',
  'PromptSystem.didnt_get_that_try_again': 'I did not get that. Please try again.',
  'PromptSystem.having_trouble_understanding': 'I am having trouble understanding.',
};

/** What a thing is in an environment file when nothing else is known of it: simulated so that the flow goes on. */
const BY_KIND: { readonly [thing in Thing]?: (name: string, facts: JsonObject) => Json } = {
  prompt: (name) => SYSTEM_PROMPTS[name] ?? `[${name.replace(/^PromptSystem\./, '').replaceAll('_', ' ')}]`,
  schedule: (_name, facts) => ({
    ...facts,
    start: '2020-01-06T00:00:00',
    end: '2020-01-07T00:00:00',
    rrule: 'FREQ=DAILY',
  }),
  scheduleGroup: (_name, facts) => ({ ...facts, timeZone: 'UTC', open: [], closed: [], holidays: [] }),
  emergencyGroup: (_name, facts) => ({ ...facts, active: false }),
  response: (name, facts) => ({ ...facts, text: `[${name}]` }),
  dataTable: (_name, facts) => ({ ...facts, rows: [] }),
  decisionTable: (_name, facts) => ({ ...facts, rows: [] }),
};

/** An environment file with every thing that flows refer to; undefined when they refer to none. */
export function writeEnvironment(book: ThingBook): JsonObject | undefined {
  const entries = [...book.things]
    .filter(([thing]) => Object.hasOwn(THING_SCHEMAS, THINGS[thing]))
    .sort(([a], [b]) => (THINGS[a] < THINGS[b] ? -1 : 1))
    .map(([thing, names]) => [THINGS[thing], byName(thing, names)] as const);
  return entries.length === 0 ? undefined : { description: ABOUT, ...Object.fromEntries(entries) };
}

function byName(thing: Thing, names: ReadonlyMap<string, JsonObject>): JsonObject {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, facts]) => [name, BY_KIND[thing]?.(name, facts) ?? facts]));
}
