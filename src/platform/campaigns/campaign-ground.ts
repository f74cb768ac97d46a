import type { ContactList } from '../contact-lists/contact-list.ts';
import type { SendingDomain } from '../domains/domain-sending.ts';
import type { MessageTemplate } from '../message-templates/message-template.ts';
import type { MessageChannel } from '../messages/message.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import type { StoredResponse } from '../responses/response-store.ts';
import type { WhatsAppIntegration } from '../whatsapp-integrations/whatsapp-integration-store.ts';

/** How an import of a list went. */
export interface ImportStanding {
  readonly state: 'running' | 'undoing' | 'complete' | 'failed';
  readonly rejectedCount: number;
}

/** A do-not-contact list, as campaigns see it. */
export interface DncStanding {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly contactMethod: 'Phone' | 'Email' | 'WhatsApp' | 'Any';
  readonly entryCount: number;
}

/** A contact list filter, as campaigns see it. */
export interface FilterStanding {
  readonly listKey: number;
  /** What contacts of a list with these columns must fulfil, over the column `data` of `contact`. */
  condition(columnNames: readonly string[]): SqlCondition;
}

/** When contacts may be written to, as campaigns see it. */
export interface CallableTimes {
  /** `now` when a contact with these zones may be written to now, else when next; undefined for never. */
  callableAt(zones: readonly string[], now: number): number | undefined;
}

/** What a campaign is checked against, and what it is sent with. All of it may be read within a commit. */
export interface CampaignGround {
  now(): number;
  list(key: number): ContactList | undefined;
  importOf(kind: 'contacts' | 'dnc', listKey: number): ImportStanding | undefined;
  dncList(id: string): DncStanding | undefined;
  filter(id: string): FilterStanding | undefined;
  callableTimes(id: string): CallableTimes | undefined;
  integration(id: string): WhatsAppIntegration | undefined;
  /** The message template of a response. */
  template(id: string): MessageTemplate | undefined;
  response(id: string): StoredResponse | undefined;
  isSmsNumber(number: string): boolean;
  domain(name: string): SendingDomain | undefined;
  /** The address that a route of an inbound domain takes mail for. */
  replyAddress(domainName: string, routeId: string): string | undefined;
  /** How many messages a minute the campaigns of a channel may send together. */
  maxPerMinute(channel: MessageChannel): number;
}
