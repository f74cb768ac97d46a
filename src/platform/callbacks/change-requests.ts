import { type Static, Type } from 'typebox';
import { requestCheck } from '../request-check.ts';
import { DeliveryMode, Numbers } from './create-request.ts';
import { LocalTime } from './local-time.ts';

const MAX_AT_ONCE = 100;
const Id = Type.String({ minLength: 1, maxLength: 100 });

/** Genesys' `PatchCallbackRequest`, and a local time of ours. */
export const PatchCallback = Type.Object({
  conversationId: Id,
  agentId: Id,
  queueId: Type.Optional(Id),
  callbackScheduledTime: Type.Optional(Type.String({ maxLength: 100 })),
  attendantLocalTime: Type.Optional(LocalTime),
  countryCode: Type.Optional(Type.String({ minLength: 2, maxLength: 2 })),
  callbackNumbers: Type.Optional(Numbers),
  validateCallbackNumbers: Type.Optional(Type.Boolean()),
  customerFirstCallbackDeliveryMode: Type.Optional(DeliveryMode),
});
export type PatchCallback = Static<typeof PatchCallback>;
/** One of them. */
export const checkPatch = requestCheck(PatchCallback);

/** Another time, for the operator: an instant, or a time where the person called is. */
export const RescheduleCallback = Type.Object(
  {
    callbackScheduledTime: Type.Optional(Type.String({ maxLength: 100 })),
    attendantLocalTime: Type.Optional(LocalTime),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RescheduleCallback = Static<typeof RescheduleCallback>;
export const checkReschedule = requestCheck(RescheduleCallback);

/** Genesys' `BulkCallbackPatchRequest`. Each is checked by itself, so that one that is wrong leaves the others. */
export const checkBulkPatch = requestCheck(
  Type.Object({
    patchCallbackRequests: Type.Array(Type.Object({}), { minItems: 1, maxItems: MAX_AT_ONCE }),
  }),
);

/** Genesys' `BulkCallbackDisconnectRequest`. */
export const checkBulkDisconnect = requestCheck(
  Type.Object({
    callbackDisconnectIdentifiers: Type.Array(Type.Object({ conversationId: Id, callbackId: Id }), {
      minItems: 1,
      maxItems: MAX_AT_ONCE,
    }),
  }),
);

/** Of Genesys' `Conversation`, what a request can change. */
export const checkConversation = requestCheck(Type.Object({ state: Type.Enum(['disconnected']) }));

/** Of Genesys' `TransferRequest`, what is read here. */
export const checkTransfer = requestCheck(
  Type.Object({
    transferType: Type.Optional(Type.Enum(['Attended', 'Unattended'])),
    userId: Type.Optional(Id),
    queueId: Type.Optional(Id),
    address: Type.Optional(Type.String({ maxLength: 200 })),
    userName: Type.Optional(Type.String({ maxLength: 200 })),
    voicemail: Type.Optional(Type.Boolean()),
  }),
);
