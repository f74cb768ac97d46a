import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { readDomainName } from '../domains/domain-name.ts';
import type { FlowPort } from '../interactions/flow-port.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { InboundDomainStore, InboundRoute } from './inbound-domain-store.ts';
import { unknownDomain } from './inbound-domains.ts';
import { checkRouteRequest, type RouteRequest, routeSettings } from './inbound-requests.ts';
import { CATCH_ALL, type Mailbox, patternsFor, readLocalPart, readMailbox } from './mailbox.ts';

/** What routes work with. */
export interface InboundRouteParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: InboundDomainStore;
  readonly flows: Pick<FlowPort, 'typeOf'>;
  readonly queues: { find(id: string): unknown };
}

/** A request that is well formed. */
interface AskedRoute {
  readonly pattern: string;
  readonly request: RouteRequest;
}

/** Who gets the mail of an inbound domain: `/api/v2/routing/email/domains/{domainName}/routes`. */
export function openInboundRoutes({ database, clock, ids, store, flows, queues }: InboundRouteParts) {
  async function decided<T>(decide: () => Outcome<T>): Promise<Outcome<T>> {
    let outcome: Outcome<T> = unknownDomain();
    await database.commits.add(() => {
      outcome = decide();
    });
    return outcome;
  }

  async function create(domainId: string, body: unknown): Promise<Outcome<InboundRoute>> {
    const asked = readRoute(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const domainName = domainNamed(domainId);
      if (domainName === undefined) return unknownDomain();
      return keep({ id: ids.next(), domainName, createdAt: clock.now() }, asked.value);
    });
  }

  async function replace(domainId: string, id: string, body: unknown): Promise<Outcome<InboundRoute>> {
    const asked = readRoute(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const route = find(domainId, id);
      return route === undefined ? unknownRoute() : keep(route, asked.value);
    });
  }

  /** Stores a route under a pattern that no other of its domain has. */
  function keep(
    { id, domainName, createdAt }: Pick<InboundRoute, 'id' | 'domainName' | 'createdAt'>,
    { pattern, request }: AskedRoute,
  ): Outcome<InboundRoute> {
    const other = store.routeAt(domainName, pattern);
    if (other !== undefined && other.id !== id) return PATTERN_EXISTS;
    const { flow, queue } = request;
    if (queue !== undefined && queues.find(queue.id) === undefined)
      return refuse('postino.invalid.route', 'queue.id must be the id of a queue.', { field: 'queue.id' });
    const route = {
      ...{ id, domainName, pattern, createdAt },
      flowId: flow?.id ?? null,
      queueId: queue?.id ?? null,
      settings: routeSettings(request),
    };
    store.putRoute(route);
    return done(route);
  }

  function readRoute(body: unknown): Outcome<AskedRoute> {
    const checked = checkRouteRequest(body);
    if (!checked.ok) return checked;
    const request = checked.value;
    const pattern = request.pattern === CATCH_ALL ? CATCH_ALL : readLocalPart(request.pattern);
    if (pattern === undefined) return BAD_PATTERN;
    return refuseTarget(request) ?? refuseAddresses(request) ?? done({ pattern, request });
  }

  /** A route has a flow or a queue, and the flow is one for e-mail. */
  function refuseTarget({ flow, queue }: RouteRequest): Outcome<never> | undefined {
    if (flow !== undefined && queue !== undefined) return FLOW_AND_QUEUE;
    if (flow === undefined) return queue === undefined ? NEITHER : undefined;
    if (flows.typeOf(flow.id) === 'inboundEmail') return undefined;
    const message = 'flow.id must be the name of a loaded flow of type inboundEmail.';
    return refuse('bad.flow.id', message, { field: 'flow.id' });
  }

  function domainNamed(id: string): string | undefined {
    const name = readDomainName(id, 'domainName');
    return name.ok ? store.one(name.value)?.name : undefined;
  }

  function find(domainId: string, id: string): InboundRoute | undefined {
    const route = store.route(id);
    return route !== undefined && route.domainName === domainNamed(domainId) ? route : undefined;
  }

  function read(domainId: string, id: string): Outcome<InboundRoute> {
    const route = find(domainId, id);
    return route === undefined ? unknownRoute() : done(route);
  }

  /** One page, by pattern. @param pattern a part of it; '' for all. */
  function list(
    domainId: string,
    pattern: string,
    slice: { readonly limit: number; readonly offset: number },
  ) {
    const name = domainNamed(domainId);
    return name === undefined ? unknownDomain() : done(store.routes(name, pattern.toLowerCase(), slice));
  }

  async function remove(domainId: string, id: string): Promise<Outcome<undefined>> {
    return decided(() => {
      if (find(domainId, id) === undefined) return unknownRoute();
      store.removeRoute(id);
      return done(undefined);
    });
  }

  /** The route that takes mail for a mailbox: its own, else that of the part before its `+`, else the domain's for all. */
  function routeFor({ localPart, domainName }: Mailbox): InboundRoute | undefined {
    for (const pattern of patternsFor(localPart)) {
      const route = store.routeAt(domainName, pattern);
      if (route !== undefined) return route;
    }
    return undefined;
  }

  return { create, replace, read, list, remove, routeFor };
}

/** What openInboundRoutes returns. */
export type InboundRoutes = ReturnType<typeof openInboundRoutes>;

const PATTERN_EXISTS = refuse(
  'postino.route.pattern.exists',
  'pattern is that of another route of this domain.',
  {
    field: 'pattern',
  },
);
const BAD_PATTERN = refuse(
  'postino.error.bad.address',
  'pattern must be what stands before the @ of an address: up to 64 characters without spaces; or * for every other mailbox.',
  { field: 'pattern' },
);
const FLOW_AND_QUEUE = refuse('postino.invalid.route', 'A route has either flow or queue; leave one out.', {
  field: 'queue',
});
const NEITHER = refuse('postino.error.queue.required', 'queue is required where there is no flow.', {
  field: 'queue',
});

function unknownRoute(): Outcome<never> {
  return refuse('postino.error.not.found', 'The inbound domain has no route with this id.');
}

function refuseAddresses({
  fromEmail,
  replyEmailAddress,
  autoBcc = [],
}: RouteRequest): Outcome<never> | undefined {
  if (replyEmailAddress !== undefined && replyEmailAddress.route?.id === undefined) {
    const field = 'replyEmailAddress.route.id';
    return refuse('reply.route.id.required', `${field} is required.`, { field });
  }
  const addresses = [
    ...(fromEmail === undefined || fromEmail === '' ? [] : [{ field: 'fromEmail', address: fromEmail }]),
    ...autoBcc.map(({ email }, index) => ({ field: `autoBcc.${index}.email`, address: email })),
  ];
  const bad = addresses.find(({ address }) => readMailbox(address) === undefined);
  if (bad === undefined) return undefined;
  const { field } = bad;
  return refuse('postino.error.bad.address', `${field} is not an e-mail address such as ann@example.com.`, {
    field,
  });
}
