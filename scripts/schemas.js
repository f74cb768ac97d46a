// Writes schemas/, docs/actions/ and a part of docs/differences.md anew, from the definitions in the code and the cases of
// the actions. Run as `npm run schemas`, which builds first.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { referenceFiles } from '../dist/reference/reference-files.js';
import { schemaFiles } from '../dist/schemas/schema-files.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cases = join(root, 'test/flow-actions');
const caseFiles = new Map(
  readdirSync(cases).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(cases, name), 'utf8')),
  ]),
);
const differences = readFileSync(join(root, 'docs/differences.md'), 'utf8');

const schemas = schemaFiles();
const pages = referenceFiles(caseFiles, differences);
rmSync(join(root, 'schemas'), { recursive: true, force: true });
rmSync(join(root, 'docs/actions'), { recursive: true, force: true });
write('schemas', schemas);
write('docs', pages);

function write(folder, files) {
  for (const [path, text] of files) {
    const file = join(root, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
