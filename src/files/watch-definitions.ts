import { watch } from 'node:fs';

/** Several events come of one save, and of several files saved at once. */
const QUIET_MS = 200;
/** Files that flows are made of, those of tests, and tables. */
const DEFINITIONS = /\.(flow|task|data-action|test|cassette|environment|integrations)\.json$|\.csv$/;

/**
 * Watches the definitions in a folder and below.
 *
 * @param changed is called once after a burst of changes. @returns what ends the watching.
 */
export function watchDefinitions(folder: string, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_event, file) => {
    if (file !== null && !DEFINITIONS.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  });
  // A folder that goes away, or a system without room for watches, ends the watching and nothing else.
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
