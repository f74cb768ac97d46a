import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { JsonObject } from '../authoring/json.ts';
import { CAMPAIGN_STATUSES, type Campaign } from '../platform/campaigns/campaign.ts';
import { CAMPAIGNS_PATH, campaignUri, contactListRef } from '../platform/campaigns/campaign-entity.ts';
import type { CampaignQuery } from '../platform/campaigns/campaign-store.ts';
import type { MessageChannel } from '../platform/messages/message.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { queryChoice, queryList, queryText } from './query.ts';

const ALL_PATH = '/api/v2/outbound/campaigns/all';
const CHANNELS: { readonly [type: string]: MessageChannel } = {
  EMAIL: 'email',
  SMS: 'sms',
  WHATSAPP: 'whatsapp',
};
const checkIds = requestCheck(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }));

interface CampaignPath {
  readonly Params: { readonly messagingCampaignId: string };
}

/** Campaigns, as `/api/v2/outbound/messagingcampaigns` has them (C1). */
export function messagingCampaignRoutes({ oauth, outbound, divisions }: Platform): FastifyPluginAsync {
  const { campaigns, lists } = outbound;
  const may = (verb: string) => ({
    onRequest: authorized(oauth, {
      any: ['messagingCampaign', 'emailCampaign', 'whatsAppCampaign'].map(
        (kind) => `outbound:${kind}:${verb}`,
      ),
    }),
  });
  const recycle = {
    onRequest: authorized(oauth, {
      any: ['messagingCampaign', 'emailCampaign', 'whatsAppCampaign'].flatMap((kind) => [
        `outbound:${kind}:edit`,
        `outbound:${kind}:recycle`,
      ]),
    }),
  };
  const ONE = `${CAMPAIGNS_PATH}/:messagingCampaignId`;

  const withOne = (id: string, tell: (campaign: Campaign) => unknown): Outcome<unknown> => {
    const found = campaigns.one(id);
    return found.ok ? done(tell(found.value)) : found;
  };

  function listing(
    request: FastifyRequest,
    path: string,
    tell: (campaign: Campaign) => JsonObject,
  ): Outcome<JsonObject> {
    const query = readQuery(request);
    if (!query.ok) return query;
    const page = readPage(request);
    if (!page.ok) return page;
    const { pageSize, pageNumber } = page.value;
    const found = campaigns.page({ ...query.value, limit: pageSize, offset: (pageNumber - 1) * pageSize });
    return done(pageListing(request, path, page.value, { ...found, entities: found.campaigns.map(tell) }));
  }

  function divisionView({ id, name, divisionId }: Campaign): JsonObject {
    const division = divisions.one(divisionId) ?? divisions.homeDivision();
    return {
      id,
      name,
      division: { id: division.id, name: division.name },
      selfUri: `${CAMPAIGNS_PATH}/divisionviews/${encodeURIComponent(id)}`,
    };
  }

  const commonView = (campaign: Campaign): JsonObject => ({
    ...divisionView(campaign),
    mediaType: campaign.channel,
    selfUri: campaignUri(campaign.id),
  });

  function progress(campaign: Campaign): JsonObject {
    const list = lists.byKey(campaign.listKey);
    const { id, name } = campaign;
    const reference = { campaign: { id, name, selfUri: campaignUri(id) }, contactList: contactListRef(list) };
    if (list === undefined) return reference;
    const { total, messaged, percentage, skippedBy } = campaigns.progressOf(campaign, list);
    return {
      ...reference,
      numberOfContactsMessaged: messaged,
      totalNumberOfContacts: total,
      percentage,
      numberOfContactsSkipped: skippedBy,
    };
  }

  function diagnostics(campaign: Campaign): JsonObject {
    const list = lists.byKey(campaign.listKey);
    if (list === undefined) return {};
    const { waitingForTime, filteredOut } = campaigns.progressOf(campaign, list);
    return { timeZoneRescheduledContactsCount: waitingForTime, filteredOutContactsCount: filteredOut };
  }

  return async (server) => {
    server.get(CAMPAIGNS_PATH, may('view'), async (request, reply) =>
      answer(request, reply, listing(request, CAMPAIGNS_PATH, campaigns.entity)),
    );
    server.post(CAMPAIGNS_PATH, may('add'), async (request, reply) =>
      answer(request, reply, await campaigns.create(request.body)),
    );
    server.get(`${CAMPAIGNS_PATH}/divisionviews`, may('search'), async (request, reply) =>
      answer(request, reply, listing(request, `${CAMPAIGNS_PATH}/divisionviews`, divisionView)),
    );
    server.get<CampaignPath>(
      `${CAMPAIGNS_PATH}/divisionviews/:messagingCampaignId`,
      may('search'),
      async (request, reply) =>
        answer(request, reply, withOne(request.params.messagingCampaignId, divisionView)),
    );
    server.post(`${CAMPAIGNS_PATH}/progress`, may('view'), async (request, reply) => {
      const ids = checkIds(request.body);
      if (!ids.ok) return answer(request, reply, ids);
      const { campaigns: found } = campaigns.page({ ids: ids.value, limit: ids.value.length, offset: 0 });
      return answer(request, reply, done(found.map(progress)));
    });
    server.get<CampaignPath>(ONE, may('view'), async (request, reply) =>
      answer(request, reply, withOne(request.params.messagingCampaignId, campaigns.entity)),
    );
    server.put<CampaignPath>(ONE, may('edit'), async (request, reply) =>
      answer(request, reply, await campaigns.change(request.params.messagingCampaignId, request.body)),
    );
    server.delete<CampaignPath>(ONE, may('delete'), async (request, reply) =>
      answer(request, reply, await campaigns.remove(request.params.messagingCampaignId)),
    );
    server.get<CampaignPath>(`${ONE}/progress`, may('view'), async (request, reply) =>
      answer(request, reply, withOne(request.params.messagingCampaignId, progress)),
    );
    server.delete<CampaignPath>(`${ONE}/progress`, recycle, async (request, reply) =>
      answer(request, reply, emptied(await campaigns.resetProgress(request.params.messagingCampaignId)), 204),
    );
    server.get<CampaignPath>(`${ONE}/diagnostics`, may('view'), async (request, reply) =>
      answer(request, reply, withOne(request.params.messagingCampaignId, diagnostics)),
    );
    server.post<CampaignPath>(`${ONE}/start`, may('start'), async (request, reply) =>
      answer(request, reply, emptied(await campaigns.start(request.params.messagingCampaignId)), 204),
    );
    server.post<CampaignPath>(`${ONE}/stop`, may('stop'), async (request, reply) =>
      answer(request, reply, emptied(await campaigns.stop(request.params.messagingCampaignId)), 204),
    );
    server.get(
      ALL_PATH,
      { onRequest: authorized(oauth, { any: ALL_KINDS.map((kind) => `outbound:${kind}:view`) }) },
      async (request, reply) => answer(request, reply, listing(request, ALL_PATH, commonView)),
    );
    server.get(
      `${ALL_PATH}/divisionviews`,
      { onRequest: authorized(oauth, { any: ALL_KINDS.map((kind) => `outbound:${kind}:search`) }) },
      async (request, reply) =>
        answer(request, reply, listing(request, `${ALL_PATH}/divisionviews`, commonView)),
    );
  };
}

