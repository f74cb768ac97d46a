import type { DivisionStore } from '../authorization/division-store.ts';
import type { CallableTimeSets } from '../callable-times/callable-time-sets.ts';
import type { KnownPart, PartKind } from '../campaigns/named-parts.ts';
import type { ContactFilters } from '../contact-filters/contact-filters.ts';
import type { ContactLists } from '../contact-lists/contact-lists.ts';
import type { DncLists } from '../dnc-lists/dnc-lists.ts';
import type { OutboundDomainStore } from '../domains/outbound-domain-store.ts';
import type { InboundDomainStore } from '../inbound-email/inbound-domain-store.ts';
import type { ResponseStore } from '../responses/response-store.ts';
import type { WhatsAppIntegrationStore } from '../whatsapp-integrations/whatsapp-integration-store.ts';

/** Where the parts of campaigns are kept. */
export interface PartStores {
  readonly contactLists: Pick<ContactLists, 'list'>;
  readonly dncLists: Pick<DncLists, 'list'>;
  readonly contactFilters: Pick<ContactFilters, 'list'>;
  readonly callableTimeSets: Pick<CallableTimeSets, 'list'>;
  readonly divisions: Pick<DivisionStore, 'all'>;
  readonly integrations: Pick<WhatsAppIntegrationStore, 'all'>;
  readonly responses: Pick<ResponseStore, 'all'>;
  readonly outboundDomains: Pick<OutboundDomainStore, 'page'>;
  readonly inboundDomains: Pick<InboundDomainStore, 'page' | 'routes'>;
}

const MANY = { limit: 10_000, offset: 0 };
const ALL = { ...MANY, nameMatch: 'Contains', sortBy: 'name', isDescending: false } as const;

/** The kinds of parts that a campaign has, and what there is of each. */
export function partKinds(stores: PartStores) {
  const kind = (word: string, known: () => readonly KnownPart[]): PartKind => ({ word, known });
  return {
    contactList: kind('contact list', () => entities(stores.contactLists.list(ALL, {}))),
    dncList: kind('do-not-contact list', () => entities(stores.dncLists.list(ALL, {}))),
    filterOf: (listId: string) =>
      kind('filter of this contact list', () => entities(stores.contactFilters.list({ ...ALL, listId }))),
    callableTimeSet: kind('callable time set', () => entities(stores.callableTimeSets.list(ALL))),
    division: kind('division', stores.divisions.all),
    integration: kind('WhatsApp integration', stores.integrations.all),
    template: kind('WhatsApp message template', () =>
      stores.responses.all().filter(({ template }) => template !== undefined),
    ),
    response: kind('response', stores.responses.all),
    outboundDomain: kind('outbound domain', () =>
      stores.outboundDomains.page('', MANY).map(({ name }) => ({ id: name, name })),
    ),
    inboundDomain: kind('inbound domain', () =>
      stores.inboundDomains.page('', MANY).domains.map(({ name }) => ({ id: name, name })),
    ),
    routeOf: (domainName: string) =>
      kind('route of this inbound domain', () =>
        stores.inboundDomains
          .routes(domainName, '', MANY)
          .routes.map(({ id, pattern }) => ({ id, name: pattern })),
      ),
  };
}

/** What partKinds returns. */
export type PartKinds = ReturnType<typeof partKinds>;

function entities(listing: { readonly entities: readonly object[] }): readonly KnownPart[] {
  return listing.entities.flatMap((entity) => {
    const { id, name } = entity as { readonly id?: unknown; readonly name?: unknown };
    return typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [];
  });
}
