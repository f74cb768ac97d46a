// Writes schemas/ anew from the definitions in the code. Run as `npm run schemas`, which builds first.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from '../dist/schemas/schema-files.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../schemas');
rmSync(folder, { recursive: true, force: true });
for (const [path, text] of schemaFiles()) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
