import { type Static, Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import type { MessagingRouteStore } from './messaging-route-store.ts';

const Reference = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 300, description }));

/** Who gets what customers write, as a seed sets it. */
export const MessagingRouteSeed = Type.Object(
  {
    integrationId: Reference('The id of a WhatsApp integration'),
    number: Type.Optional(
      Type.String({
        pattern: '^\\+[1-9]\\d{6,14}$',
        description: 'A number for SMS, with + and country code',
      }),
    ),
    flow: Reference('The name of an inboundMessage flow'),
    queue: Reference('The id of a queue, in place of a flow'),
  },
  { additionalProperties: false },
);
export type MessagingRouteSeed = Static<typeof MessagingRouteSeed>;

/** Stores the routes of a seed. Belongs into a commit. */
export function plantMessagingRoutes(
  { routes, clock }: { readonly routes: MessagingRouteStore; readonly clock: Clock },
  seeds: readonly MessagingRouteSeed[],
): void {
  const now = clock.now();
  for (const { integrationId, number = '', flow = null, queue: queueId = null } of seeds)
    routes.put({
      ...{ flow, queueId, createdAt: now, modifiedAt: now },
      channel: integrationId === undefined ? 'sms' : 'whatsapp',
      ownAddress: integrationId ?? number,
    });
}

/** What of a seed routes are checked against. */
export interface RouteSeeds {
  readonly messagingRoutes?: readonly MessagingRouteSeed[];
  readonly whatsappIntegrations: readonly { readonly id: string }[];
}

/** Finds routes without an address or a target, with two, of an unknown integration, and second ones. */
export function* messagingRouteFaults(seed: RouteSeeds): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [index, { integrationId, number, flow, queue }] of (seed.messagingRoutes ?? []).entries()) {
    const at = pointerTo('', 'messagingRoutes', index);
    const address = integrationId ?? number ?? '';
    if ((integrationId === undefined) === (number === undefined))
      yield fault(at, 'a route is for either `integrationId` or `number`', 'give one of them');
    if ((flow === undefined) === (queue === undefined))
      yield fault(at, 'a route has either `flow` or `queue`', 'give one of them');
    if (integrationId !== undefined && !seed.whatsappIntegrations.some(({ id }) => id === integrationId))
      yield fault(
        pointerTo(at, 'integrationId'),
        `no WhatsApp integration has the id \`${integrationId}\``,
        'name one of `whatsappIntegrations`',
      );
    if (seen.has(address)) yield fault(at, 'this address has a route already', 'remove one of them');
    seen.add(address);
  }
}

function fault(pointer: string, message: string, hint: string): SeedFault {
  return seedFault('SEED_MESSAGING_ROUTE', pointer, message, hint);
}
