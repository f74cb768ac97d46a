import type { Divisions } from '../authorization/permissions.ts';
import type { ConversationView } from '../conversations/conversation-view.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type DncKind, type DncList, kindsOf } from './dnc-list.ts';
import { dncValue } from './dnc-value.ts';

/** The conversations whose customers can be put on lists. */
export interface DncConversations {
  one(id: string, divisions: Divisions): Outcome<ConversationView>;
}

/** The customer of a conversation, as an entry of lists. */
export interface DncCustomer {
  readonly kind: DncKind;
  readonly value: string;
}

/** Reads whom a conversation is with: by number for calls, callbacks and SMS, by phone ID for WhatsApp, by e-mail address. */
export function customerOf(
  { media, messageType, customerAddress = '' }: ConversationView,
  country: string | undefined,
): Outcome<DncCustomer> {
  const kind = media === 'email' ? 'email' : messageType === 'whatsapp' ? 'whatsapp' : 'phone';
  const value = dncValue(kind, customerAddress, country);
  return value === undefined ? NO_ADDRESS : done({ kind, value });
}

/** The lists among some that take a customer: internal ones for the way they were reached. */
export function listsFor({ kind }: DncCustomer, lists: readonly DncList[]): readonly DncList[] {
  return lists.filter(({ settings }) => kindsOf(settings).includes(kind));
}

const NO_ADDRESS = refuse(
  'attendant.dnc.conversation.no.address',
  'Nobody with a number or address takes part in this conversation.',
);
