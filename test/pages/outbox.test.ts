import { describe, expect, it } from 'vitest';
import { lookAtAll, openPages, type Pages } from './open-pages.ts';

const CUSTOMER = '13175550123';

async function sendReminder(pages: Pages, name: string): Promise<void> {
  await pages.ask('PUT', `/attendant/consents/whatsapp/${CUSTOMER}`, {
    method: 'web form',
    businessName: 'Attendant Example Ltd',
  });
  await pages.ask('POST', '/api/v2/conversations/messages/agentless', {
    fromAddress: 'whatsapp-main',
    toAddress: CUSTOMER,
    toAddressMessengerType: 'whatsapp',
    messagingTemplate: {
      responseId: 'appointment-reminder',
      bodyParameters: [
        { id: '1', value: name },
        { id: '2', value: 'Friday' },
      ],
    },
  });
  await pages.settled();
}

describe('the outbox page', () => {
  it('says what to do while it is empty, and shows what is sent meanwhile', async () => {
    const pages = await openPages();
    const page = await pages.open('#/outbox');
    await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
    await sendReminder(pages, 'Ann');
    await page.getByText('Hello Ann, this is a reminder').first().waitFor();
    expect(await page.title()).toBe('Outbox · Attendant');
  });

  it('can be read by everyone, in both sizes and colours', async () => {
    const pages = await openPages();
    await sendReminder(pages, 'Ann');
    await lookAtAll(pages, '#/outbox', 'outbox', (page) => page.getByText('Hello Ann').first().waitFor());
  });
});