const ALL_KINDS = ['campaign', 'messagingCampaign', 'emailCampaign', 'whatsAppCampaign'];

/** The same outcome without a body. */
function emptied(outcome: Outcome<unknown>): Outcome<undefined> {
  return outcome.ok ? done(undefined) : outcome;
}

type Query = Omit<CampaignQuery, 'limit' | 'offset'>;

function readQuery(request: FastifyRequest): Outcome<Query> {
  const status = queryChoice(request, 'campaignStatus', CAMPAIGN_STATUSES);
  if (!status.ok) return status;
  const type = queryChoice(request, 'type', Object.keys(CHANNELS));
  if (!type.ok) return type;
  const sortBy = queryChoice(request, 'sortBy', ['name', 'campaignStatus', 'type'] as const);
  if (!sortBy.ok) return sortBy;
  const order = queryChoice(request, 'sortOrder', ['ascending', 'descending', 'a', 'd'] as const);
  if (!order.ok) return order;
  // Kinds that there are not here, such as voice, are found nowhere.
  const types = type.value === undefined ? queryList(request, 'mediaType') : [type.value];
  const channels = types.flatMap((word) => CHANNELS[word.toUpperCase()] ?? []);
  return done({
    ...textsOf(request),
    ...(types.length > 0 && { channels }),
    ...(status.value !== undefined && { status: status.value }),
    sortBy: sortBy.value ?? 'name',
    isDescending: order.value?.startsWith('d') ?? false,
  });
}

const TEXTS = ['name', 'contactListId', 'senderSmsPhoneNumber', 'contentTemplateId'] as const;

function textsOf(request: FastifyRequest): Query {
  const texts = TEXTS.flatMap((name) => {
    const text = queryText(request, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const [ids, divisionIds] = [queryList(request, 'id'), queryList(request, 'divisionId')];
  return {
    ...Object.fromEntries(texts),
    ...(ids.length > 0 && { ids }),
    ...(divisionIds.length > 0 && { divisionIds }),
  };
}
