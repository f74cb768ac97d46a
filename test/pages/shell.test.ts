import { describe, expect, it } from 'vitest';
import { pageRoutes } from '../../src/api/page-routes.ts';
import { openLocalServer } from '../api/local-server.ts';
import { newFolder } from '../files/folder.ts';
import { openPages, picture } from './open-pages.ts';

describe('the pages', () => {
  it('come with rules that let nothing foreign in', async () => {
    const { host } = await openPages();
    const html = await fetch(`${host.url}/`);
    expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self';/);
    expect(html.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/);
    expect(html.headers.get('x-content-type-options')).toBe('nosniff');
    expect(html.headers.get('cache-control')).toBe('no-cache');
    const [script = ''] = /\/assets\/index-[^"]+\.js/.exec(await html.text()) ?? [];
    const code = await fetch(host.url + script);
    expect(code.headers.get('cache-control')).toContain('immutable');
    expect(code.headers.get('content-type')).toContain('javascript');
    await code.arrayBuffer();
  });

  it('are for this machine only, and give nothing from beside their folder', async () => {
    const { host } = await openPages();
    const ask = async (
      url: string,
      from: { readonly host?: string; readonly remoteAddress?: string } = {},
    ) => {
      const { host: name = 'localhost', remoteAddress = '127.0.0.1' } = from;
      return (await host.server.inject({ url, headers: { host: name }, remoteAddress })).statusCode;
    };
    expect(await ask('/')).toBe(200);
    expect(await ask('/', { remoteAddress: '203.0.113.7' })).toBe(403);
    expect(await ask('/assets/theme.js', { remoteAddress: '203.0.113.7' })).toBe(403);
    expect(await ask('/', { host: 'evil.example.com' })).toBe(403);
    for (const path of [
      '/assets/',
      '/assets/none.js',
      '/assets/../../host.js',
      '/assets/%2e%2e/%2e%2e/host.js',
      '/assets/%00',
    ])
      expect([400, 404], path).toContain(await ask(path));
  });

  it('say how to build them where they are not built', async () => {
    const server = await openLocalServer({ plugins: [pageRoutes(newFolder())] });
    const answer = await server.inject({ url: '/' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json<{ message: string }>().message).toContain('npm run build');
  });

  it('are walked through by keyboard: skip link, menu, focus in the page that opens', async () => {
    const pages = await openPages();
    const page = await pages.open('#/outbox');
    await page.getByRole('heading', { name: 'Outbox' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('page');
    expect(page.url()).toContain('#/outbox');
    await page.getByRole('link', { name: 'Consents' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Consents', level: 1 }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('page');
    expect(await page.title()).toBe('Consents · Attendant');
    expect(await page.getByRole('link', { name: 'Consents' }).getAttribute('aria-current')).toBe('page');
  });

  it('have a menu on a phone, and remember the colours that were chosen', async () => {
    const pages = await openPages();
    const page = await pages.open('#/outbox', { viewport: 'phone', colours: 'light' });
    const menu = page.getByRole('button', { name: 'Menu' });
    await menu.click();
    await page.getByRole('link', { name: 'Domains' }).waitFor();
    await picture(page, 'menu-phone');
    await page.keyboard.press('Escape');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await page.getByRole('button', { name: 'Colours: system' }).click();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Colours: dark' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
  });

  it('say so when the address names no page', async () => {
    const pages = await openPages();
    const page = await pages.open('#/nothing');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });
});
