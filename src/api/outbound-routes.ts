import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { callableTimeSetRoutes } from './callable-time-set-routes.ts';
import { campaignScheduleRoutes } from './campaign-schedule-routes.ts';
import { campaignViewRoutes } from './campaign-view-routes.ts';
import { contactListFilterRoutes } from './contact-list-filter-routes.ts';
import { contactListRoutes } from './contact-list-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { dncEntryRoutes } from './dnc-entry-routes.ts';
import { dncListRoutes } from './dnc-list-routes.ts';
import { listExportRoutes } from './list-export-routes.ts';
import { listImportRoutes } from './list-import-routes.ts';
import { listViewRoutes } from './list-view-routes.ts';
import { messagingCampaignRoutes } from './messaging-campaign-routes.ts';
import { outboundEventRoutes } from './outbound-event-routes.ts';
import { outboundSettingsRoutes } from './outbound-settings-routes.ts';
import { uploadFileRoutes, uploadRoutes } from './upload-routes.ts';

/** The groups of routes under `/api/v2/outbound`. */
export function outboundRoutes(platform: Platform): readonly FastifyPluginAsync[] {
  return [
    callableTimeSetRoutes,
    contactListRoutes,
    contactRoutes,
    contactListFilterRoutes,
    dncListRoutes,
    dncEntryRoutes,
    messagingCampaignRoutes,
    campaignViewRoutes,
    campaignScheduleRoutes,
    outboundEventRoutes,
    outboundSettingsRoutes,
    listImportRoutes,
    uploadRoutes,
    uploadFileRoutes,
    listExportRoutes,
    listViewRoutes,
  ].map((routes) => routes(platform));
}
