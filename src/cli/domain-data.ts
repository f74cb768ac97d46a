import { join } from 'node:path';
import { openDns } from '../dns/node-dns.ts';
import { AttendantError } from '../errors.ts';
import { type DnsLookup, readDnsServer } from '../platform/domains/dns-lookup.ts';
import { BOUNCE_HOSTS, hostingLocation } from '../platform/domains/hosting.ts';
import { type OutboundDomainStore, outboundDomainStore } from '../platform/domains/outbound-domain-store.ts';
import {
  type OutboundDomains,
  openOutboundDomains,
  type PublishedDomain,
} from '../platform/domains/outbound-domains.ts';
import { inboundDomainStore } from '../platform/inbound-email/inbound-domain-store.ts';
import type { Outcome } from '../platform/refusal.ts';
import { AttendantDatabase } from '../store/database.ts';
import { systemClock } from '../system-clock.ts';
import type { DomainOptions } from './domain.ts';
import { type Io, UsageError } from './io.ts';
import { readWorkspace } from './local-host.ts';
import { flowsFolder } from './serve.ts';

/** Where a command's domains are kept, and whom it asks about them. */
export interface DomainPlace {
  readonly database: string;
  readonly dns: DnsLookup;
  readonly bounceHost: string;
  readonly region?: string;
}

/** Reads the platform file. @returns `undefined` when it has faults, which are reported. */
export async function openPlace(options: DomainOptions, io: Io): Promise<DomainPlace | undefined> {
  const { data, platform, resolver } = options;
  const server = resolver === undefined ? undefined : readDnsServer(resolver);
  if (resolver !== undefined && server === undefined)
    throw new UsageError('--resolver must be an IP address with or without a port, such as 127.0.0.1:5353.');
  const path = await flowsFolder(undefined);
  const workspace = readWorkspace(
    { path, withoutFlows: true, ...(platform !== undefined && { platform }) },
    io,
  );
  if (workspace === undefined) return undefined;
  const { organization, dns } = workspace.seed;
  const { region } = organization;
  return {
    database: join(data, 'attendant.db'),
    dns: openDns({ ...dns, ...(server !== undefined && { servers: [server] }) }),
    bounceHost: BOUNCE_HOSTS[hostingLocation(region)],
    ...(region !== undefined && { region }),
  };
}

/** Reads, also while Attendant serves. @returns `undefined` when there is no database. */
export function readDomains<T>(
  { database: file }: DomainPlace,
  read: (store: OutboundDomainStore) => T,
): T | undefined {
  const database = AttendantDatabase.openToRead(file);
  if (database === undefined) return undefined;
  try {
    return read(outboundDomainStore(database.sqlite));
  } finally {
    database.close();
  }
}

/** Changes what is stored. @throws AttendantError `DATABASE_IN_USE` while Attendant serves, with what to do instead. */
export async function changeDomains(
  place: DomainPlace,
  change: (domains: OutboundDomains) => Promise<Outcome<PublishedDomain>>,
): Promise<Outcome<PublishedDomain>> {
  const database = openAlone(place.database);
  const inbound = inboundDomainStore(database.sqlite);
  const domains = openOutboundDomains({
    ...place,
    database,
    clock: systemClock,
    isInboundDomain: (name) => inbound.one(name) !== undefined,
  });
  try {
    return await change(domains);
  } finally {
    await domains.close();
    database.close();
  }
}

function openAlone(file: string): AttendantDatabase {
  try {
    return AttendantDatabase.open(file);
  } catch (cause) {
    if (!(cause instanceof AttendantError) || cause.code !== 'DATABASE_IN_USE') throw cause;
    throw new AttendantError(
      'DATABASE_IN_USE',
      `Attendant is serving from ${file}: use its API, /api/v2/routing/email/outbound/domains (docs/domains.md), or stop it first`,
      { cause },
    );
  }
}
