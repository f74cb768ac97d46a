import { readDomainName } from '../platform/domains/domain-name.ts';
import { recordsOf } from '../platform/domains/domain-records.ts';
import { domainView, sendingText } from '../platform/domains/domain-view.ts';
import type { OutboundDomain } from '../platform/domains/outbound-domain-store.ts';
import type { PublishedDomain } from '../platform/domains/outbound-domains.ts';
import { rehearse } from '../platform/domains/rehearsal.ts';
import { isProvisioned } from '../platform/domains/sending-state.ts';
import type { Outcome } from '../platform/refusal.ts';
import { systemClock } from '../system-clock.ts';
import type { DomainOptions } from './domain.ts';
import { changeDomains, type DomainPlace, openPlace, readDomains } from './domain-data.ts';
import { activationText, listText, recordsText, rehearsalText } from './domain-report.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';

/** `attendant domain check`: the rehearsal. */
export async function check(text: string, options: DomainOptions, io: Io): Promise<ExitCode> {
  const name = readName(text);
  const place = await openPlace(options, io);
  if (place === undefined) return EXIT.failed;
  const domain = readDomains(place, (store) => store.one(name));
  const dkim = domain && published(domain, place)?.records.dkim;
  const { dns, bounceHost } = place;
  const rehearsal = await rehearse({
    ...{ dns, name, bounceHost, isAdded: domain !== undefined, now: systemClock.now() },
    ...(dkim !== undefined && { dkim }),
  });
  print(io, options, rehearsal, () => rehearsalText(rehearsal, io.hasColors));
  return rehearsal.isFine ? EXIT.ok : EXIT.failed;
}

/** `attendant domain add` */
export async function add(text: string, options: DomainOptions, io: Io): Promise<ExitCode> {
  const name = readName(text);
  const added = await changed(options, io, (domains) => domains.create({ id: name, name }));
  if (added === undefined) return EXIT.failed;
  print(io, options, domainView(added, systemClock.now()), () => {
    const next = `Publish these records, then: attendant domain activate ${name}\n`;
    return `Added ${name}. ${next}\n${recordsText(added)}`;
  });
  return EXIT.ok;
}

/** `attendant domain records` */
export async function records(text: string, options: DomainOptions, io: Io): Promise<ExitCode> {
  const name = readName(text);
  const place = await openPlace(options, io);
  if (place === undefined) return EXIT.failed;
  const stored = readDomains(place, (store) => store.one(name));
  if (stored === undefined) return unknown(name, options, io);
  // One of the seed file has no key before it is first needed, which is now.
  const domain = published(stored, place) ?? (await changed(options, io, (domains) => domains.read(name)));
  if (domain === undefined) return EXIT.failed;
  print(io, options, domainView(domain, systemClock.now()), () => recordsText(domain));
  return EXIT.ok;
}

/** `attendant domain activate` */
export async function activate(text: string, options: DomainOptions, io: Io): Promise<ExitCode> {
  const name = readName(text);
  const domain = await changed(options, io, (domains) => domains.activate(name));
  if (domain === undefined) return EXIT.failed;
  const now = systemClock.now();
  print(io, options, domainView(domain, now), () => activationText(domain, now, io.hasColors));
  return isProvisioned(domain) ? EXIT.ok : EXIT.failed;
}

const ALL = { limit: 10_000, offset: 0 };

/** `attendant domain list` */
export async function list(_none: string, options: DomainOptions, io: Io): Promise<ExitCode> {
  const place = await openPlace(options, io);
  if (place === undefined) return EXIT.failed;
  const domains = readDomains(place, (store) => store.page('', ALL)) ?? [];
  const now = systemClock.now();
  const rows = domains.map((domain) => ({
    name: domain.name,
    isProvisioned: isProvisioned(domain),
    sending: sendingText(domain, now),
  }));
  print(io, options, rows, () => listText(rows));
  if (rows.length === 0 && options.json === undefined) io.err('There are no outbound domains.\n');
  return EXIT.ok;
}

function readName(text: string): string {
  const read = readDomainName(text, 'The name');
  if (!read.ok) throw new UsageError(read.refusal.message);
  return read.value;
}

/** The domain with its records, where its key is made. */
function published(domain: OutboundDomain, { bounceHost }: DomainPlace): PublishedDomain | undefined {
  const { publicKey } = domain;
  return publicKey === undefined
    ? undefined
    : { ...domain, records: recordsOf({ ...domain, publicKey }, bounceHost) };
}

/** Changes the domains; a refusal is said. */
async function changed(
  options: DomainOptions,
  io: Io,
  change: Parameters<typeof changeDomains>[1],
): Promise<PublishedDomain | undefined> {
  const place = await openPlace(options, io);
  if (place === undefined) return undefined;
  const outcome: Outcome<PublishedDomain> = await changeDomains(place, change);
  if (outcome.ok) return outcome.value;
  // On the command line the name has no field.
  io.err(`${outcome.refusal.message.replace(/^id /, 'The name ')}\n`);
  return undefined;
}

function unknown(name: string, { data }: DomainOptions, io: Io): ExitCode {
  io.err(`No outbound domain ${name} is stored in ${data}; attendant domain add ${name} adds it.\n`);
  return EXIT.failed;
}

function print(io: Io, { json }: DomainOptions, document: unknown, text: () => string): void {
  io.out(json === undefined ? text() : `${JSON.stringify(document, undefined, 2)}\n`);
}
