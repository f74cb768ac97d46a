// Lets `npx attendant` find this checkout's own command at once; npm links only the commands of dependencies.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';

if (process.platform !== 'win32') {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/attendant', { force: true });
  symlinkSync('../../bin/attendant.js', 'node_modules/.bin/attendant');
}
