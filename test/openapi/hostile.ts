import type { Json } from '../../src/authoring/json.ts';
import type { Random } from '../support/random.ts';
import type { Openapi, Schema } from './openapi.ts';

/** Texts that break programs: too long, of other scripts, invisible, half a character, of another language. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  'a'.repeat(401),
  'x'.repeat(5_000),
  'two\r\nlines: injected',
  'nul\u0000inside',
  '\ud800 half',
  '👩‍👩‍👧‍👦'.repeat(20),
  '\u202eright to left\u202c',
  'مرحبا بالعالم',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; drop table message; --",
  '%00%0d%0a',
  '{{1}} ${input.x} $esc.url("x")',
  '<script>alert(1)</script>',
  '=1+1',
  'NaN',
  '-1',
  '9'.repeat(40),
  'long '.repeat(40_000),
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.001Z',
  '2026-02-30T00:00:00Z',
  '2026-01-15T12:00:00-24:00',
  '2026-01-01T00:00:00.000Z/2025-01-01T00:00:00.000Z',
];

const HOSTILE_VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [null],
  [[]],
  ['a', 'a'],
  { a: { b: { c: [] } } },
  2 ** 31,
  -(2 ** 31) - 1,
  Array.from({ length: 20_000 }, () => 'x'),
  JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as Json,
];

/** A body as the document describes it, with values that may well be right: ids there are, addresses, times. */
export function sample(
  openapi: Openapi,
  schema: Schema,
  random: Random,
  ids: readonly string[],
  depth = 0,
): Json {
  const { type, format, enum: allowed, items, properties = {}, required = [] } = openapi.resolve(schema);
  if (allowed !== undefined) return pick(random, allowed) ?? null;
  if (type === 'boolean') return odds(random, 50);
  if (type === 'integer' || type === 'number') return random.below(100);
  if (type === 'string') return text(format, random, ids);
  if (type === 'array')
    return depth > 4 || items === undefined || odds(random, 20)
      ? []
      : [sample(openapi, items, random, ids, depth + 1)];
  const wanted = Object.entries(properties).filter(
    ([name, one]) => required.includes(name) || (one.readOnly !== true && depth < 4 && odds(random, 50)),
  );
  return Object.fromEntries(
    wanted.map(([name, one]) => [
      name,
      named(name, random, ids) ?? sample(openapi, one, random, ids, depth + 1),
    ]),
  );
}

/** The same body with one place of it made hostile, or left out. */
export function spoiled(body: Json, random: Random): Json {
  if (typeof body !== 'object' || body === null || odds(random, 15)) return hostile(random);
  if (Array.isArray(body)) {
    if (body.length === 0 || odds(random, 30)) return [...body, ...body, hostile(random)];
    return body.map((one, index) => (index === 0 ? spoiled(one, random) : one));
  }
  const name = pick(random, Object.keys(body));
  if (name === undefined) return { [pick(random, HOSTILE_TEXTS) ?? 'x']: hostile(random) };
  const { [name]: value = null, ...rest } = body as { readonly [name: string]: Json };
  return odds(random, 25)
    ? rest
    : { ...rest, [name]: odds(random, 50) ? hostile(random) : spoiled(value, random) };
}

function hostile(random: Random): Json {
  return (odds(random, 50) ? pick(random, HOSTILE_TEXTS) : pick(random, HOSTILE_VALUES)) ?? null;
}

function text(format: string | undefined, random: Random, ids: readonly string[]): string {
  if (format === 'date-time')
    return pick(random, ['2026-01-16T09:00:00.000Z', '2026-01-15T10:00:00+02:00', 'tomorrow']) ?? '';
  return pick(random, ['a name', 'en-US', '+13175550123', 'ann@example.com', ...ids.slice(0, 20)]) ?? '';
}

/** What a field of this name often holds; undefined for no idea, and now and then all the same. */
function named(name: string, random: Random, ids: readonly string[]): Json | undefined {
  if (odds(random, 20)) return undefined;
  if (name === 'id' || name.endsWith('Id')) return pick(random, ids);
  if (name === 'email') return pick(random, ['ann@example.com', 'news@mail.example.com']);
  if (name === 'toAddress') return pick(random, ['13175550123', '+13175550123']);
  if (name === 'interval') return '2026-01-01T00:00:00.000Z/2026-01-31T00:00:00.000Z';
  return undefined;
}

/** One of a list; undefined when it is empty. */
function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : random.pick(list);
}

function odds(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}
