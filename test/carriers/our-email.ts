import type { MailServer } from './mail-server.ts';

/** The id of an e-mail of ours. */
export const OURS = '00000000-0000-7000-8000-00000000abcd';

/** An e-mail of ours that was delivered, as agentless e-mail stores it. */
export async function sendOurs(
  local: MailServer,
): Promise<{ readonly conversationId: string; readonly messageId: string }> {
  const { interactions, messages, deliveries } = local.platform;
  const addresses = { ownAddress: 'news@sales.example.com', customerAddress: 'ann@customer.example' };
  const messageId = `<${OURS}@sales.example.com>`;
  let conversationId = '';
  await local.database.commits.add(() => {
    const start = { ...addresses, channel: 'email', direction: 'outbound', subject: 'Your order' } as const;
    conversationId = interactions.begin(start).id;
    messages.add({
      ...{ id: OURS, interactionId: conversationId, channel: 'email', direction: 'outbound' },
      ...{ fromAddress: addresses.ownAddress, toAddress: addresses.customerAddress },
      ...{ subject: 'Your order', text: 'It comes.', externalId: messageId, acceptedAt: local.clock.now() },
    });
  });
  deliveries.wake();
  await deliveries.settled();
  return { conversationId, messageId };
}
