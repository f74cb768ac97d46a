import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { timeOrderedIds } from '../src/time-ordered-ids.ts';

it('makes ids that are UUIDs of version 7, all different, each greater than the one before', () => {
  const ids = timeOrderedIds();
  const made = Array.from({ length: 5_000 }, () => ids.next());
  expect(made.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  expect([...made].sort()).toEqual(made);
});
