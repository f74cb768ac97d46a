import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'dist/web/index.html');
const LOCK = join(ROOT, 'dist/.building-web');
/** A lock that is older was left by a run that was killed. */
const LOCK_MS = 60_000;

/** Builds dist/web where web/ is newer; of test files that want it at once, one builds it. */
export async function buildPages(): Promise<void> {
  if (isBuilt()) return;
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  while (!isLocked()) await wait(50);
  try {
    if (!isBuilt()) build();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

/** In a process of its own: the environment of a test would make a build for development. */
function build(): void {
  execFileSync(
    process.execPath,
    [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn'],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  );
}

function isBuilt(): boolean {
  const built = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return false;
  const sources = readdirSync(join(ROOT, 'web'), { recursive: true, encoding: 'utf8' });
  return Math.max(...sources.map((file) => statSync(join(ROOT, 'web', file)).mtimeMs)) <= built;
}

function isLocked(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
