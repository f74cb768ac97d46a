import type { FlowCall } from '../../store/flow-calls.ts';
import type { Callback } from '../callbacks/callback.ts';
import { HOME_DIVISION_ID } from '../divisions/home-division.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { MessageSummary } from './message-summaries.ts';

/** Genesys' kinds of media. */
export type MediaType = 'voice' | 'message' | 'email' | 'callback' | 'chat' | 'unknown';

/**
 * A conversation as the API tells of it, whatever it is here: an interaction, or a flow that runs for nobody but itself
 * or a caller. Times are epoch ms.
 */
export interface ConversationView
  extends Pick<
    Interaction,
    'id' | 'direction' | 'divisionId' | 'subject' | 'beganAt' | 'updatedAt' | 'endedAt'
  > {
  readonly media: MediaType;
  /** Of messages: whatsapp, sms, unknown. */
  readonly messageType?: string;
  readonly ownAddress?: string;
  readonly customerAddress?: string;
  readonly participants: readonly ParticipantView[];
  /** The newest of them, in order. */
  readonly messages: readonly MessageSummary[];
  /** The oldest first; absent: none. */
  readonly callbacks?: readonly Callback[];
  /** The type of the flow, where a flow is all there is. */
  readonly flowType?: string;
  /** The hash of the flow, likewise. */
  readonly flowVersion?: string;
  /** What the flow tagged it with. */
  readonly externalTag?: string;
}

/** A participant; a flow that runs for a caller has the purpose `ivr`. */
export type ParticipantView = Omit<Participant, 'purpose'> & { readonly purpose: string };

const MEDIA: { readonly [channel: string]: MediaType } = {
  email: 'email',
  whatsapp: 'message',
  sms: 'message',
  callback: 'callback',
};

/** An interaction with its messages. @param flow the flow that runs for it: its participant data is the customer's. */
export function viewOfInteraction(
  interaction: Interaction,
  messages: readonly MessageSummary[],
  flow?: FlowCall,
): ConversationView {
  const { channel, isBilled: _billed, state: _state, participants, ...more } = interaction;
  const media = MEDIA[channel] ?? 'unknown';
  const [customer, ...others] = participants;
  const attributes = { ...customer?.attributes, ...flow?.participantData };
  return {
    ...more,
    media,
    ...(media === 'message' && { messageType: channel }),
    participants: customer === undefined ? [] : [{ ...customer, attributes }, ...others],
    messages,
  };
}

const FLOW_MEDIA: { readonly [type: string]: MediaType } = {
  inboundCall: 'voice',
  outboundCall: 'voice',
  secureCall: 'voice',
  inqueueCall: 'voice',
  inboundMessage: 'message',
  inboundChat: 'chat',
  inboundEmail: 'email',
};

const FLOW_DISCONNECT_TYPES: { readonly [reason: string]: string } = {
  flowDisconnected: 'client',
  callerDisconnected: 'endpoint',
  transferred: 'transfer',
  completed: 'client',
  error: 'error',
};

/** A flow that runs for no interaction: a call with its caller and its flow, or a workflow, which has no caller. */
export function viewOfFlowCall(call: FlowCall): ConversationView {
  const media = FLOW_MEDIA[call.flowType] ?? 'unknown';
  const endedAt = call.isEnded ? call.updatedAt : null;
  return {
    id: call.id,
    direction: call.flowType === 'outboundCall' ? 'outbound' : 'inbound',
    divisionId: HOME_DIVISION_ID,
    subject: call.subject ?? null,
    beganAt: call.startedAt,
    updatedAt: call.updatedAt,
    endedAt,
    media,
    ...(media === 'message' && { messageType: 'unknown' }),
    ...(call.to !== undefined && { ownAddress: call.to }),
    ...(call.from !== undefined && { customerAddress: call.from }),
    participants:
      media === 'unknown' ? [flowOf(call, endedAt)] : [callerOf(call, endedAt), flowOf(call, endedAt)],
    messages: [],
    flowType: call.flowType,
    flowVersion: call.flowVersion,
    ...(call.externalTag !== undefined && { externalTag: call.externalTag }),
  };
}

function callerOf(call: FlowCall, endedAt: number | null): ParticipantView {
  return {
    id: `${call.id}-customer`,
    communicationId: `${call.id}-customer-session`,
    purpose: 'customer',
    ...(call.name !== undefined && { name: call.name }),
    ...(call.from !== undefined && { address: call.from }),
    ...progress(call, endedAt),
    attributes: call.participantData,
  };
}

/** The flow itself. A workflow has nobody else to hold its participant data. */
function flowOf(call: FlowCall, endedAt: number | null): ParticipantView {
  const isAlone = FLOW_MEDIA[call.flowType] === undefined;
  return {
    id: `${call.id}-flow`,
    communicationId: `${call.id}-flow-session`,
    purpose: isAlone ? 'workflow' : 'ivr',
    name: call.flowName,
    flow: call.flowName,
    ...progress(call, endedAt),
    attributes: isAlone ? call.participantData : {},
  };
}

function progress(call: FlowCall, endedAt: number | null) {
  const disconnectType = FLOW_DISCONNECT_TYPES[call.endReason ?? ''];
  return {
    state: endedAt === null ? ('connected' as const) : ('disconnected' as const),
    beganAt: call.startedAt,
    connectedAt: call.startedAt,
    ...(endedAt !== null && { endedAt }),
    ...(disconnectType !== undefined && { disconnectType }),
  };
}
