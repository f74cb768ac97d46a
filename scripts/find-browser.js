// Before the tests: the pages are tested in a real Chrome or Chromium. Where there is none, root on Debian gets its package;
// anybody else is told what to install.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const places = JSON.parse(
  readFileSync(new URL('../test/support/browser-places.json', import.meta.url), 'utf8'),
);
const named = process.env.CHROME_PATH;

if (![...(named ? [named] : []), ...places].some((place) => existsSync(place))) {
  const isInstaller = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  const isInstalled = isInstaller && apt('update', '-q') && apt('install', '-qy', 'chromium');
  if (!isInstalled) {
    console.error(
      'The pages are tested in Chrome or Chromium: install one (Debian: apt-get install chromium), or say where it is in CHROME_PATH.',
    );
    process.exit(1);
  }
}

/** What it prints goes to the error output: the tests' own output stays theirs. */
function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
}
