import type { JsonObject } from '../../authoring/json.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { Campaign, EmailConfig, SmsConfig, WhatsAppConfig } from './campaign.ts';

/** Where campaigns are served. */
export const CAMPAIGNS_PATH = '/api/v2/outbound/messagingcampaigns';

/** What an entity says of what it refers to. */
export interface CampaignNames {
  readonly division: JsonObject;
  readonly list: ContactList | undefined;
}

/** A campaign in the shape of Genesys' `MessagingCampaign`. */
export function campaignEntity(campaign: Campaign, { division, list }: CampaignNames): JsonObject {
  const { id, name, status, settings, errors, version } = campaign;
  const { whatsApp, sms, email, callableTimeSetId } = settings;
  return {
    id,
    name,
    dateCreated: iso(campaign.createdAt),
    dateModified: iso(campaign.modifiedAt),
    version,
    division,
    campaignStatus: status,
    ...(callableTimeSetId !== undefined && { callableTimeSet: refTo('callabletimesets', callableTimeSetId) }),
    contactList: contactListRef(list),
    dncLists: settings.dncListIds.map((one) => refTo('dnclists', one)),
    alwaysRunning: settings.alwaysRunning,
    contactSorts: settings.contactSorts.map(({ fieldName, direction, isNumeric }) => ({
      fieldName,
      direction,
      numeric: isNumeric,
    })),
    messagesPerMinute: settings.messagesPerMinute,
    contactListFilters: settings.contactListFilterIds.map((one) => refTo('contactlistfilters', one)),
    ...(errors.length > 0 && { errors: errors.map(({ error, details }) => ({ error, details })) }),
    ...settings.more,
    ...(whatsApp !== undefined && { whatsAppConfig: whatsAppEntity(whatsApp) }),
    ...(sms !== undefined && { smsConfig: smsEntity(sms) }),
    ...(email !== undefined && { emailConfig: emailEntity(email) }),
    selfUri: campaignUri(id),
  };
}

/** Where a campaign is served. */
export function campaignUri(id: string): string {
  return `${CAMPAIGNS_PATH}/${encodeURIComponent(id)}`;
}

/** A reference to a contact list. */
export function contactListRef(list: ContactList | undefined): JsonObject {
  return list === undefined ? {} : { ...refTo('contactlists', list.id), name: list.name };
}

function refTo(kind: string, id: string): JsonObject {
  return { id, selfUri: `/api/v2/outbound/${kind}/${encodeURIComponent(id)}` };
}

function responseRef(id: string): JsonObject {
  return { id, selfUri: `/api/v2/responsemanagement/responses/${encodeURIComponent(id)}` };
}

function whatsAppEntity({ columns, integrationId, templateId }: WhatsAppConfig): JsonObject {
  const selfUri = `/api/v2/conversations/messaging/integrations/whatsapp/${encodeURIComponent(integrationId)}`;
  return {
    whatsAppColumns: columns,
    whatsAppIntegration: { id: integrationId, selfUri },
    contentTemplate: responseRef(templateId),
  };
}

function smsEntity({ messageColumn, phoneColumn, senderNumber, templateId }: SmsConfig): JsonObject {
  return {
    messageColumn,
    phoneColumn,
    senderSmsPhoneNumber: {
      phoneNumber: senderNumber,
      selfUri: `/api/v2/routing/sms/phonenumbers/${encodeURIComponent(senderNumber)}`,
    },
    ...(templateId !== undefined && { contentTemplate: responseRef(templateId) }),
  };
}

function emailEntity({
  columns,
  domainName,
  localPart,
  friendlyName,
  replyTo,
  templateId,
}: EmailConfig): JsonObject {
  return {
    emailColumns: columns,
    contentTemplate: responseRef(templateId),
    fromAddress: {
      domain: {
        id: domainName,
        selfUri: `/api/v2/routing/email/outbound/domains/${encodeURIComponent(domainName)}`,
      },
      localPart,
      ...(friendlyName !== undefined && { friendlyName }),
    },
    ...(replyTo !== undefined && {
      replyToAddress: { domain: { id: replyTo.domainName }, route: { id: replyTo.routeId } },
    }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
