/** Plausible words for the names that properties have in contracts; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/e-?mail/, 'ada@example.com'],
  [/time.?zone/, 'Europe/Berlin'],
  [
    /phone|mobile|cell|\bani\b|\bdnis\b|e\.?164|callback.?(number|address)|(to|from).?address|sms/,
    '+13175550123',
  ],
  [/\b(to|from|caller|customer).?number\b/, '+13175550123'],
  [/\b(uu|gu)?ids?$/, '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11'],
  [/\b(url|uri|href|link|website)\b/, 'https://example.com/a'],
  [/interval/, '2026-01-05T09:00:00.000Z/2026-01-05T10:00:00.000Z'],
  [/date$|birthday|\bday$/, '2026-01-05'],
  [/time$|timestamp|\bstart$|\bend$|\bat$|\b(date|created|modified|scheduled)\b/, '2026-01-05T09:00:00.000Z'],
  [/\b(first|given).?name\b/, 'Ada'],
  [/\b(last|family|sur).?name\b/, 'Lovelace'],
  [/language|locale/, 'en-us'],
  [/country.?code/, 'us'],
  [/country/, 'Germany'],
  [/zip|post(al)?.?code/, '46278'],
  [/city/, 'Indianapolis'],
  [/street|address/, '7601 Interactive Way'],
  [/message|\bbody\b|\btext\b|comment|notes?$|description|transcript/, 'Hello'],
  [/subject|title/, 'Greetings'],
  [/media.?type/, 'voice'],
  [/direction/, 'inbound'],
  [
    /priority|count|amount|total|size|limit|index|\bpage|seconds|minutes|hours|score|quantity|duration|offset/,
    '1',
  ],
];

const BY_FORMAT: { readonly [format: string]: string } = {
  'date-time': '2026-01-05T09:00:00.000Z',
  date: '2026-01-05',
  time: '09:00:00Z',
  duration: 'PT1H',
  email: 'ada@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/a',
  'uri-reference': '/a',
  url: 'https://example.com/a',
  uuid: '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11',
  regex: '^a$',
  'json-pointer': '/a',
  phone: '+13175550123',
};

/** A text that suits a property by its format or its name; else the name itself. The same for the same, always. */
export function sampleText(name: string, format?: string): string {
  const byFormat = format === undefined ? undefined : BY_FORMAT[format];
  if (byFormat !== undefined) return byFormat;
  const words = wordsOf(name);
  return BY_NAME.find(([expression]) => expression.test(words))?.[1] ?? (name === '' ? 'text' : name);
}

/** `customerPhone_number` as `customer phone number`. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
}
