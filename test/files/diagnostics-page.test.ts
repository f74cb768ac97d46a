import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/runtime/expression/architect/rules.ts';
import { THINGS } from '../../src/runtime/thing-kinds.ts';

/** Where diagnostics are made. */
const SOURCES = [
  ...['authoring', 'actions', 'runtime', 'files', 'importing', 'integrations', 'recording', 'testing'],
  'platform/contact-lists/check-contact-list-seed.ts',
  'platform/dnc-lists/check-dnc-seed.ts',
  'platform/domains/check-domains-seed.ts',
  ...[
    'platform/check-platform-seed.ts',
    'platform/oauth/check-access-seed.ts',
    'platform/email/check-email-seed.ts',
    'platform/outcomes/outcome-seed.ts',
    'platform/consents/consent-seed.ts',
    'cli/import-writing.ts',
  ],
  'platform/inbound-email/check-inbound-email-seed.ts',
  'platform/inbound-messages/messaging-route-seed.ts',
  'platform/whatsapp-integrations/meta-seed.ts',
];

/** Made of `UNKNOWN_` and what is not known. */
const COMPOSED = ['TASK', 'MENU', 'STATE', 'DATA_ACTION', ...Object.keys(THINGS).map(screaming)].map(
  (what) => `UNKNOWN_${what}`,
);

function screaming(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Words in capitals that are no codes of diagnostics: HTTP methods, halves of the day, a drawing's direction, rules. */
const OTHERS = [
  ...[
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'AM',
    'PM',
    'TB',
    'NOT_SET',
    'JSON',
    'FLOW_INVALID',
    'UTC',
    'NFKD',
    'NFC',
    'ATTENDANT_SECRETS_PASSPHRASE',
  ],
  ...Object.keys(RULES),
  // Recurrence rules.
  ...['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY', 'FREQ', 'INTERVAL', 'COUNT'],
  ...['UNTIL', 'WKST', 'BY', 'BYDAY', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYSETPOS'],
];

const PAGE = readFileSync('docs/diagnostics.md', 'utf8');
const DOCUMENTED = [...PAGE.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = '']) => code);

function texts(source: string): readonly string[] {
  const path = join('src', source);
  if (source.endsWith('.ts')) return [readFileSync(path, 'utf8')];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(path, file), 'utf8'));
}

function codes(): ReadonlySet<string> {
  const words = SOURCES.flatMap(texts).flatMap((text) => text.match(/(?<=')[A-Z]{2,}(_[A-Z]+)*(?=')/g) ?? []);
  return new Set([...words, ...COMPOSED].filter((word) => !OTHERS.includes(word)));
}

describe('docs/diagnostics.md', () => {
  it('R10 lists every code that a diagnostic can have', () => {
    expect([...codes()].filter((code) => !DOCUMENTED.includes(code))).toEqual([]);
  });

  it('lists no code that no diagnostic has, and none twice', () => {
    expect(DOCUMENTED.filter((code) => !codes().has(code))).toEqual([]);
    expect(DOCUMENTED).toEqual([...new Set(DOCUMENTED)]);
  });

  it('gives a meaning and what would be right for each', () => {
    for (const row of PAGE.split('\n').filter((line) => line.startsWith('| `')))
      expect(row).toMatch(/^\| `[A-Z_]+` \| \S.+ \| \S.+ \|$/);
  });
});
