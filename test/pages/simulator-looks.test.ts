import { describe, expect, it } from 'vitest';
import { COUNTING, HEBREW, LARGE, TALKING } from '../support/played-flows.ts';
import { lookAtAll, openPages, type Pages } from './open-pages.ts';

async function begin(
  pages: Pages,
  body: {
    readonly flow: string;
    readonly from?: string;
    readonly isStepped?: boolean;
    readonly dataActions?: string;
  },
) {
  const { id } = await pages.ask<{ readonly id: string }>('POST', '/attendant/simulations', body);
  return {
    id,
    act: (act: { readonly [name: string]: string }) =>
      pages.ask('POST', `/attendant/simulations/${id}/acts`, act),
  };
}

describe('the simulator', () => {
  it('can be read by everyone, in both sizes and colours', async () => {
    const pages = await openPages();
    const { id, act } = await begin(pages, {
      flow: 'WhatsApp consent',
      from: '+13175550123',
      dataActions: 'ask',
    });
    await act({ press: '1' });
    await act({ press: '1#' });
    await lookAtAll(pages, '#/simulator', 'begin', (page) =>
      page.getByRole('button', { name: 'Call', exact: true }).waitFor(),
    );
    await lookAtAll(pages, `#/simulator/${id}`, 'desk', (page) =>
      page.locator('.phone .line').first().waitFor(),
    );
  });

  it('shows its other parts on a phone', async () => {
    const pages = await openPages();
    const { id } = await begin(pages, { flow: 'WhatsApp consent', from: '+13175550123', isStepped: true });
    for (const part of ['Flow', 'State', 'Timeline'])
      await lookAtAll(pages, `#/simulator/${id}`, `desk-${part}`, async (page) => {
        await page.locator('.phone .transcript').waitFor({ state: 'attached' });
        const tab = page
          .getByRole('navigation', { name: 'Parts of the call' })
          .getByRole('button', { name: part });
        if (await tab.isVisible()) await tab.click();
        await page.locator('.controls').waitFor();
      });
  });

  it('shows prompts from right to left', async () => {
    const pages = await openPages({ flows: [HEBREW] });
    const { id } = await begin(pages, { flow: 'שלום', from: '+13175550123' });
    await lookAtAll(pages, `#/simulator/${id}`, 'hebrew', async (page) => {
      const prompt = page.locator('.line.heard').first();
      await prompt.waitFor();
      const direction = await page.evaluate(
        "getComputedStyle(document.querySelector('.line.heard')).direction",
      );
      expect(direction).toBe('rtl');
    });
  });

  it('scrolls its transcript alone, however long the call becomes', async () => {
    const pages = await openPages({ flows: [TALKING] });
    const { id } = await begin(pages, { flow: 'Talks long', from: '+13175550123' });
    const page = await pages.open(`#/simulator/${id}`);
    for (const [width, height] of [
      [1280, 860],
      [375, 812],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.locator('.line.heard').last().waitFor();
      const [scrolled = 0, shown = 0, whole = 0, content = 0] = await page.evaluate<
        readonly number[]
      >(`(() => {
        const transcript = document.querySelector('.transcript');
        const { scrollHeight, clientHeight } = document.documentElement;
        const bottom = document.querySelector('main').getBoundingClientRect().bottom;
        return [transcript.scrollHeight, transcript.clientHeight, scrollHeight, Math.max(clientHeight, Math.ceil(bottom))];
      })()`);
      expect(scrolled).toBeGreaterThan(shown);
      expect(whole).toBe(content);
    }
  });

  it('holds ten calls side by side', async () => {
    const pages = await openPages();
    const page = await pages.open('#/simulator');
    const ids: string[] = [];
    for (let index = 0; index < 10; index++)
      ids.push((await begin(pages, { flow: 'WhatsApp consent', from: `+1317555010${index}` })).id);
    const all = `#/simulator/all/${ids.join('/')}`;
    await page.goto(`${pages.host.url}/${all}`);
    const calls = page.getByRole('article');
    await calls.nth(9).waitFor();
    for (let index = 0; index < 10; index++)
      await calls.nth(index).locator('.keypad').getByRole('button', { name: '2', exact: true }).click();
    for (let index = 0; index < 10; index++)
      await calls.nth(index).locator('.line', { hasText: 'we will not send it' }).waitFor();
    await lookAtAll(pages, all, 'side-by-side', (one) => one.getByRole('article').nth(9).waitFor());
  });

  it('scrubs over 10,000 moments, and draws 500 actions, without a stop', async () => {
    const pages = await openPages({ flows: [COUNTING, LARGE] });
    const { id } = await begin(pages, { flow: 'Counts far', from: '+13175550123' });
    const page = await pages.open(`#/simulator/${id}`);
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.waitFor();
    const total = Number(await slider.getAttribute('max'));
    expect(total).toBeGreaterThan(9_900);
    const times: number[] = [];
    for (const moment of [1, 5_000, 2_345, 9_000, 77, 4_321]) {
      const before = performance.now();
      await slider.fill(String(moment));
      await page.locator(`[data-moment="${moment}"]`).waitFor();
      await page.locator('.moment.now .number', { hasText: String(moment) }).waitFor();
      times.push(performance.now() - before);
    }
    await page
      .locator('.value', { hasText: 'Flow.count' })
      .filter({ hasText: String(2_159) })
      .waitFor();
    expect(Math.max(...times), times.join(', ')).toBeLessThan(1_500);
    await page.locator('.moments').press('ArrowRight');
    await page.locator('[data-moment="4322"]').waitFor();
    // A hundred moments in a row, as somebody holds the key.
    const before = performance.now();
    for (let index = 0; index < 100; index++) await page.keyboard.press('ArrowRight');
    await page.locator('[data-moment="4422"]').waitFor();
    expect(performance.now() - before).toBeLessThan(6_000);
    const large = await begin(pages, { flow: 'Large', from: '+13175550123', isStepped: true });
    const drawn = performance.now();
    await page.goto(`${pages.host.url}/#/simulator/${large.id}`);
    await page.locator('[data-action="task0/decision"][aria-current="step"]').waitFor();
    expect(performance.now() - drawn).toBeLessThan(5_000);
    const stepped = performance.now();
    for (let index = 0; index < 10; index++) {
      await page.keyboard.press('F9');
      await page.locator('.moment-count', { hasText: `${index + 2} /` }).waitFor();
    }
    expect(performance.now() - stepped).toBeLessThan(6_000);
  });
});

describe('two calls side by side', () => {
  it('can be read by everyone, in both sizes and colours', async () => {
    const pages = await openPages();
    const one = await begin(pages, { flow: 'WhatsApp consent', from: '+13175550123' });
    const other = await begin(pages, { flow: 'WhatsApp consent', from: '+13175550123' });
    await one.act({ press: '2' });
    await other.act({ press: '1' });
    await other.act({ press: '1#' });
    await lookAtAll(pages, `#/compare/${one.id}/${other.id}`, 'compare', (page) =>
      page.getByText('first difference').waitFor(),
    );
  });
});
