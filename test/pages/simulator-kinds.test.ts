import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHAIN, HOSTILE, MARKUP } from '../support/played-flows.ts';
import { openPages, picture } from './open-pages.ts';

async function begin(page: Page, flow: string, button = 'Call'): Promise<void> {
  await page.getByLabel('Flow', { exact: true }).selectOption(flow);
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator('.desk').waitFor();
}

describe('the simulator', () => {
  it('takes digits as fast as they are typed, and makes a test of the call', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    await begin(page, 'WhatsApp consent');
    await page.keyboard.press('1');
    await page.locator('.phone-head .badge', { hasText: 'waits for digits' }).waitFor();
    for (const key of '493012345678#') await page.keyboard.press(key);
    await page.locator('.line', { hasText: 'enters 493012345678' }).waitFor();
    await page.locator('.line', { hasText: 'We will write to +493012345678' }).waitFor();
    await page.keyboard.press('h');
    await page.getByRole('button', { name: 'Save as a test' }).click();
    await page.getByText('whatsapp-consent.saved.test.json').waitFor();
    expect(await page.locator('.saved-test').textContent()).toContain('"expect"');
    await picture(page, 'simulator-test');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('whatsapp-consent.saved.test.json');
  });

  it('writes with a flow that writes', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    await begin(page, 'Order messages', 'Begin');
    await page.locator('.phone .line').first().waitFor();
    await page.getByRole('textbox', { name: 'Write' }).fill('Where is my order?');
    await picture(page, 'simulator-chat');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.phone .line', { hasText: 'Where is my order?' }).waitFor();
    await picture(page, 'simulator-chat-2');
  });

  it('follows a call into the flow that it is transferred to', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    await begin(page, 'Main line');
    await picture(page, 'simulator-main');
    await page.getByLabel('Show another flow').selectOption('While you wait');
    await page.locator('[data-action^="flow:while-you-wait"]').first().waitFor();
    await picture(page, 'simulator-sub-flow');
  });

  it('shows hostile texts as texts', async () => {
    const pages = await openPages({ flows: [HOSTILE] });
    const body = { flow: String(HOSTILE['name']), from: '+13175550123' };
    const { id } = await pages.ask('POST', '/attendant/simulations', body);
    await pages.ask('POST', `/attendant/simulations/${String(id)}/acts`, { press: '1' });
    const page = await pages.open(`#/simulator/${String(id)}`);
    await page.locator('.phone .line.heard', { hasText: '<img src=x' }).first().waitFor();
    await page.locator('[data-action="menu:main"]').waitFor();
    await page.locator('.value', { hasText: '<img src=x' }).first().waitFor();
    await picture(page, 'simulator-hostile');
    expect(await page.locator('.sim img, .sim b').count()).toBe(0);
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(MARKUP).toContain('onerror');
  });

  it('draws a task of 500 actions, and finds one of them', async () => {
    const pages = await openPages({ flows: [CHAIN] });
    const { id } = await pages.ask('POST', '/attendant/simulations', { flow: 'Chain', from: '+13175550123' });
    const began = performance.now();
    const page = await pages.open(`#/simulator/${String(id)}`);
    await page.locator('[data-action="chain/collectInput"][aria-current="step"]').waitFor();
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(await page.locator('[data-action]').count()).toBeLessThan(60);
    await page.getByLabel('Find an action').fill('key123 ');
    await page.locator('[data-action="chain/setParticipantData-124"]').waitFor();
    await picture(page, 'simulator-chain');
    expect(await page.locator('.value').count()).toBeGreaterThan(499);
  });

  it('does not move what is there while the rest comes', async () => {
    const pages = await openPages();
    const { id } = await pages.ask('POST', '/attendant/simulations', { flow: 'WhatsApp consent' });
    const page = await pages.open(`#/simulator/${String(id)}`);
    await page.locator('.phone .line').first().waitFor();
    await page.locator('[data-action="menu:askConsent"]').waitFor();
    const shift = await page.evaluate(
      'new Promise((resolve) => { let all = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) all += one.value; }).observe({ type: "layout-shift", buffered: true }); setTimeout(() => resolve(all), 100); })',
    );
    expect(shift).toBeLessThan(0.1);
  });
});
