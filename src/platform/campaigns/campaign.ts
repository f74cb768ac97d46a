import type { JsonObject } from '../../authoring/json.ts';
import type { MessageChannel } from '../messages/message.ts';

/** How a campaign stands, in Genesys' words. */
export const CAMPAIGN_STATUSES = [
  'on',
  'stopping',
  'off',
  'complete',
  'invalid',
  'forced_off',
  'forced_stopping',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A column that contacts are sorted by (C10). */
export interface ContactSort {
  readonly fieldName: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isNumeric: boolean;
}

/** The settings of a WhatsApp campaign (C8). */
export interface WhatsAppConfig {
  /** Columns with phone IDs; the first that holds one is written to. */
  readonly columns: readonly string[];
  readonly integrationId: string;
  /** The response that is the message template. */
  readonly templateId: string;
}

/** The settings of an SMS campaign. */
export interface SmsConfig {
  readonly phoneColumn: string;
  /** The column with the text of each message. */
  readonly messageColumn: string;
  readonly senderNumber: string;
  /** The response with the text of every message, in place of the column's. */
  readonly templateId?: string;
}

/** The settings of an e-mail campaign. */
export interface EmailConfig {
  readonly columns: readonly string[];
  /** The outbound domain that sends. */
  readonly domainName: string;
  readonly localPart: string;
  readonly friendlyName?: string;
  readonly replyTo?: { readonly domainName: string; readonly routeId: string };
  /** The response with subject and body. */
  readonly templateId: string;
}

/** What a campaign does. */
export interface CampaignSettings {
  readonly messagesPerMinute: number;
  readonly alwaysRunning: boolean;
  readonly contactSorts: readonly ContactSort[];
  readonly contactListFilterIds: readonly string[];
  readonly dncListIds: readonly string[];
  readonly callableTimeSetId?: string;
  readonly whatsApp?: WhatsAppConfig;
  readonly sms?: SmsConfig;
  readonly email?: EmailConfig;
  /** What else the API was given and gives back. */
  readonly more?: JsonObject;
}

/** Why a campaign cannot go on, or cannot start: Genesys' `RestErrorDetail`. */
export interface CampaignFault {
  /** A code of the refusals. */
  readonly error: string;
  /** A sentence for people. */
  readonly details: string;
}

/** A row of `campaign`. Times are epoch ms. */
export interface Campaign {
  /** Its number within the database; `id` is what the API knows. */
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
  readonly channel: MessageChannel;
  readonly listKey: number;
  readonly settings: CampaignSettings;
  readonly status: CampaignStatus;
  readonly errors: readonly CampaignFault[];
  /** The run that goes on or ended last; null: it has none to go on with. */
  readonly runKey: number | null;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Whether messages of it go out, or may still. */
export function isActive({ status }: Pick<Campaign, 'status'>): boolean {
  return status === 'on' || status === 'stopping' || status === 'forced_stopping';
}

/**
 * What is done to the queue of a run.
 *
 * `emptying`: those who waited are being taken out, as filters or order have changed; nobody is messaged meanwhile.
 * `sorting`: the contacts up to `sortedUntil` are being queued in order. `feeding`: those beyond are, as they are needed.
 */
export type RunStage = 'emptying' | 'sorting' | 'feeding';

/** A row of `campaign_run`: one way through a contact list. */
export interface CampaignRun {
  readonly key: number;
  readonly campaignKey: number;
  readonly listKey: number;
  /** Contacts up to this sequence come in the order of the sorts; 0: none do. */
  readonly sortedUntil: number;
  readonly stage: RunStage;
  /** Contacts up to this sequence were queued or filtered out. */
  readonly fedUntil: number;
  readonly nextPosition: number;
  /** What it was fed by: filters and sorts, as JSON. Others, and the feeding begins anew. */
  readonly basis: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** Why a contact gets no message. */
export const SKIP_REASONS = [
  'NO_ADDRESS',
  'INVALID_ADDRESS',
  'ON_DNC_LIST',
  'NO_CONSENT',
  'OPTED_OUT',
  'NOT_CONTACTABLE',
  'NEVER_CALLABLE',
  'NOT_CALLABLE_NOW',
  'CONNECTED_CONVERSATION',
  'INVALID_VALUE',
  'TEXT_TOO_LONG',
  'CONTACT_DELETED',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];
