import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type DkimKeyPair, newDkimKey, selectorOf } from './dkim-key.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { openActivation } from './domain-activation.ts';
import { openDomainKeys } from './domain-keys.ts';
import { readDomainName, readSendingName } from './domain-name.ts';
import { type DomainRecords, recordsOf } from './domain-records.ts';
import { openDomainSending } from './domain-sending.ts';
import { domainView } from './domain-view.ts';
import { BOUNCE_HOSTS, hostingLocation } from './hosting.ts';
import { newDomain } from './new-domain.ts';
import { checkCreateRequest, checkPatchRequest, checkTestMessage } from './outbound-domain-requests.ts';
import { type OutboundDomain, outboundDomainStore } from './outbound-domain-store.ts';

/** What outbound domains work with. */
export interface OutboundDomainsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly dns: DnsLookup;
  /** The organization's region, as hostingLocation reads it. */
  readonly region?: string;
  /** Whether a name is an inbound domain of the organization (M3). */
  readonly isInboundDomain: (name: string) => boolean;
  /** Makes the key pairs; absent: newDkimKey. */
  readonly newKey?: () => Promise<DkimKeyPair>;
}

/** A domain with the records it needs. */
export interface PublishedDomain extends OutboundDomain {
  readonly records: DomainRecords;
}

/** Opens the outbound e-mail domains of the organization (M). */
export function openOutboundDomains(options: OutboundDomainsOptions) {
  const { database, clock, isInboundDomain, newKey = newDkimKey } = options;
  const store = outboundDomainStore(database.sqlite);
  const bounceHost = BOUNCE_HOSTS[hostingLocation(options.region)];
  const keys = openDomainKeys({ database, store, newKey });
  const activation = openActivation({ ...options, store });

  /** A new domain is published by its owner before it can be provisioned (M4). */
  async function create(body: unknown, { simulated = false } = {}): Promise<Outcome<PublishedDomain>> {
    const checked = checkCreateRequest(body);
    if (!checked.ok) return checked;
    const now = clock.now();
    const selector = selectorOf(now);
    const name = readSendingName(checked.value.id, 'id');
    if (!name.ok) return name;
    const taken = refuseTaken(name.value);
    if (taken !== undefined) return taken;
    const key = await newKey();
    let outcome: Outcome<PublishedDomain> | undefined;
    await database.commits.add(() => {
      outcome = refuseTaken(name.value);
      if (outcome !== undefined) return;
      const domain = newDomain(name.value, selector, now, checked.value);
      const added = simulated ? ({ ...domain, senderType: 'MockEmailDomain' } as const) : domain;
      store.add(added, key);
      outcome = done(published(added, key.publicKey));
    });
    return outcome ?? unknownDomain();
  }

  function refuseTaken(name: string): ({ readonly ok: false } & Outcome<never>) | undefined {
    const field = 'id';
    if (isInboundDomain(name)) {
      const message =
        'id is an inbound domain of the organization. What is sent must come from another one, such as another subdomain.';
      return refuse('attendant.domain.inbound', message, { field });
    }
    if (store.one(name) === undefined) return undefined;
    return refuse('attendant.domain.exists', 'The organization has this outbound domain already.', { field });
  }

  function published(domain: OutboundDomain, publicKey: string): PublishedDomain {
    return { ...domain, publicKey, records: recordsOf({ ...domain, publicKey }, bounceHost) };
  }

  /** The domain with its key, which is made now for one of the seed file. */
  async function withKey(domain: OutboundDomain | undefined): Promise<PublishedDomain | undefined> {
    const publicKey = domain && (await keys.publicKeyOf(domain));
    return domain === undefined || publicKey === undefined ? undefined : published(domain, publicKey);
  }

  async function read(id: string): Promise<Outcome<PublishedDomain>> {
    const domain = await withKey(find(id));
    return domain === undefined ? unknownDomain() : done(domain);
  }

  function find(id: string): OutboundDomain | undefined {
    const name = readDomainName(id, 'domainId');
    return name.ok ? store.one(name.value) : undefined;
  }

  /** One page, by name. @param filter a part of the name; '' for all. */
  async function list(filter: string, page: { readonly limit: number; readonly offset: number }) {
    const text = filter.toLowerCase();
    const found = await Promise.all(store.page(text, page).map(withKey));
    return { total: store.count(text), domains: found.flatMap((domain) => domain ?? []) };
  }

  /** Looks the records up and stores what they are (M5). */
  async function activate(id: string): Promise<Outcome<PublishedDomain>> {
    const domain = await withKey(find(id));
    if (domain === undefined || !(await activation.run(domain))) return unknownDomain();
    return read(id);
  }

  async function change(id: string, body: unknown): Promise<Outcome<PublishedDomain>> {
    const checked = checkPatchRequest(body);
    if (!checked.ok) return checked;
    const { senderType, emailSetting } = checked.value;
    await database.commits.add(() => {
      const domain = find(id);
      if (domain === undefined) return;
      store.change({
        ...domain,
        ...(senderType !== undefined && { senderType }),
        ...(emailSetting !== undefined && { emailSetting: { name: emailSetting.id, ...emailSetting } }),
      });
    });
    return read(id);
  }

  async function remove(id: string): Promise<Outcome<undefined>> {
    let outcome: Outcome<undefined> = unknownDomain();
    await database.commits.add(() => {
      const domain = find(id);
      if (domain === undefined) return;
      store.remove(domain.name);
      outcome = done(undefined);
    });
    return outcome;
  }

  /** There are no SMTP servers of the organization's own here: the request is checked and refused. */
  function testConnection(id: string, body: unknown): Outcome<never> {
    const checked = body === undefined || body === null ? done(undefined) : checkTestMessage(body);
    if (!checked.ok) return checked;
    if (find(id) === undefined) return unknownDomain();
    const message =
      'The domain has no SMTP server of its own to connect to. Its DNS records are checked by its activation.';
    return refuse('attendant.domain.no.smtp.server', message);
  }

  /** A domain as its operator sees it. */
  const view = (domain: PublishedDomain) => domainView(domain, clock.now());

  const writes = { create, activate, change, remove };
  const sending = openDomainSending({ store, find, withKey });
  return { store, ...writes, read, list, view, testConnection, ...sending, close: activation.close };
}

/** What openOutboundDomains returns. */
export type OutboundDomains = ReturnType<typeof openOutboundDomains>;

function unknownDomain(): Outcome<never> {
  return refuse('not.found', 'No outbound domain has this id.');
}
