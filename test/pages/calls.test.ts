import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stepRecord } from '../store/step-record.ts';
import { lookAtAll, openPages, type Pages } from './open-pages.ts';

const CALLS = '/attendant/calls';

async function start(pages: Pages, flow: string, from: string): Promise<string> {
  const { id } = await pages.ask<{ id: string }>('POST', CALLS, { flow, from });
  return id;
}

/** Each row of the table as one text. */
async function rows(page: Page): Promise<readonly string[]> {
  return page.locator('tbody tr').allInnerTexts();
}

describe('the page of calls', () => {
  it('says what to do while there are none, and shows each call as it comes, changes and ends', async () => {
    const pages = await openPages();
    const page = await pages.open('#/calls');
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor();
    const id = await start(pages, 'WhatsApp consent', '+13175550123');
    await page.getByRole('cell', { name: '+13175550123' }).waitFor();
    expect((await rows(page))[0]).toMatch(/WhatsApp consent.*live.*waits for a choice of a menu/s);
    await pages.ask('POST', `${CALLS}/${id}/stimuli`, { hangUp: true });
    await page.getByText('ended', { exact: true }).waitFor();
    expect(await page.locator('tbody a').getAttribute('href')).toBe(`#/calls/${id}`);
  });

  it('is searched by number, flow and status, and keeps the search in its address', async () => {
    const pages = await openPages();
    await start(pages, 'WhatsApp consent', '+13175550123');
    const main = await start(pages, 'Main line', '+447700900123');
    await pages.ask('POST', `${CALLS}/${main}/stimuli`, { hangUp: true });
    const page = await pages.open('#/calls');
    await page.getByRole('cell', { name: 'Main line' }).waitFor();
    await page.getByLabel('Search').fill('7700900');
    await page.getByRole('cell', { name: 'WhatsApp consent' }).waitFor({ state: 'detached' });
    expect(await rows(page)).toHaveLength(1);
    await page.reload();
    await page.getByRole('cell', { name: 'Main line' }).waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('7700900');
    await page.getByLabel('Status').selectOption('Live');
    await page.getByRole('heading', { name: 'No call matches' }).waitFor();
    await page.getByLabel('Search').fill('');
    await page.getByRole('cell', { name: 'WhatsApp consent' }).waitFor();
  });

  it('goes on behind the newest hundred', async () => {
    const pages = await openPages();
    for (let count = 0; count < 130; count += 1) {
      pages.clock.advance(1);
      await start(pages, 'WhatsApp consent', `+1317555${String(count).padStart(4, '0')}`);
    }
    const page = await pages.open('#/calls?status=waiting');
    await page.getByRole('cell', { name: '+13175550129' }).waitFor();
    expect(await rows(page)).toHaveLength(100);
    await page.getByRole('button', { name: 'Show older calls' }).click();
    await page.getByRole('cell', { name: '+13175550000' }).waitFor();
    expect(await rows(page)).toHaveLength(130);
  });

  it('finds one of ten thousand', async () => {
    const pages = await openPages();
    const saves = Array.from({ length: 10_000 }, (_, index) =>
      pages.host.store.saveStep(
        stepRecord({ id: `call-${String(index).padStart(5, '0')}-end`, startedAt: index }),
      ),
    );
    await Promise.all(saves);
    const page = await pages.open('#/calls');
    await page.getByRole('link').filter({ hasText: '1970' }).first().waitFor();
    expect(await rows(page)).toHaveLength(100);
    await page.getByLabel('Search').fill('call-00077');
    await page.locator('a[href="#/calls/call-00077-end"]').waitFor();
    await page.locator('a[href="#/calls/call-09999-end"]').waitFor({ state: 'detached' });
    expect(await rows(page)).toHaveLength(1);
  });

  it('can be read by everyone, in both sizes and colours', async () => {
    const pages = await openPages();
    await start(pages, 'WhatsApp consent', '+13175550123');
    await start(pages, 'Main line', '+447700900123');
    await lookAtAll(pages, '#/calls', 'calls', (page) =>
      page.getByRole('cell', { name: 'Main line' }).waitFor(),
    );
  });
});
