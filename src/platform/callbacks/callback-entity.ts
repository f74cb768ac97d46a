import type { JsonObject } from '../../authoring/json.ts';
import type { CommunicationState, Interaction, Participant } from '../interactions/interaction.ts';
import type { Callback } from './callback.ts';
import { given } from './create-request.ts';

/** A callback with the interaction it belongs to. */
export interface WithInteraction {
  readonly interaction: Interaction;
  /** All of the interaction, the oldest first. */
  readonly callbacks: readonly Callback[];
}

/** The answer to a request that makes or moves a callback: Genesys' `CreateCallbackResponse`, `PatchCallbackResponse`. */
export function createdEntity({ id, interactionId, details }: Callback): JsonObject {
  return {
    conversation: { id: interactionId, selfUri: `/api/v2/conversations/${interactionId}` },
    callbackIdentifiers: [{ type: 'ACD', id }],
    ...(details.timeDecision === undefined ? {} : { attendantTimeDecision: { ...details.timeDecision } }),
  };
}

/** A conversation with callbacks in the shape of Genesys' `CallbackConversation`. */
export function callbackConversationEntity({ interaction, callbacks }: WithInteraction): JsonObject {
  return {
    id: interaction.id,
    participants: calling(interaction).map((one) => mediaParticipant(one, callbacks)),
    otherMediaUris: [],
    divisions: divisions(interaction),
    selfUri: `/api/v2/conversations/callbacks/${interaction.id}`,
  };
}

/** What Genesys' `Callback` has besides what every communication has. */
export function callbackFields(
  participant: Pick<Participant, 'id' | 'beganAt'>,
  callbacks: readonly Callback[],
): JsonObject {
  const callback = callbackOf(participant, callbacks);
  return {
    callbackNumbers: callback?.details.numbers ?? [],
    ...given({
      callbackScheduledTime: time(callback?.scheduledAt),
      callbackUserName: callback?.details.userName,
      scriptId: callback?.details.scriptId,
      callerId: callback?.details.callerId,
      callerIdName: callback?.details.callerIdName,
    }),
  };
}

function mediaParticipant(one: Participant, callbacks: readonly Callback[]): JsonObject {
  const callback = callbackOf(one, callbacks);
  return {
    id: one.id,
    startTime: iso(one.beganAt),
    purpose: one.purpose,
    state: mediaState(one.state),
    direction: 'outbound',
    held: one.isHeld ?? false,
    provider: 'PureCloud Callback',
    attributes: { ...one.attributes },
    callbackNumbers: callback?.details.numbers ?? [],
    ...given({
      name: one.name,
      address: one.address,
      connectedTime: time(one.connectedAt),
      endTime: time(one.endedAt),
      startAlertingTime: one.purpose === 'agent' ? iso(one.beganAt) : undefined,
      disconnectType: one.disconnectType === 'timeout' ? 'system' : one.disconnectType,
      user: one.userId === undefined ? undefined : { id: one.userId, ...given({ name: one.name }) },
      queue:
        one.queueId === undefined
          ? undefined
          : { id: one.queueId, selfUri: `/api/v2/routing/queues/${one.queueId}` },
      callbackScheduledTime: time(callback?.scheduledAt),
      callbackUserName: callback?.details.userName,
      script: callback?.details.scriptId === undefined ? undefined : { id: callback.details.scriptId },
      wrapup: one.wrapup,
    }),
  };
}

/** Genesys' model of this path has no `scheduled`: the scheduled time says it. */
function mediaState(state: CommunicationState): string {
  return state === 'scheduled' ? 'none' : state;
}

function calling({ channel, participants }: Interaction): readonly Participant[] {
  return participants.filter((one) => (one.channel ?? channel) === 'callback');
}

/** The customer's own, or the one that those of ours came for. */
function callbackOf(
  participant: Pick<Participant, 'id' | 'beganAt'>,
  callbacks: readonly Callback[],
): Callback | undefined {
  return (
    callbacks.find((one) => one.participantId === participant.id) ??
    callbacks.findLast((one) => one.createdAt <= participant.beganAt)
  );
}

function divisions({ divisionId }: Interaction): readonly JsonObject[] {
  const selfUri = `/api/v2/authorization/divisions/${divisionId}`;
  return [{ division: { id: divisionId, selfUri }, entities: [] }];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function time(at: number | undefined): string | undefined {
  return at === undefined ? undefined : iso(at);
}
