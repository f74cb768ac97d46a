import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { composeEmail } from '../../src/carriers/smtp/compose-email.ts';
import { outgoingEmail } from '../../src/platform/email/outgoing-email.ts';
import { queuedMessage } from '../../src/platform/messages/message.ts';
import { verifyDkim } from '../support/dkim.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = {
  domainName: 'mail.example.com',
  keySelector: 'a',
  privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
};

async function composed(more: { readonly unsubscribeTo?: string }): Promise<string> {
  const email = outgoingEmail({
    ...{ id: 'm1', interactionId: 'i1', acceptedAt: 0, subject: 'News', text: 'Hello.', thread: {} },
    from: { address: 'news@mail.example.com', domain: 'mail.example.com' },
    to: { address: 'ann@customer.example' },
    ...more,
  });
  const { text, fields = {} } = email;
  return (await composeEmail({ ...queuedMessage(email), text, fields }, KEY)).toString('utf8');
}

describe('an e-mail of a campaign', () => {
  it('names the mailbox that takes STOP, under its signature', async () => {
    const content = await composed({ unsubscribeTo: 'replies@in.example.com' });
    expect(content).toContain('List-Unsubscribe: <mailto:replies@in.example.com?subject=STOP>\r\n');
    const { isValid, tags } = verifyDkim(content, publicKey);
    expect(isValid).toBe(true);
    expect(tags['h']?.toLowerCase()).toContain('list-unsubscribe');
  });

  it('names none where no mailbox takes replies', async () => {
    expect(await composed({})).not.toContain('List-Unsubscribe');
  });
});
