import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { openPages, picture } from './open-pages.ts';

/** Waits until the call does what a badge says. */
async function waitsTo(page: Page, what: string): Promise<void> {
  await page.locator('.phone-head .badge', { hasText: what }).waitFor();
}

describe('the simulator', () => {
  it('R11 holds a whole call by keyboard alone, and what it sends lies in the outbox', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    await page.getByLabel('Flow', { exact: true }).selectOption('WhatsApp consent');
    await picture(page, 'simulator-start');
    await page.getByLabel("Caller's number").focus();
    await page.keyboard.press('Enter');
    await waitsTo(page, 'waits for a choice');
    await picture(page, 'simulator-begun');
    await page.keyboard.press('1');
    await waitsTo(page, 'waits for digits');
    await page.keyboard.press('1');
    await page.getByText('2 / ').waitFor({ state: 'detached' });
    await picture(page, 'simulator-digits');
    await page.keyboard.press('#');
    await page.getByText('The message is on its way').first().waitFor();
    await picture(page, 'simulator-sent');
    await page.keyboard.press('n');
    await waitsTo(page, 'flowDisconnected');
    await picture(page, 'simulator-ended');
    await page.keyboard.press('Home');
    await page.locator('[data-moment="1"]').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-moment="2"]').waitFor();
    await picture(page, 'simulator-back');
    await pages.settled();
    await page.goto(`${pages.host.url}/#/outbox`);
    await page.getByText('13175550123').first().waitFor();
  });
});
