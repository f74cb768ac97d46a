import { describe, expect, it } from 'vitest';
import { LOOKING_MS, lookAtAll, openPages, type Pages } from './open-pages.ts';

const GRANT = { method: 'web form', businessName: 'Attendant Example Ltd', evidence: 'form 77' };

async function grant(pages: Pages, channel: string, address: string): Promise<void> {
  await pages.ask('PUT', `/attendant/consents/${channel}/${address}`, GRANT);
}

/** A host that begins without the consents of the example. */
const openEmpty = () => openPages({ seed: ({ consents: _, ...seed }) => seed });

describe('the page of consents', () => {
  it('records a consent by keyboard, and withdraws it with who and how', async () => {
    const pages = await openEmpty();
    const page = await pages.open('#/consents');
    await page.getByRole('heading', { name: 'Nobody has agreed yet' }).waitFor();
    await page.getByRole('button', { name: 'Record a consent' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Channel').last().selectOption('SMS');
    await page.getByLabel('Number or address').fill('+13175550123');
    await page.getByLabel('How it was given').fill('letter');
    await page.getByLabel('The business').fill('Attendant Example Ltd');
    await page.getByLabel('Who took it').fill('Ann, letter of May 4th');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '+13175550123' }).click();
    const open = page.getByRole('region', { name: 'Open consent' });
    await open.getByText('Ann, letter of May 4th').waitFor();
    pages.clock.advance(60_000);
    await open.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByLabel('How it came').fill('phone call');
    await page.getByLabel('Who took it').fill('Bob');
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await open.getByText('phone call').waitFor();
    await open.locator('.events li').nth(1).waitFor();
    expect(await open.locator('.events li').count()).toBe(2);
    expect(await pages.ask('GET', '/attendant/consents/sms/+13175550123')).toMatchObject({
      status: 'withdrawn',
      history: [
        { kind: 'granted', method: 'letter', evidence: 'Ann, letter of May 4th' },
        { kind: 'withdrawn', method: 'phone call', evidence: 'Bob' },
      ],
    });
  });

  it('says what is wrong with a number, and keeps what was typed', async () => {
    const pages = await openEmpty();
    const page = await pages.open('#/consents', { mayFail: ['/attendant/consents/'] });
    await page.getByRole('button', { name: 'Record a consent' }).click();
    await page.getByLabel('Number or address').fill('12');
    await page.getByLabel('How it was given').fill('letter');
    await page.getByLabel('The business').fill('Attendant');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('How it was given').inputValue()).toBe('letter');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('searches by part of a number, channel and status', async () => {
    const pages = await openEmpty();
    await grant(pages, 'whatsapp', '13175550123');
    await grant(pages, 'whatsapp', '447700900123');
    await grant(pages, 'email', 'ada@example.com');
    await pages.ask('DELETE', '/attendant/consents/whatsapp/447700900123');
    const page = await pages.open('#/consents?text=900');
    await page.getByRole('link', { name: '447700900123' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Status').selectOption('Granted');
    await page.getByRole('link', { name: '447700900123' }).waitFor({ state: 'detached' });
    await page.getByLabel('Channel').selectOption('E-mail');
    await page.getByRole('link', { name: '13175550123' }).waitFor({ state: 'detached' });
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const pages = await openPages();
      await grant(pages, 'whatsapp', '13175550123');
      await lookAtAll(pages, '#/consents', 'consents', (page) =>
        page.getByRole('link', { name: '13175550123', exact: true }).waitFor(),
      );
      await lookAtAll(pages, '#/consents/whatsapp/13175550123', 'consent', (page) =>
        page.getByText('form 77').waitFor(),
      );
    },
    LOOKING_MS,
  );
});
