import { type Static, type TSchema, Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { NAME } from '../authorization/request-texts.ts';
import type { MessageChannel } from '../messages/message.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import {
  CAMPAIGN_STATUSES,
  type CampaignSettings,
  type CampaignStatus,
  type EmailConfig,
  type SmsConfig,
  type WhatsAppConfig,
} from './campaign.ts';

/** C10. */
export const MAX_SORTS = 4;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Ref = Type.Object({ id: Id });
const Column = Type.String({ minLength: 1, maxLength: 200, description: 'A column of the contact list' });

/** The settings of a campaign's channel, each part named by a `ref`. */
function configsOf<R extends TSchema>(ref: R) {
  return {
    emailConfig: Type.Optional(
      Type.Object({
        emailColumns: Type.Array(Column, { minItems: 1, maxItems: 10 }),
        contentTemplate: ref,
        fromAddress: Type.Object({
          domain: ref,
          localPart: Type.String({ minLength: 1, maxLength: 64 }),
          friendlyName: Type.Optional(Type.String({ maxLength: 64, pattern: '^[^\\p{Cc}\\p{Cs}]*$' })),
        }),
        replyToAddress: Type.Optional(Type.Object({ domain: ref, route: ref })),
      }),
    ),
    smsConfig: Type.Optional(
      Type.Object({
        messageColumn: Column,
        phoneColumn: Column,
        senderSmsPhoneNumber: Type.Object({ phoneNumber: Type.String({ maxLength: 30 }) }),
        contentTemplate: Type.Optional(ref),
      }),
    ),
    whatsAppConfig: Type.Optional(
      Type.Object({
        whatsAppColumns: Type.Array(Column, { minItems: 1, maxItems: 10 }),
        whatsAppIntegration: ref,
        contentTemplate: ref,
      }),
    ),
  };
}

/**
 * The properties of Genesys' `MessagingCampaign`, as far as they are asked for.
 *
 * @param ref how a campaign names its parts: by id in requests, by id or name in files.
 * @param filter how it names its filters, @param times its callable times: files may hold them.
 */
export function campaignProperties<R extends TSchema, F extends TSchema, T extends TSchema>({
  ref,
  filter,
  times,
}: {
  readonly ref: R;
  readonly filter: F;
  readonly times: T;
}) {
  const refs = Type.Optional(Type.Array(ref, { maxItems: 10 }));
  return {
    name: NAME,
    version: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    division: Type.Optional(ref),
    campaignStatus: Type.Optional(Type.Enum([...CAMPAIGN_STATUSES])),
    callableTimeSet: Type.Optional(times),
    contactList: ref,
    dncLists: refs,
    alwaysRunning: Type.Optional(
      Type.Boolean({ description: 'Whether it waits for new contacts in place of being complete' }),
    ),
    contactSorts: Type.Optional(
      Type.Array(
        Type.Object({
          fieldName: Column,
          direction: Type.Optional(Type.Enum(['ASC', 'DESC'])),
          numeric: Type.Optional(Type.Boolean()),
        }),
        { maxItems: MAX_SORTS },
      ),
    ),
    messagesPerMinute: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    ruleSets: refs,
    contactListFilters: Type.Optional(Type.Array(filter, { maxItems: 10 })),
    dynamicContactQueueingSettings: Type.Optional(
      Type.Object({ sort: Type.Optional(Type.Boolean()), filter: Type.Optional(Type.Boolean()) }),
    ),
    ...configsOf(ref),
  };
}

/** Genesys' `MessagingCampaign`, as far as it is asked for. */
const MessagingCampaign = Type.Object(campaignProperties({ ref: Ref, filter: Ref, times: Ref }));
type MessagingCampaign = Static<typeof MessagingCampaign>;

/** A campaign as it was asked for: well formed, not yet checked against what there is. */
export interface AskedCampaign {
  readonly name: string;
  readonly version?: number;
  readonly divisionId?: string;
  /** Genesys Cloud starts and stops by a changed status, too. */
  readonly status?: CampaignStatus;
  readonly contactListId: string;
  readonly channel: MessageChannel;
  readonly settings: CampaignSettings;
}

const checkRequest = requestCheck(MessagingCampaign);

