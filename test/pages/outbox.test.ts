import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import {
  accessibilityFaults,
  isWithinWidth,
  LOOKING_MS,
  lookAtAll,
  openPages,
  type Pages,
} from './open-pages.ts';

const CUSTOMER = '13175550123';
const HOSTILE = '<script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">';

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

async function sendText(pages: Pages, textBody: string): Promise<void> {
  await pages.ask('POST', '/api/v2/conversations/messages/agentless', {
    fromAddress: '+13175550110',
    toAddress: '+13175550199',
    toAddressMessengerType: 'sms',
    textBody,
  });
  await pages.settled();
}

async function sendEmail(pages: Pages, fields: JsonObject): Promise<void> {
  await pages.ask('POST', '/api/v2/conversations/emails/agentless', {
    senderType: 'Outbound',
    fromAddress: { email: 'hello@mail.attendant.example', name: 'Attendant Example Ltd' },
    toAddresses: [{ email: 'ada@example.com', name: 'Ada' }],
    subject: 'Your order',
    ...fields,
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

  it('shows a WhatsApp message as a chat does, and what becomes of it', async () => {
    const pages = await openPages();
    await pages.ask('PUT', `/attendant/outcomes/whatsapp/${CUSTOMER}`, { outcome: 'notOnWhatsApp' });
    await sendReminder(pages, 'Ann');
    const page = await pages.open('#/outbox');
    await page.locator('tbody a').click();
    const open = page.getByRole('region', { name: 'Open message' });
    await open.getByText('Your appointment', { exact: true }).waitFor();
    await open.getByText('Hello Ann, this is a reminder of your appointment on Friday.').waitFor();
    pages.clock.advance(0);
    await pages.settled();
    await open.getByText('failed', { exact: true }).first().waitFor();
    await open.getByText('131026').waitFor();
    await open.getByRole('link', { name: 'Close' }).click();
    await open.waitFor({ state: 'detached' });
  });

  it('searches by text, channel and status', async () => {
    const pages = await openPages();
    await sendReminder(pages, 'Ann');
    await sendText(pages, 'Your code is 4711.');
    await sendEmail(pages, { textBody: 'It is on its way.' });
    const page = await pages.open('#/outbox?text=4711');
    await page.getByText('Your code is 4711.').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Channel').selectOption('E-mail');
    await page.getByRole('cell', { name: 'ada@example.com' }).waitFor();
    await page.getByText('Your code is 4711.').waitFor({ state: 'detached' });
    await page.getByLabel('Status').selectOption('failed');
    await page.getByRole('heading', { name: 'No message matches' }).waitFor();
  });

  it('shows the HTML of an e-mail where it can do nothing, and its text beside', async () => {
    const pages = await openPages();
    const html = `<h1>On its way</h1><p style="display: none">styled away</p>${HOSTILE}<script>parent.document.title="taken"</script>
      <img src="http://127.0.0.1:9/spy.png"><meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><form action="/"><input autofocus></form>`;
    await sendEmail(pages, { textBody: 'It is on its way, as text.', htmlBody: html });
    const page = await pages.open('#/outbox', { mayFail: ['/html', '/spy.png', '/x'] });
    await page.locator('tbody a').click();
    const letter = page.frameLocator('iframe[title="The e-mail as HTML"]');
    await letter.getByRole('heading', { name: 'On its way' }).waitFor();
    expect(await letter.getByText('styled away').isHidden()).toBe(true);
    await page.getByText('It is on its way, as text.').waitFor();
    expect(await page.title()).not.toContain('taken');
    const [id] = (await pages.ask<{ entities: { messageId: string }[] }>('GET', '/attendant/outbox'))
      .entities;
    const alone = await fetch(`${pages.host.url}/attendant/outbox/${id?.messageId}/html`);
    expect(alone.headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    await alone.arrayBuffer();
  });

  it('is not harmed by what texts hold', async () => {
    const pages = await openPages();
    await sendText(pages, `${HOSTILE} \u202eright to left ${'x'.repeat(500)}`);
    await sendText(pages, 'مرحبا بكم');
    const page = await pages.open('#/outbox', { viewport: 'phone' });
    await page.getByText('مرحبا بكم').waitFor();
    await page.locator('tbody a').last().click();
    await page.locator('.bubble').getByText('<script>document.title').waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(await isWithinWidth(page)).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const pages = await openPages();
      await sendReminder(pages, 'Ann');
      await sendText(pages, 'Your code is 4711.');
      await sendEmail(pages, { textBody: 'It is on its way.', htmlBody: '<p>It is <b>on its way</b>.</p>' });
      const { entities } = await pages.ask<{ entities: readonly { messageId: string }[] }>(
        'GET',
        '/attendant/outbox',
      );
      await lookAtAll(pages, '#/outbox', 'outbox', (page) => page.getByText('Hello Ann').first().waitFor());
      for (const [index, name] of ['email', 'sms', 'whatsapp'].entries())
        await lookAtAll(pages, `#/outbox/${entities[index]?.messageId}`, `outbox-${name}`, (page) =>
          page.getByText('What became of it').waitFor(),
        );
    },
    LOOKING_MS,
  );
});
