import { describe, expect, it } from 'vitest';
import { isWithinWidth, LOOKING_MS, lookAtAll, openPages, type Pages } from './open-pages.ts';

const MONTH = '#/callbacks?month=2026-01';

async function create(pages: Pages, more: { readonly [name: string]: string | object }): Promise<void> {
  await pages.ask('POST', '/api/v2/conversations/callbacks', {
    queueId: 'support',
    callbackNumbers: ['+13175550123'],
    ...more,
  });
}

const IN_BERLIN = { date: '2026-01-20', time: '18:00', timeZone: 'Europe/Berlin' };
const IN_NEW_YORK = { date: '2026-01-21', time: '09:30', timeZone: 'America/New_York' };

describe('the page of callbacks', () => {
  it('shows a month, and each callback by the clocks of the person called', async () => {
    const pages = await openPages();
    const page = await pages.open(MONTH);
    await page.getByRole('heading', { name: 'No callbacks in these weeks' }).waitFor();
    await create(pages, { callbackUserName: 'Ann', attendantLocalTime: IN_NEW_YORK });
    await page.getByRole('link', { name: '15:30 Ann' }).click();
    const open = page.getByRole('region', { name: 'Open callback' });
    await open.getByText('21 Jan 2026, 09:30, America/New_York').waitFor();
    await open.getByText('Support', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Later' }).click();
    await page.getByRole('heading', { name: 'February 2026' }).waitFor();
    await page.getByRole('heading', { name: 'No callbacks in these weeks' }).waitFor();
  });

  it('moves one to another time there, and cancels it', async () => {
    const pages = await openPages();
    await create(pages, { callbackUserName: 'Ann', attendantLocalTime: IN_BERLIN });
    const page = await pages.open(MONTH);
    await page.getByRole('link', { name: '18:00 Ann' }).click();
    await page.getByRole('button', { name: 'Move' }).click();
    expect(await page.getByLabel('When (required)').inputValue()).toBe('2026-01-20T18:00');
    expect(await page.getByLabel('By the clocks of').inputValue()).toBe('Europe/Berlin');
    await page.getByLabel('When (required)').fill('2026-01-22T08:15');
    await page.getByLabel('By the clocks of').fill('Europe/London');
    await page.getByRole('button', { name: 'Move it' }).click();
    await page.getByRole('link', { name: '09:15 Ann' }).waitFor();
    await page.getByText('22 Jan 2026, 08:15, Europe/London').waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the callback' }).click();
    await page.getByRole('region', { name: 'Open callback' }).getByText('over', { exact: true }).waitFor();
    const { entities } = await pages.ask<{ entities: readonly object[] }>(
      'GET',
      '/attendant/callbacks?state=any',
    );
    expect(entities).toMatchObject([{ state: 'disconnected', scheduledAt: '2026-01-22T08:15:00.000Z' }]);
  });

  it('says why one cannot be moved there', async () => {
    const pages = await openPages();
    await create(pages, { callbackUserName: 'Ann', attendantLocalTime: IN_BERLIN });
    const page = await pages.open(MONTH, { mayFail: ['/schedule'] });
    await page.getByRole('link', { name: '18:00 Ann' }).click();
    await page.getByRole('button', { name: 'Move' }).click();
    await page.getByLabel('By the clocks of').fill('Nowhere/At all');
    await page.getByRole('button', { name: 'Move it' }).click();
    await page.getByRole('alert').waitFor();
  });

  it('shows the days with callbacks as a list on a phone, whatever names hold', async () => {
    const pages = await openPages();
    for (let count = 0; count < 8; count += 1)
      await create(pages, {
        callbackUserName: count === 0 ? `<script>alert(1)</script>${'x'.repeat(150)}` : `Name ${count}`,
        attendantLocalTime: IN_BERLIN,
      });
    const page = await pages.open(MONTH, { viewport: 'phone' });
    await page.getByRole('link', { name: '3 more' }).click();
    await page.getByRole('link', { name: 'Name 7' }).waitFor();
    expect(await isWithinWidth(page)).toBe(true);
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const pages = await openPages();
      await create(pages, { callbackUserName: 'Ann', attendantLocalTime: IN_BERLIN });
      await create(pages, { callbackUserName: 'عمر', attendantLocalTime: IN_NEW_YORK });
      await create(pages, { callbackUserName: 'Bob', callbackScheduledTime: '2026-01-15T12:00:00Z' });
      await pages.settled();
      await lookAtAll(pages, MONTH, 'callbacks', (page) => page.getByRole('link', { name: 'Bob' }).waitFor());
      const { entities } = await pages.ask<{ entities: { id: string }[] }>('GET', '/attendant/callbacks');
      await lookAtAll(pages, `#/callbacks/${entities.at(-1)?.id}?month=2026-01`, 'callback', (page) =>
        page.getByText('America/New_York').first().waitFor(),
      );
    },
    LOOKING_MS,
  );
});
