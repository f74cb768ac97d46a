import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Campaign } from '../platform/campaigns/campaign.ts';
import { campaignView, minuteView } from '../platform/campaigns/campaign-view.ts';
import { csvLine } from '../platform/list-imports/csv-writing.ts';
import { openCampaignPutting } from '../platform/outbound/put-campaign.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendCsv } from './csv-answer.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';

const PATH = '/attendant/campaigns';
/** How many minutes a view has; `…/minutes` has all of the last day. */
const MINUTES_SHOWN = 60;
const MAX_SHOWN = 1_000;

interface CampaignPath {
  readonly Params: { readonly id: string };
}

/** Campaigns for operators, by id or name: how far they are, by the minute, and on and off. `/attendant/campaigns`. */
export function campaignViewRoutes(platform: Platform): FastifyPluginAsync {
  const { campaigns, lists } = platform.outbound;
  const { put } = campaignPutting(platform);

  function view(campaign: Campaign, minutes = MINUTES_SHOWN): JsonObject {
    const list = lists.byKey(campaign.listKey);
    return campaignView({
      campaign,
      list,
      run: campaign.runKey === null ? undefined : campaigns.runs.one(campaign.runKey),
      progress: list && campaigns.progressOf(campaign, list),
      minutes: minutes === 0 ? [] : campaigns.minutesOf(campaign).slice(-minutes),
    });
  }

  const find = ({ params: { id } }: FastifyRequest<CampaignPath>): Outcome<Campaign> => {
    const named = campaigns.store.one(id) ?? campaigns.store.named(id);
    return named === undefined ? campaigns.one(id) : done(named);
  };

  /** What became of each contact, a page of rows at a time. */
  async function* csvOf(campaign: Campaign): AsyncGenerator<string, undefined> {
    const list = lists.byKey(campaign.listKey);
    if (list === undefined) return undefined;
    for await (const rows of campaigns.results.rows(campaign, list)) yield rows.map(csvLine).join('');
    return undefined;
  }

  /** Does something to the campaign and shows it as it is then. */
  async function changed(
    request: FastifyRequest<CampaignPath>,
    change: (id: string) => Promise<Outcome<unknown>>,
  ): Promise<Outcome<JsonObject>> {
    const found = find(request);
    if (!found.ok) return found;
    const { id } = found.value;
    const outcome = await change(id);
    if (!outcome.ok) return outcome;
    const campaign = campaigns.one(id);
    return campaign.ok ? done(view(campaign.value)) : campaign;
  }

  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: MAX_SHOWN, ifAbsent: 100 });
      if (!limit.ok) return answer(request, reply, limit);
      const { campaigns: found, total } = campaigns.page({ limit: limit.value, offset: 0 });
      return reply.send({ entities: found.map((campaign) => view(campaign, 0)), total });
    });
    server.post(PATH, async (request, reply) => {
      const made = await put(request.body);
      if (!made.ok) return answer(request, reply, made);
      const campaign = campaigns.one(String(made.value['id']));
      return answer(request, reply, campaign.ok ? done(view(campaign.value)) : campaign);
    });
    server.get<CampaignPath>(`${PATH}/:id`, async (request, reply) => {
      const found = find(request);
      return answer(request, reply, found.ok ? done(view(found.value)) : found);
    });
    server.get<CampaignPath>(`${PATH}/:id/minutes`, async (request, reply) => {
      const found = find(request);
      if (!found.ok) return answer(request, reply, found);
      return reply.send({ entities: campaigns.minutesOf(found.value).map(minuteView) });
    });
    server.get<CampaignPath>(`${PATH}/:id/results.csv`, async (request, reply) => {
      const found = find(request);
      if (!found.ok) return answer(request, reply, found);
      return sendCsv(request, reply, 'results.csv', csvOf(found.value));
    });
    server.post<CampaignPath>(`${PATH}/:id/start`, async (request, reply) =>
      answer(request, reply, await changed(request, campaigns.start)),
    );
    server.post<CampaignPath>(`${PATH}/:id/stop`, async (request, reply) =>
      answer(request, reply, await changed(request, campaigns.stop)),
    );
    server.post<CampaignPath>(`${PATH}/:id/reset`, async (request, reply) =>
      answer(request, reply, await changed(request, campaigns.resetProgress)),
    );
  };
}

/** Campaigns as files have them: `POST /attendant/campaigns` makes one, or changes the one of its name. */
function campaignPutting({
  outbound,
  divisions,
  integrations,
  responses,
  outboundDomains,
  inboundDomains,
  inboundRoutes,
}: Platform) {
  return openCampaignPutting({
    ...outbound,
    ...{ divisions, integrations },
    responses: responses.store,
    outboundDomains: outboundDomains.store,
    inboundDomains: {
      page: inboundDomains.list,
      routes(name, pattern, slice) {
        const found = inboundRoutes.list(name, pattern, slice);
        return found.ok ? found.value : { routes: [], total: 0 };
      },
    },
  });
}
