import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPages, type Pages, picture } from './open-pages.ts';

/** Waits until the call does what a badge says. */
async function waitsTo(page: Page, what: string): Promise<void> {
  await page.locator('.phone-head .badge', { hasText: what }).waitFor();
}

/** Begins a call by mouse. */
async function call(
  pages: Pages,
  flow = 'WhatsApp consent',
  more: (page: Page) => Promise<void> = async () => {},
) {
  const page = await pages.open('#/simulator', { mayFail: ['/acts'] });
  await page.getByLabel('Flow', { exact: true }).selectOption(flow);
  await more(page);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.locator('.desk').waitFor();
  return page;
}

async function presses(page: Page, key: string): Promise<void> {
  await page.locator('.keypad').getByRole('button', { name: key, exact: true }).click();
}

describe('the simulator', () => {
  it('R11 holds a whole call by keyboard alone, and what it sends lies in the outbox', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    await page.getByLabel('Flow', { exact: true }).selectOption('WhatsApp consent');
    await page.getByLabel("Caller's number").focus();
    await page.keyboard.press('Enter');
    await waitsTo(page, 'waits for a choice');
    await page.keyboard.press('1');
    await waitsTo(page, 'waits for digits');
    await page.keyboard.press('1');
    await page.getByText('presses 1', { exact: false }).nth(1).waitFor();
    await page.keyboard.press('#');
    await page.locator('.line', { hasText: 'The message is on its way' }).waitFor();
    await page.keyboard.press('n');
    await waitsTo(page, 'flowDisconnected');
    await page.keyboard.press('Home');
    await page.locator('[data-moment="1"]').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-moment="2"]').waitFor();
    await waitsTo(page, 'waits for a choice');
    await page.keyboard.press('End');
    await waitsTo(page, 'flowDisconnected');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await picture(page, 'simulator-help');
    await page.keyboard.press('Escape');
    await pages.settled();
    await page.goto(`${pages.host.url}/#/outbox`);
    await page.getByText('13175550123').first().waitFor();
  });

  it('R11 goes back, forks with another key, and shows both endings side by side', async () => {
    const page = await call(await openPages());
    await presses(page, '2');
    await page.locator('.line', { hasText: 'we will not send it' }).waitFor();
    await page.getByRole('button', { name: /^Next event/ }).click();
    await waitsTo(page, 'flowDisconnected');
    await page.locator('.moment', { hasText: 'menu' }).first().click();
    await waitsTo(page, 'waits for a choice');
    expect(await page.locator('.keypad button').first().isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Fork here' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Fork' }).click();
    await page.getByText('Forked from').waitFor();
    await presses(page, '1');
    await waitsTo(page, 'waits for digits');
    await picture(page, 'simulator-fork');
    await page.getByRole('link', { name: 'Compare both' }).click();
    await page.getByText('first difference').waitFor();
    await page.getByText('flowDisconnected').first().waitFor();
    await page.getByText('presses 2 → No').waitFor();
    await page.getByText('presses 1 → Yes').waitFor();
    await picture(page, 'simulator-compare');
  });

  it('R11 has data actions answered by hand, and with a fault', async () => {
    const page = await call(await openPages(), 'WhatsApp consent', async (form) => {
      await form.getByLabel('Data actions').selectOption('ask');
    });
    await presses(page, '1');
    await waitsTo(page, 'waits for digits');
    await presses(page, '1');
    await page.getByText('presses 1', { exact: false }).nth(1).waitFor();
    await presses(page, 'Pound');
    await page.getByRole('heading', { name: 'Waiting for grant-consent' }).waitFor();
    await picture(page, 'simulator-by-hand');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByRole('heading', { name: 'Waiting for send-whatsapp' }).waitFor();
    await page.getByLabel('Answer', { exact: true }).selectOption('fault');
    await page.getByLabel('Fault').selectOption('connectionRefused');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.locator('.line', { hasText: 'We could not send the message now' }).waitFor();
    await page.getByRole('heading', { name: /send-whatsapp.*failed/ }).waitFor();
    expect(await page.locator('.operations li').count()).toBeGreaterThan(3);
    await picture(page, 'simulator-failed');
  });

  it('R11 pauses at breakpoints, where their condition is true, and changes what it holds', async () => {
    const page = await call(await openPages());
    await page.getByRole('button', { name: 'Breakpoint on menu:askConsent/1/jumpToTask' }).click();
    await page.getByRole('button', { name: 'Breakpoints (1)' }).click();
    await page.getByLabel('Action', { exact: true }).fill('recordAndSend/callData');
    await page.getByLabel('Condition').fill('Flow.none == 1');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: 'cannot be used' }).waitFor();
    await page.getByLabel('Condition').fill('IsSet(Flow.number)');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('listitem').filter({ hasText: 'IsSet(Flow.number)' }).waitFor();
    await picture(page, 'simulator-breakpoints');
    await page.keyboard.press('Escape');
    await presses(page, '1');
    await waitsTo(page, 'paused');
    await page.locator('[data-action="menu:askConsent/1/jumpToTask"][aria-current="step"]').waitFor();
    await page.keyboard.press('F9');
    await page.locator('[data-action="confirmNumber/loop"][aria-current="step"]').waitFor();
    await page.getByRole('button', { name: 'Change Flow.number' }).click();
    await page.getByLabel('Flow.number', { exact: true }).fill('+4930123456');
    await page.keyboard.press('Enter');
    await page.locator('.value.changed', { hasText: '+4930123456' }).waitFor();
    await page.keyboard.press('F8');
    await page.locator('.line', { hasText: '4930123456' }).first().waitFor();
    await presses(page, '1');
    await page.getByText('presses 1', { exact: false }).nth(1).waitFor();
    await presses(page, 'Pound');
    await page.locator('[data-action="recordAndSend/callData"][aria-current="step"]').waitFor();
    await waitsTo(page, 'paused');
  });

  it('opens calls of the engine, and forks them', async () => {
    const pages = await openPages();
    const { id } = await pages.ask('POST', '/attendant/calls', {
      flow: 'WhatsApp consent',
      from: '+13175550123',
    });
    const page = await pages.open(`#/calls/${String(id)}`);
    await waitsTo(page, 'waits for a choice');
    await picture(page, 'call-viewer');
    await page.getByRole('button', { name: 'Fork here' }).click();
    await page.getByLabel('Change a value').fill('vip');
    await page.getByLabel('Its new value').fill('yes');
    await page.getByRole('dialog').getByRole('button', { name: 'Fork' }).click();
    await page.getByText('Forked from').waitFor();
    await page.getByRole('button', { name: 'Change vip, now yes' }).waitFor();
  });

  it('has the same caller call another flow, and says where that differs', async () => {
    const page = await call(await openPages());
    await presses(page, '2');
    await page.locator('.line', { hasText: 'we will not send it' }).waitFor();
    await page.getByRole('button', { name: 'Fork here' }).click();
    await page.getByRole('dialog').getByLabel('Flow').selectOption('Main line');
    await page.getByRole('dialog').getByRole('button', { name: 'Fork' }).click();
    await page.getByText(/it differs from event 1 on/).waitFor();
    await page.getByText('Main line', { exact: true }).first().waitFor();
  });

  it('says what is wrong in a sentence', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator', { mayFail: ['/attendant/simulations'] });
    await page.getByLabel('Flow', { exact: true }).selectOption('WhatsApp consent');
    await page.getByLabel("Caller's number").fill('Ann');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'from must be a phone number' }).waitFor();
    await page.goto(`${pages.host.url}/#/simulator/nothing`);
    await page.getByText('This call could not be read').waitFor();
  });
});
