import type { ContactList } from '../contact-lists/contact-list.ts';
import { readMailAddress } from '../email/email-address.ts';
import type { MessageTemplate } from '../message-templates/message-template.ts';
import { isBlocked } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import type { EmailConfig, SmsConfig, WhatsAppConfig } from './campaign.ts';
import { contentOf } from './campaign-content.ts';
import { type Checked, type Fault, fault } from './campaign-fault.ts';
import type { CampaignGround } from './campaign-ground.ts';
import { columnIndex, placesOf } from './content-columns.ts';

/** What is wrong with the sender and the template of a campaign (C8). */
export function channelFaults(
  { settings }: Checked,
  list: ContactList,
  ground: CampaignGround,
): Iterable<Fault> {
  const { whatsApp, sms, email } = settings;
  if (whatsApp !== undefined) return whatsAppFaults(whatsApp, list, ground);
  if (sms !== undefined) return smsFaults(sms, list, ground);
  return email === undefined ? [] : emailFaults(email, list, ground);
}

function* whatsAppFaults(config: WhatsAppConfig, list: ContactList, ground: CampaignGround): Iterable<Fault> {
  yield* integrationFaults(config, ground);
  const field = 'whatsAppConfig.contentTemplate.id';
  const template = ground.template(config.templateId);
  if (template === undefined)
    return void (yield fault(
      'attendant.template.not.found',
      field,
      `${field} must be the id of a WhatsApp message template.`,
    ));
  if (template.status !== 'approved')
    yield fault(
      'attendant.template.not.approved',
      field,
      `The template ${template.id} is ${template.status}; only approved templates can be sent.`,
    );
  if (template.integrationIds?.includes(config.integrationId) === false)
    yield fault(
      'attendant.template.other.integration',
      field,
      `The template ${template.id} does not belong to the WhatsApp integration of the campaign.`,
    );
  yield* placeFaults(parameterIds(template), list, field);
}

function parameterIds({ parameters = [] }: MessageTemplate): readonly string[] {
  return [...new Set(parameters.map(({ id }) => id))];
}

function* integrationFaults({ integrationId }: WhatsAppConfig, ground: CampaignGround): Iterable<Fault> {
  const field = 'whatsAppConfig.whatsAppIntegration.id';
  const integration = ground.integration(integrationId);
  if (integration === undefined)
    yield fault(
      'attendant.integration.not.found',
      field,
      `${field} must be the id of a WhatsApp integration of this organization.`,
    );
  else if (isBlocked(integration, ground.now()))
    yield fault(
      'attendant.sender.blocked',
      field,
      `WhatsApp has blocked ${integration.name}: too many of its messages went to numbers that are not on WhatsApp.`,
    );
  else if (integration.status !== 'active')
    yield fault(
      'attendant.integration.not.active',
      field,
      `The WhatsApp integration ${integration.name} is not active; activate it, or choose another.`,
    );
}

function* placeFaults(names: readonly string[], list: ContactList, field: string): Iterable<Fault> {
  const unknown = names.filter((name) => columnIndex(list, name) === undefined);
  if (unknown.length === 0) return;
  yield fault(
    'attendant.campaign.column.not.found',
    field,
    `The template has {{${unknown.join('}}, {{')}}}, and the contact list no column of that name; it has ${list.settings.columnNames.join(', ')}.`,
  );
}

function* smsFaults(config: SmsConfig, list: ContactList, ground: CampaignGround): Iterable<Fault> {
  if (!ground.isSmsNumber(config.senderNumber))
    yield fault(
      'attendant.sms.number.not.found',
      'smsConfig.senderSmsPhoneNumber.phoneNumber',
      'smsConfig.senderSmsPhoneNumber.phoneNumber must be an SMS number of this organization.',
    );
  if (config.templateId !== undefined)
    return void (yield* contentFaults(config.templateId, 'CampaignSmsTemplate', 'smsConfig', list, ground));
  if (!list.settings.columnNames.includes(config.messageColumn))
    yield fault(
      'attendant.campaign.column.not.found',
      'smsConfig.messageColumn',
      `smsConfig.messageColumn must be a column of the contact list: ${list.settings.columnNames.join(', ')}.`,
    );
}

function* emailFaults(config: EmailConfig, list: ContactList, ground: CampaignGround): Iterable<Fault> {
  const { domainName, localPart, replyTo, templateId } = config;
  if (ground.domain(domainName)?.isProvisioned !== true)
    yield fault(
      'email.error.domain.not.verified',
      'emailConfig.fromAddress.domain.id',
      'emailConfig.fromAddress.domain.id must be an activated outbound domain of this organization.',
    );
  else if (!readMailAddress(`${localPart}@${domainName}`, 'emailConfig.fromAddress').ok)
    yield fault(
      'email.error.invalid.email',
      'emailConfig.fromAddress.localPart',
      'emailConfig.fromAddress.localPart must be what stands before the @ of an address, such as news.',
    );
  if (replyTo !== undefined && ground.replyAddress(replyTo.domainName, replyTo.routeId) === undefined)
    yield fault(
      'attendant.campaign.part.not.found',
      'emailConfig.replyToAddress.route.id',
      'emailConfig.replyToAddress must name a route of an inbound domain with a mailbox of its own.',
    );
  yield* contentFaults(templateId, 'CampaignEmailTemplate', 'emailConfig', list, ground);
}

function* contentFaults(
  id: string,
  type: 'CampaignEmailTemplate' | 'CampaignSmsTemplate',
  config: 'smsConfig' | 'emailConfig',
  list: ContactList,
  ground: CampaignGround,
): Iterable<Fault> {
  const field = `${config}.contentTemplate.id`;
  const response = ground.response(id);
  if (response === undefined)
    return void (yield fault(
      'attendant.template.not.found',
      field,
      `${field} must be the id of a response.`,
    ));
  const content = contentOf(response, type);
  if (content === undefined || (content.text ?? content.html ?? '') === '')
    return void (yield fault(
      'attendant.campaign.template.type',
      field,
      `${field} must be a response of the type ${type} with a text; ${response.name} is none.`,
    ));
  yield* placeFaults(placesOf(content), list, field);
}
