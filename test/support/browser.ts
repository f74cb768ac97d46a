import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';

/** Where Chrome and Chromium are installed, after what CHROME_PATH names. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

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
  const path = [...(named === undefined || named === '' ? [] : [named]), ...PLACES].find(existsSync);
  if (path !== undefined) return path;
  throw new Error(
    'The tests of the pages need Chrome or Chromium: install it (Debian: apt-get install chromium), ' +
      'or say where it is in CHROME_PATH.',
  );
}
