import type { JsonObject } from '../../authoring/json.ts';

/*
 * An interaction is what the API calls a conversation: a customer and those of ours who are in it, on one channel, over
 * its whole life. A flow that runs for it is a conversation of the runtime with the same id.
 */

/** Where customers are written to and write from. */
export type InteractionChannel = 'email' | 'whatsapp' | 'sms' | 'callback';

/** Genesys' state of a communication. */
export type CommunicationState =
  | 'alerting'
  | 'dialing'
  | 'contacting'
  | 'offering'
  | 'connected'
  | 'disconnected'
  | 'terminated'
  | 'scheduled'
  | 'none';

/** What a participant is there for, in Genesys' words. */
export type ParticipantPurpose = 'customer' | 'external' | 'acd' | 'agent' | 'user' | 'workflow' | 'api';

/** One who takes part, by one communication. Times are epoch ms. */
export interface Participant {
  readonly id: string;
  readonly communicationId: string;
  readonly purpose: ParticipantPurpose;
  /** Absent: the interaction's. A callback may be asked for in a conversation of any channel. */
  readonly channel?: InteractionChannel;
  readonly state: CommunicationState;
  readonly beganAt: number;
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly disconnectType?: string;
  readonly name?: string;
  readonly address?: string;
  readonly userId?: string;
  readonly queueId?: string;
  /** The name of the flow, for a participant that is one. */
  readonly flow?: string;
  readonly isHeld?: boolean;
  /** How whoever took part summed it up, in the shape of Genesys' `Wrapup`. */
  readonly wrapup?: JsonObject;
  /** Participant data. */
  readonly attributes: { readonly [name: string]: string };
}

/** Whose turn it is: a flow's or a queue's, an agent's, or nobody's of ours. */
export type InteractionState = 'waiting' | 'connected' | 'disconnected';

/** A row of `interaction`. Times are epoch ms. */
export interface Interaction {
  readonly id: string;
  readonly channel: InteractionChannel;
  /** Who began it. */
  readonly direction: 'inbound' | 'outbound';
  /** The integration, number or mailbox of ours; '' for callbacks. */
  readonly ownAddress: string;
  /** A phone ID on WhatsApp, E.164 for SMS and callbacks, an e-mail address. */
  readonly customerAddress: string;
  readonly divisionId: string;
  readonly state: InteractionState;
  /** Whether it is charged as an ACD message (W9). */
  readonly isBilled: boolean;
  readonly subject: string | null;
  /** In order of joining; the customer is the first. */
  readonly participants: readonly Participant[];
  readonly beganAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
}
