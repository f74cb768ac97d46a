import { describe, expect, it } from 'vitest';
import { LOOKING_MS, lookAtAll, openPages, type Pages } from './open-pages.ts';

const CONTACTS = 12;

interface Made {
  readonly id: string;
}

function phoneId(n: number): string {
  return String(491_500_000_000 + n);
}

/** A campaign over a list whose last two have not agreed to be written to. */
async function makeCampaign(pages: Pages, name = 'Order news'): Promise<Made> {
  const list = await pages.ask<Made>('POST', '/api/v2/outbound/contactlists', {
    name: `List of ${name}`,
    columnNames: ['number', 'name', 'order'],
    whatsAppColumns: [{ columnName: 'number', type: 'Cell' }],
  });
  await pages.ask(
    'POST',
    `/api/v2/outbound/contactlists/${list.id}/contacts`,
    Array.from({ length: CONTACTS }, (_, index) => ({
      contactListId: list.id,
      data: { number: phoneId(index), name: `Name ${index}`, order: `A-${index}` },
    })),
  );
  for (let index = 0; index < CONTACTS - 2; index += 1)
    await pages.ask('PUT', `/attendant/consents/whatsapp/${phoneId(index)}`, {
      method: 'web form',
      businessName: 'Attendant Example Ltd',
    });
  return pages.ask<Made>('POST', '/attendant/campaigns', {
    name,
    contactList: { name: `List of ${name}` },
    messagesPerMinute: 6,
    whatsAppConfig: {
      whatsAppColumns: ['number'],
      whatsAppIntegration: { name: 'Main WhatsApp number' },
      contentTemplate: { name: 'order_news' },
    },
  });
}

/** Lets time go by for the campaigns, in small steps. */
async function pass(pages: Pages, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    pages.clock.advance(1_000);
    await pages.settled();
  }
}

describe('the page of campaigns', () => {
  it('says what to do while there are none', async () => {
    const pages = await openPages();
    const page = await pages.open('#/campaigns');
    await page.getByText('npx attendant campaign create').waitFor();
  });

  it('starts one, follows it to its end, and tells who was skipped and why', async () => {
    const pages = await openPages();
    await makeCampaign(pages);
    const page = await pages.open('#/campaigns');
    await page.getByRole('link', { name: 'Order news' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText('on', { exact: true }).waitFor();
    await pass(pages, 30);
    await page.getByRole('progressbar', { name: 'Progress of Order news' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Stop it' }).click();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    await pages.ask('POST', '/attendant/campaigns/Order%20news/start');
    await pass(pages, 200);
    await page.getByText('complete', { exact: true }).waitFor();
    await page.getByText('100 %').waitFor();
    const contacts = page.getByRole('region', { name: 'Contacts' });
    expect(await contacts.innerText()).toMatch(/written to\s*10\b.*skipped\s*2\b/s);
    await page.getByText('The same as a table').click();
    await page.getByRole('table', { name: 'Messages by the minute' }).waitFor();
    expect(await page.locator('.bar.sent').count()).toBe(60);
    expect(await page.getByRole('link', { name: 'as CSV' }).getAttribute('href')).toMatch(/results\.csv$/);
  });

  it('says why one cannot be started', async () => {
    const pages = await openPages();
    const { id } = await makeCampaign(pages);
    await pages.ask('PUT', '/attendant/message-templates/order-news/status', { status: 'rejected' });
    const page = await pages.open(`#/campaigns/${id}`, { mayFail: ['/start'] });
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'Start it' }).click();
    expect(await page.getByRole('alert').innerText()).toMatch(/template/i);
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const pages = await openPages();
      const { id } = await makeCampaign(pages);
      await makeCampaign(pages, '<b>قائمة</b> which has a very long name that goes on and on');
      await pages.ask('POST', `/attendant/campaigns/${id}/start`);
      await pass(pages, 90);
      await lookAtAll(pages, '#/campaigns', 'campaigns', (page) =>
        page.getByRole('link', { name: 'Order news' }).waitFor(),
      );
      await lookAtAll(pages, `#/campaigns/${id}`, 'campaign', (page) =>
        page.locator('.bar').first().waitFor({ state: 'attached' }),
      );
    },
    LOOKING_MS,
  );
});
