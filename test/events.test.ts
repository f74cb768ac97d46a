import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EVENTS } from '../src/runtime/events.ts';
import { eventLine } from '../src/simulator/event-text.ts';

/** The simulator's own event; the others are the runtime's. */
const SIMULATED = 'acceptedMessage';

/** Rows of the tables in docs/events.md: type and what happened. */
const documented = [...readFileSync('docs/events.md', 'utf8').matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(
  ([, type, about]) => [type ?? '', about ?? ''] as const,
);

it('documents every event, and no other', () => {
  expect(documented.filter(([type]) => type !== SIMULATED)).toEqual(Object.entries(EVENTS));
});

it('says every event in words', () => {
  const unsaid = documented.filter(([type]) => eventLine({ type })?.text === type);
  expect(unsaid).toEqual([]);
});
