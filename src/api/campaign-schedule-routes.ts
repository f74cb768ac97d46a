import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { ScheduledCampaign } from '../platform/campaign-schedules/campaign-schedule.ts';
import type { CampaignSchedules } from '../platform/campaign-schedules/campaign-schedules.ts';
import { SCHEDULE_KINDS } from '../platform/campaign-schedules/schedule-kind.ts';
import type { Platform } from '../platform/platform.ts';
import type { Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';

type Channel = ScheduledCampaign['channel'];

/** There is no page to ask for in Genesys Cloud: all schedules are listed, as many as campaigns at most (C2). */
const ALL = { pageSize: 1_000, maxPageSize: 1_000 };

interface SchedulePath {
  readonly Params: { readonly campaignId: string };
}

/** Schedules of campaigns, as `/api/v2/outbound/schedules/{email,messaging,whatsapp}campaigns` have them. */
export function campaignScheduleRoutes({ oauth, outbound }: Platform): FastifyPluginAsync {
  const { schedules } = outbound;
  return async (server) => {
    for (const channel of ['email', 'sms', 'whatsapp'] as const) {
      const { path, campaignField } = SCHEDULE_KINDS[channel];
      const all = `/api/v2/outbound/schedules/${path}`;
      const needs = (verb: string) => ({
        onRequest: authorized(oauth, {
          any: [`outbound:${campaignField}Schedule:${verb}`, `outbound:${campaignField}:${verb}Schedule`],
        }),
      });
      const place = (campaignId: string) => ({ channel, campaignId });
      server.get(all, needs('view'), async (request, reply) =>
        answer(request, reply, listing(request, all, schedules, channel)),
      );
      server.get<SchedulePath>(`${all}/:campaignId`, needs('view'), async (request, reply) =>
        answer(request, reply, schedules.read(place(request.params.campaignId))),
      );
      server.put<SchedulePath>(`${all}/:campaignId`, needs('edit'), async (request, reply) =>
        answer(request, reply, await schedules.put(place(request.params.campaignId), request.body)),
      );
      server.delete<SchedulePath>(`${all}/:campaignId`, needs('delete'), async (request, reply) =>
        answer(request, reply, await schedules.remove(place(request.params.campaignId)), 204),
      );
    }
  };
}

function listing(
  request: FastifyRequest,
  path: string,
  schedules: CampaignSchedules,
  channel: Channel,
): Outcome<JsonObject> {
  return entityListing(request, path, schedules.list(channel), ALL);
}
