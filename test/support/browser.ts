import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';
import places from './browser-places.json' with { type: 'json' };

let opened: Promise<Browser> | undefined;

/** The installed browser, opened once for a test file. @throws when none is installed: these tests are never left out. */
export function openBrowser(): Promise<Browser> {
  opened ??= launch();
  return opened;
}

afterAll(async () => {
  await (await opened?.catch(() => undefined))?.close();
  opened = undefined;
});

async function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: browserPath(), args: isRoot ? ['--no-sandbox'] : [] });
}

function browserPath(): string {
  const named = process.env['CHROME_PATH'];
  const path = [...(named === undefined || named === '' ? [] : [named]), ...places].find(existsSync);
  if (path !== undefined) return path;
  throw new Error(
    'The tests of the pages need Chrome or Chromium: install it (Debian: apt-get install chromium), ' +
      'or say where it is in CHROME_PATH.',
  );
}
