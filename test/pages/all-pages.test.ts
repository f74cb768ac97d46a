import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LOOKING_MS, openPages, type Pages } from './open-pages.ts';

/** What must have come before a page counts as drawn. */
const PAGES: readonly (readonly [hash: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['#/calls', (page) => page.getByRole('cell', { name: 'WhatsApp consent' }).waitFor()],
  ['#/data-actions', (page) => page.locator('a[href="#/data-actions/send-sms"]').waitFor()],
  ['#/data-actions/send-sms', (page) => page.getByRole('button', { name: 'Dry run' }).waitFor()],
  ['#/outbox', (page) => page.getByText('Your code is 4711.').waitFor()],
  ['#/consents', (page) => page.getByRole('link', { name: '13175550201' }).waitFor()],
  ['#/callbacks?month=2026-01', (page) => page.getByRole('link', { name: 'Ann' }).waitFor()],
  ['#/domains', (page) => page.getByText('mail.attendant.example').first().waitFor()],
  ['#/campaigns', (page) => page.getByRole('heading', { name: 'No campaigns yet' }).waitFor()],
];

/** A host with something on every page. */
async function openFilled(): Promise<Pages> {
  const pages = await openPages();
  await pages.ask('POST', '/attendant/calls', { flow: 'WhatsApp consent', from: '+13175550123' });
  await pages.ask('POST', '/api/v2/conversations/messages/agentless', {
    fromAddress: '+13175550110',
    toAddress: '+13175550199',
    toAddressMessengerType: 'sms',
    textBody: 'Your code is 4711.',
  });
  await pages.ask('POST', '/api/v2/conversations/callbacks', {
    queueId: 'support',
    callbackNumbers: ['+13175550123'],
    callbackUserName: 'Ann',
    callbackScheduledTime: '2026-01-20T12:00:00Z',
  });
  await pages.settled();
  return pages;
}

/** How far things jumped while the page was drawn, as browsers count it: below 0.1 is good, 0 is nothing. */
const LAYOUT_SHIFT = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
})`;

/** When something could be seen first, in milliseconds. */
const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity`;

/** The soonest of three tries: other tests use the machine meanwhile. */
async function soonestPaint(page: Page): Promise<number> {
  const tries: number[] = [];
  while (tries.length < 3 && !tries.some((ms) => ms < 1000)) {
    if (tries.length > 0) await page.reload();
    tries.push((await page.evaluate(FIRST_PAINT)) as number);
  }
  return Math.min(...tries);
}

describe('every page', () => {
  it(
    'shows something within a second, and nothing jumps meanwhile',
    async () => {
      const pages = await openFilled();
      for (const viewport of ['phone', 'desktop'] as const)
        for (const [hash, ready] of PAGES) {
          const page = await pages.open(hash, { viewport });
          await ready(page);
          expect(await page.evaluate(LAYOUT_SHIFT), `${hash} on a ${viewport}`).toBeLessThan(0.05);
          expect(await soonestPaint(page), `${hash} on a ${viewport}`).toBeLessThan(1000);
          await page.context().close();
        }
    },
    LOOKING_MS,
  );

  it('asks nothing while its tab is hidden, and goes on when it is seen again', async () => {
    const pages = await openFilled();
    const page = await pages.open('#/calls');
    await page.clock.install();
    await page.reload();
    await page.getByRole('cell', { name: 'WhatsApp consent' }).waitFor();
    const hide = (isHidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
        document.dispatchEvent(new Event('visibilitychange'))`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.clock.runFor(4_000);
    await expect.poll(() => asked).not.toEqual([]);
    await hide(true);
    asked.length = 0;
    await page.clock.runFor(20_000);
    expect(asked).toEqual([]);
    await pages.ask('POST', '/attendant/calls', { flow: 'Main line', from: '+13175550124' });
    await hide(false);
    await page.getByRole('cell', { name: 'Main line' }).waitFor();
  });

  it('stays as it is while the server is away, says so, and goes on', async () => {
    const pages = await openFilled();
    const page = await pages.open('#/calls', { mayFail: ['/attendant/calls'] });
    await page.getByRole('cell', { name: 'WhatsApp consent' }).waitFor();
    await page.route('**/attendant/calls?**', (route) => route.abort('connectionrefused'));
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/could not be read.*attendant serve/s);
    expect(await page.getByRole('cell', { name: 'WhatsApp consent' }).isVisible()).toBe(true);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});
