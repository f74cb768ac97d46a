import type { Conversation } from '../../src/runtime/conversation.ts';
import type { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';

/** Stores the first step of a conversation that a flow runs for no interaction: a call that goes on. */
export async function storeFlowConversation(
  database: AttendantDatabase,
  at: number,
  more: Partial<Conversation> & Pick<Conversation, 'id'>,
): Promise<void> {
  const conversation: Conversation = {
    flow: { name: 'Main line', type: 'inboundCall', hash: 'hash-1' },
    status: 'waiting',
    step: 1,
    startedAt: at,
    language: 'en-US',
    call: { ani: 'tel:+13175550123', calledAddress: 'tel:+13175550100', remoteName: 'Ann' },
    variables: {},
    participantData: {},
    frames: [],
    at: 'a-1',
    actionsRun: 1,
    actionsAllowed: 10_000,
    handlingError: false,
    audio: [],
    typedAhead: '',
    ...(more.status === 'ended' ? {} : { wait: { for: 'digits', collected: '' } as const }),
    ...more,
  };
  const stimulus = { type: 'start', call: conversation.call } as const;
  await sqliteConversations(database).saveStep({ conversation, at, stimulus, events: [] });
}
