import type { JsonObject } from '../../authoring/json.ts';
import type { CampaignFile } from '../campaigns/campaign-file.ts';
import { type PartFinder, type PartKind, type PartRef, UNKNOWN_PART } from '../campaigns/named-parts.ts';
import type { PartKinds } from './part-kinds.ts';

/**
 * The request that a campaign's file stands for, its parts by their ids. What cannot be found is told by the finder.
 *
 * @param inline the ids of the parts that the file itself holds, by their field.
 */
export function resolveCampaign(
  file: CampaignFile,
  kinds: PartKinds,
  finder: PartFinder,
  inline: ReadonlyMap<string, string>,
): JsonObject {
  const ref = (kind: PartKind, of: PartRef, field: string) => ({
    id: inline.get(field) ?? finder.idOf(kind, of, field),
  });
  const refs = (kind: PartKind, of: readonly PartRef[] | undefined, field: string) =>
    of && { [field]: of.map((one, index) => ref(kind, one, `${field}.${index}`)) };
  const { $schema, id, version, campaignStatus, dateCreated, dateModified, errors, selfUri, ...rest } = file;
  const { contactListFilters, dncLists, division, callableTimeSet } = file;
  const { whatsAppConfig: whatsApp, smsConfig: sms, emailConfig: email } = file;
  const contactList = ref(kinds.contactList, file.contactList, 'contactList');
  return plain({
    ...rest,
    contactList,
    // Refused as they are: there are none.
    ...(file.ruleSets && { ruleSets: file.ruleSets.map(() => ({ id: UNKNOWN_PART })) }),
    ...refs(kinds.dncList, dncLists, 'dncLists'),
    // Without its list nobody knows where to look for a filter.
    ...(contactList.id !== UNKNOWN_PART &&
      refs(kinds.filterOf(contactList.id), contactListFilters, 'contactListFilters')),
    ...(division && { division: ref(kinds.division, division, 'division') }),
    ...(callableTimeSet && {
      callableTimeSet: ref(kinds.callableTimeSet, callableTimeSet, 'callableTimeSet'),
    }),
    ...(whatsApp && {
      whatsAppConfig: {
        ...whatsApp,
        whatsAppIntegration: ref(
          kinds.integration,
          whatsApp.whatsAppIntegration,
          'whatsAppConfig.whatsAppIntegration',
        ),
        contentTemplate: ref(kinds.template, whatsApp.contentTemplate, 'whatsAppConfig.contentTemplate'),
      },
    }),
    ...(sms?.contentTemplate && {
      smsConfig: {
        ...sms,
        contentTemplate: ref(kinds.response, sms.contentTemplate, 'smsConfig.contentTemplate'),
      },
    }),
    ...(email && { emailConfig: resolveEmail(email) }),
  });

  function resolveEmail(config: NonNullable<CampaignFile['emailConfig']>) {
    const { fromAddress, replyToAddress: reply, contentTemplate } = config;
    const from = ref(kinds.outboundDomain, fromAddress.domain, 'emailConfig.fromAddress.domain');
    return {
      ...config,
      contentTemplate: ref(kinds.response, contentTemplate, 'emailConfig.contentTemplate'),
      fromAddress: { ...fromAddress, domain: from },
      ...(reply && { replyToAddress: resolveReply(reply) }),
    };
  }

  function resolveReply({ domain, route }: { readonly domain: PartRef; readonly route: PartRef }) {
    const place = 'emailConfig.replyToAddress';
    const found = ref(kinds.inboundDomain, domain, `${place}.domain`);
    if (found.id === UNKNOWN_PART) return { domain: found, route: found };
    return { domain: found, route: ref(kinds.routeOf(found.id), route, `${place}.route`) };
  }
}

/** Without what is not given. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
