import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { cassetteText, readCassette } from '../../src/recording/cassette.ts';
import { createRecorder } from '../../src/recording/recorder.ts';
import { createReplay } from '../../src/recording/replay.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newRandom, type Random } from '../support/random.ts';
import { answering, dataActionOf, jsonAnswer } from './data-action-of.ts';

const NAMES = ['Anneliese', 'Schmidt', 'Ólafsdóttir', 'Nguyen', 'Li', "O'Brien", 'Jean-Luc', 'Müller'];
const HOSTILE = [
  '"',
  '\\',
  '<b>',
  '&x=1',
  '%2B',
  '+',
  '\n',
  '••••',
  '{"a":1}',
  '=',
  '/',
  '?',
  '日本',
  '😀',
  '',
];

/** A person, and everything of it that must not be found again. */
function personOf(random: Random) {
  const digits = `1${2 + random.below(8)}${String(random.below(10 ** 9)).padStart(9, '0')}`;
  const [first, last] = [random.pick(NAMES), random.pick(NAMES)];
  const email = `${first.toLowerCase().replaceAll(/[^a-z]/g, 'x')}.${random.below(1000)}@mail-${random.below(99)}.example.org`;
  const personal = [digits, email, ...[first, last].flatMap((name) => name.match(/[\p{L}]{4,}/gu) ?? [])];
  return { digits, first, last, email, personal };
}

type Person = ReturnType<typeof personOf>;

function bodyOf(random: Random, person: Person): Json {
  const { digits, first, last, email } = person;
  const around = () => random.pick(HOSTILE);
  const leaves: readonly (() => readonly [string, Json])[] = [
    () => ['phone', random.pick([`+${digits}`, digits, `tel:+${digits}`, Number(digits)])],
    () => ['firstName', first],
    () => ['contactName', `${first} ${last}`],
    () => ['email', email],
    () => ['note', `${around()} ${first} ${around()} +${digits} ${around()} ${email}`],
    () => ['name', random.pick(['Support', 'Sales', around()])],
    () => ['count', random.below(1000)],
    () => ['zip', String(random.below(99_999))],
    () => ['pin', random.below(9999)],
    () => ['list', [around(), random.below(9), null, true]],
    () => ['wrapped', JSON.stringify({ lastName: last, note: around() })],
    () => ['inner', bodyOf(random, person)],
  ];
  const chosen = Array.from({ length: 1 + random.below(5) }, () => random.pick(leaves)());
  return Object.fromEntries(chosen);
}

describe.each([11, 12, 13, 14, 15, 16])('recordings by chance, seed %i', (seed) => {
  const random = newRandom(seed);

  async function record() {
    const recorder = createRecorder({
      clock: new FakeClock(),
      salt: `salt ${seed}`,
      maskSecrets: (text) => text,
    });
    const people = Array.from({ length: 3 }, () => personOf(random));
    const requests = Array.from({ length: 40 }, () => {
      const person = random.pick(people);
      recorder.learn({ firstName: person.first, lastName: person.last, phone: person.digits });
      const query = `q=${encodeURIComponent(random.pick(HOSTILE))}&email=${encodeURIComponent(person.email)}`;
      const url = `https://crm.example.com/c/${person.digits}/${encodeURIComponent(person.last)}?${query}`;
      return { method: 'POST', url, headers: {}, body: JSON.stringify(bodyOf(random, person)) };
    });
    const answers = requests.map((_request, index) =>
      jsonAnswer({ index, person: bodyOf(random, random.pick(people)) }),
    );
    const http = recorder.around(dataActionOf(), answering(...answers));
    for (const request of requests) await http.send(request, { timeoutMs: 1000 });
    return { cassette: recorder.cassette(), requests, people };
  }

  it('K2 K3 hold nothing of the people in them', async () => {
    const { cassette, people } = await record();
    const text = cassetteText(cassette);
    expect(cassette.exchanges).toHaveLength(40);
    for (const value of people.flatMap(({ personal }) => personal)) expect(text, value).not.toContain(value);
  });

  it('can be read, and take each of their own requests in order', async () => {
    const { cassette, requests } = await record();
    expect(readCassette(JSON.parse(cassetteText(cassette)), 'x').diagnostics).toEqual([]);
    const replay = createReplay(cassette);
    const http = replay.for(dataActionOf());
    for (const request of requests) {
      const result = await http.send(request, { timeoutMs: 1000 });
      expect(result.ok ? '' : result.message).toBe('');
    }
    expect([replay.faults(), replay.unused()]).toEqual([[], []]);
  });
});
