import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { DnsLookup } from '../domains/dns-lookup.ts';
import { readDomainName } from '../domains/domain-name.ts';
import { checkTestMessage } from '../domains/outbound-domain-requests.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { InboundDomain, InboundDomainStore, MxStatus } from './inbound-domain-store.ts';
import {
  checkDomainPatch,
  checkDomainRequest,
  checkMailFromRequest,
  domainSettings,
} from './inbound-requests.ts';

/** What inbound domains work with. */
export interface InboundDomainParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly dns: DnsLookup;
  readonly store: InboundDomainStore;
  /** Whether mail is sent from a domain; it must not come in for the same one (M3). */
  readonly isOutboundDomain: (name: string) => boolean;
}

/** Domains whose mail comes in: `/api/v2/routing/email/domains`. */
export function openInboundDomains({ database, clock, dns, store, isOutboundDomain }: InboundDomainParts) {
  /** Adds a domain. Its MX record is looked up, and whatever it says the domain is taken. */
  async function create(body: unknown): Promise<Outcome<InboundDomain>> {
    const checked = checkDomainRequest(body);
    if (!checked.ok) return checked;
    const name = readName(checked.value.id);
    if (!name.ok) return name;
    const isSubDomain = checked.value.subDomain ?? false;
    const domain: InboundDomain = {
      name: name.value,
      isSubDomain,
      mxStatus: await mxStatusOf({ name: name.value, isSubDomain }),
      settings: domainSettings(checked.value),
      createdAt: clock.now(),
    };
    let outcome: Outcome<InboundDomain> = done(domain);
    await database.commits.add(() => {
      const taken = refuseTaken(domain.name);
      if (taken === undefined) store.put(domain);
      else outcome = taken;
    });
    return outcome;
  }

  function refuseTaken(name: string): Outcome<never> | undefined {
    const field = 'id';
    if (isOutboundDomain(name)) {
      const message =
        'id is an outbound domain of the organization. What comes in must have another one, such as another subdomain.';
      return refuse('attendant.domain.outbound', message, { field });
    }
    if (store.one(name) === undefined) return undefined;
    return refuse('postino.domain.exists', 'The organization has this inbound domain already.', { field });
  }

  async function mxStatusOf({
    name,
    isSubDomain,
  }: Pick<InboundDomain, 'name' | 'isSubDomain'>): Promise<MxStatus> {
    // Genesys publishes the records of its own subdomains itself.
    if (isSubDomain) return 'VALID';
    const answer = await dns.lookUp(name, 'MX');
    if (answer.kind === 'failed') return 'NOT_AVAILABLE';
    return answer.kind === 'records' ? 'VALID' : 'INVALID';
  }

  function find(id: string): InboundDomain | undefined {
    const name = readDomainName(id, 'domainId');
    return name.ok ? store.one(name.value) : undefined;
  }

  function read(id: string): Outcome<InboundDomain> {
    const domain = find(id);
    return domain === undefined ? unknownDomain() : done(domain);
  }

  /** Stores what changes of a domain, if it is there. */
  async function put(
    id: string,
    changed: (domain: InboundDomain) => InboundDomain,
  ): Promise<Outcome<InboundDomain>> {
    await database.commits.add(() => {
      const domain = find(id);
      if (domain !== undefined) store.put(changed(domain));
    });
    return read(id);
  }

  async function change(id: string, body: unknown): Promise<Outcome<InboundDomain>> {
    const checked = checkDomainPatch(body);
    if (!checked.ok) return checked;
    return addSettings(id, domainSettings(checked.value));
  }

  /** Sets the domain that bounces of replies come back to. */
  async function putMailFrom(id: string, body: unknown): Promise<Outcome<InboundDomain>> {
    const checked = checkMailFromRequest(body);
    if (!checked.ok) return checked;
    const { mailFromDomain } = checked.value;
    const name = readName(mailFromDomain, 'mailFromDomain');
    return name.ok ? addSettings(id, { mailFromSettings: { mailFromDomain: name.value } }) : name;
  }

  function addSettings(id: string, settings: JsonObject): Promise<Outcome<InboundDomain>> {
    return put(id, (domain) => ({ ...domain, settings: { ...domain.settings, ...settings } }));
  }

  /** Looks the MX record up again. */
  async function verify(id: string): Promise<Outcome<InboundDomain>> {
    const domain = find(id);
    if (domain === undefined) return unknownDomain();
    const mxStatus = await mxStatusOf(domain);
    return put(id, (stored) => ({ ...stored, mxStatus }));
  }

  /** What a change would make of a domain, with its MX record looked up; the change itself is not stored. */
  async function validate(id: string, body: unknown): Promise<Outcome<InboundDomain>> {
    const checked = checkDomainPatch(body ?? {});
    if (!checked.ok) return checked;
    const verified = await verify(id);
    if (!verified.ok) return verified;
    const settings = { ...verified.value.settings, ...domainSettings(checked.value) };
    return done({ ...verified.value, settings });
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
    const message = 'The domain has no SMTP server of its own to connect to.';
    return refuse('attendant.domain.no.smtp.server', message);
  }

  return { create, read, list: store.page, change, putMailFrom, verify, validate, remove, testConnection };
}

/** What openInboundDomains returns. */
export type InboundDomains = ReturnType<typeof openInboundDomains>;

/** The refusal for a domain, or anything of it, that is not there. */
export function unknownDomain(): Outcome<never> {
  return refuse('postino.error.not.found', 'No inbound domain has this id.');
}

function readName(text: string, field = 'id'): Outcome<string> {
  const read = readDomainName(text, field);
  return read.ok ? read : refuse('postino.invalid.domain.name', read.refusal.message, { field });
}