/** Reads the body of a campaign; refuses what is not well formed, naming the field. */
export function readCampaign(body: unknown): Outcome<AskedCampaign> {
  const checked = checkRequest(withoutNulls(body));
  if (!checked.ok) return checked;
  const request = checked.value;
  const refused = refuseConfigs(request) ?? refuseRuleSets(request);
  if (refused !== undefined) return refused;
  const { name, version, division, campaignStatus, contactList } = request;
  return done({
    name,
    ...(version !== undefined && { version }),
    ...(division !== undefined && { divisionId: division.id }),
    ...(campaignStatus !== undefined && { status: campaignStatus }),
    contactListId: contactList.id,
    channel: channelOf(request),
    settings: settingsOf(request),
  });
}

/** The official SDKs may write what is absent as null. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

const CONFIGS = ['whatsAppConfig', 'smsConfig', 'emailConfig'] as const;

function refuseConfigs(request: MessagingCampaign): Outcome<never> | undefined {
  const given = CONFIGS.filter((name) => request[name] !== undefined);
  if (given.length === 1) return undefined;
  const [, field = 'whatsAppConfig'] = given;
  return refuse(
    'attendant.campaign.one.config',
    `A campaign needs exactly one of ${CONFIGS.join(', ')}; this one has ${given.length}.`,
    { field },
  );
}

function refuseRuleSets({ ruleSets = [] }: MessagingCampaign): Outcome<never> | undefined {
  if (ruleSets.length === 0) return undefined;
  return refuse('attendant.rule.sets.not.available', 'ruleSets are not available here; leave them out.', {
    field: 'ruleSets',
  });
}

function channelOf({ smsConfig, emailConfig }: MessagingCampaign): MessageChannel {
  if (smsConfig !== undefined) return 'sms';
  return emailConfig === undefined ? 'whatsapp' : 'email';
}

function settingsOf(request: MessagingCampaign): CampaignSettings {
  const { contactSorts = [], contactListFilters = [], dncLists = [], callableTimeSet } = request;
  const { dynamicContactQueueingSettings: dynamic } = request;
  return {
    messagesPerMinute: request.messagesPerMinute,
    alwaysRunning: request.alwaysRunning ?? false,
    contactSorts: contactSorts.map(({ fieldName, direction = 'ASC', numeric = false }) => ({
      fieldName,
      direction,
      isNumeric: numeric,
    })),
    contactListFilterIds: contactListFilters.map(({ id }) => id),
    dncListIds: dncLists.map(({ id }) => id),
    ...(callableTimeSet !== undefined && { callableTimeSetId: callableTimeSet.id }),
    ...(request.whatsAppConfig !== undefined && { whatsApp: whatsAppOf(request.whatsAppConfig) }),
    ...(request.smsConfig !== undefined && { sms: smsOf(request.smsConfig) }),
    ...(request.emailConfig !== undefined && { email: emailOf(request.emailConfig) }),
    ...(dynamic !== undefined && {
      more: { dynamicContactQueueingSettings: queueingOf(dynamic as JsonObject) },
    }),
  };
}

function whatsAppOf(config: NonNullable<MessagingCampaign['whatsAppConfig']>): WhatsAppConfig {
  return {
    columns: config.whatsAppColumns,
    integrationId: config.whatsAppIntegration.id,
    templateId: config.contentTemplate.id,
  };
}

function smsOf(config: NonNullable<MessagingCampaign['smsConfig']>): SmsConfig {
  const { phoneColumn, messageColumn, senderSmsPhoneNumber, contentTemplate } = config;
  const template = contentTemplate === undefined ? {} : { templateId: contentTemplate.id };
  return { phoneColumn, messageColumn, senderNumber: senderSmsPhoneNumber.phoneNumber, ...template };
}

function emailOf(config: NonNullable<MessagingCampaign['emailConfig']>): EmailConfig {
  const { fromAddress, replyToAddress: replyTo } = config;
  const { friendlyName } = fromAddress;
  return {
    columns: config.emailColumns,
    templateId: config.contentTemplate.id,
    domainName: fromAddress.domain.id,
    localPart: fromAddress.localPart,
    ...(friendlyName !== undefined && friendlyName !== '' && { friendlyName }),
    ...(replyTo !== undefined && { replyTo: { domainName: replyTo.domain.id, routeId: replyTo.route.id } }),
  };
}

/** What is known of queueing settings; other members are not given back. */
function queueingOf(dynamic: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(dynamic).filter(([name]) => name === 'sort' || name === 'filter'));
}
