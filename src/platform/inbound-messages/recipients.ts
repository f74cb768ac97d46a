import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { FlowPort } from '../interactions/flow-port.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { MessagingRoute, MessagingRouteStore } from './messaging-route-store.ts';

/** Where Genesys Cloud serves who gets messages. */
export const RECIPIENTS_PATH = '/api/v2/routing/message/recipients';

/** An address of ours that customers can write to. Times are epoch ms. */
export interface OwnAddress {
  /** As routes have it: the id of an integration, or a number. */
  readonly id: string;
  readonly name: string;
  readonly channel: 'whatsapp' | 'sms';
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** What recipients work with. */
export interface RecipientParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly routes: MessagingRouteStore;
  readonly flows: Pick<FlowPort, 'typeOf'>;
  /** Every address of ours, by name. */
  readonly own: () => readonly OwnAddress[];
}

/** Which recipients to list. */
export interface RecipientQuery {
  readonly messengerType?: string;
  /** A part of the name, in any case. */
  readonly name?: string;
}

const checkRequest = requestCheck(
  Type.Object({
    flow: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 300 }) })),
  }),
);

/** Who gets what customers write: `/api/v2/routing/message/recipients`. */
export function openRecipients({ database, clock, routes, flows, own }: RecipientParts) {
  function list({ messengerType, name = '' }: RecipientQuery): readonly JsonObject[] {
    return own()
      .filter(({ channel }) => messengerType === undefined || channel === messengerType)
      .filter((one) => one.name.toLowerCase().includes(name.toLowerCase()))
      .map(entity);
  }

  function read(id: string): Outcome<JsonObject> {
    const address = find(id);
    return address === undefined ? NO_RECIPIENT : done(entity(address));
  }

  /** Sets the flow of a recipient. Without one, nothing is changed: a queue may be set. */
  async function put(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const checked = checkRequest(body);
    if (!checked.ok) return checked;
    const flow = checked.value.flow?.id;
    if (flow !== undefined && flows.typeOf(flow) !== 'inboundMessage') return BAD_FLOW;
    let outcome: Outcome<JsonObject> = NO_RECIPIENT;
    await database.commits.add(() => {
      const address = find(id);
      if (address === undefined) return;
      if (flow !== undefined) store(address, flow);
      outcome = done(entity(address));
    });
    return outcome;
  }

  function store({ id: ownAddress, channel }: OwnAddress, flow: string): void {
    const now = clock.now();
    const { createdAt = now } = routes.one(channel, ownAddress) ?? {};
    routes.put({ channel, ownAddress, flow, queueId: null, createdAt, modifiedAt: now });
  }

  function find(id: string): OwnAddress | undefined {
    return own().find((one) => one.id === id);
  }

  function entity(address: OwnAddress): JsonObject {
    return recipientEntity(address, routes.one(address.channel, address.id));
  }

  return { list, read, put };
}

/** What openRecipients returns. */
export type Recipients = ReturnType<typeof openRecipients>;

/** An address of ours in the shape of Genesys' `Recipient`. */
function recipientEntity(address: OwnAddress, route: MessagingRoute | undefined): JsonObject {
  const { id, name, channel, createdAt, modifiedAt } = address;
  const flow = route?.flow;
  return {
    id,
    name,
    ...(typeof flow === 'string' && {
      flow: { id: flow, name: flow, selfUri: `/api/v2/flows/${encodeURIComponent(flow)}` },
    }),
    dateCreated: new Date(createdAt).toISOString(),
    dateModified: new Date(Math.max(modifiedAt, route?.modifiedAt ?? 0)).toISOString(),
    messengerType: channel,
    selfUri: `${RECIPIENTS_PATH}/${encodeURIComponent(id)}`,
  };
}

const NO_RECIPIENT = refuse(
  'resource.not.found',
  'No recipient has this id: it is that of an integration or a number.',
);
const BAD_FLOW = refuse(
  'bad.flow.id',
  'flow.id must be the id or the name of an inboundMessage flow that is loaded.',
  {
    field: 'flow.id',
  },
);
