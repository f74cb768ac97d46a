import type { JsonObject } from '../../authoring/json.ts';
import { INBOUND_DOMAINS_PATH } from './inbound-domain-entity.ts';
import type { InboundRoute } from './inbound-domain-store.ts';

/** Where Genesys Cloud serves the routes of a domain. */
export function inboundRoutesPath(domainName: string): string {
  return `${INBOUND_DOMAINS_PATH}/${encodeURIComponent(domainName)}/routes`;
}

/** A route in the shape of Genesys' `InboundRoute`. @param nameOf what a queue is called; `undefined` for one that is gone. */
export function inboundRouteEntity(
  { id, domainName, pattern, flowId, queueId, settings }: InboundRoute,
  nameOf: (queueId: string) => string | undefined,
): JsonObject {
  return {
    id,
    pattern,
    ...settings,
    ...(flowId !== null && { flow: flowReference(flowId) }),
    ...(queueId !== null && { queue: queueReference(queueId, nameOf(queueId)) }),
    status: 'Active',
    selfUri: `${inboundRoutesPath(domainName)}/${encodeURIComponent(id)}`,
  };
}

function flowReference(id: string): JsonObject {
  return { id, name: id, selfUri: `/api/v2/flows/${encodeURIComponent(id)}` };
}

function queueReference(id: string, name: string | undefined): JsonObject {
  return {
    id,
    ...(name !== undefined && { name }),
    selfUri: `/api/v2/routing/queues/${encodeURIComponent(id)}`,
  };
}
