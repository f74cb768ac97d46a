import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Where the process that holds a database can be asked. */
export interface Serving {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Made up when it began to serve: who answers there with another one serves something else. */
  readonly instanceId: string;
}

const PRIVATE_FILE = 0o600;

/**
 * Writes beside a database where its process is found. One that dies leaves the file behind, so it counts only while the
 * database is in use.
 *
 * @param database path of the database, or `:memory:`, which nobody else can look for.
 * @returns what takes the file away.
 */
export function tellServing(database: string, serving: Serving): () => void {
  if (database === ':memory:') return () => {};
  const file = fileOf(database);
  writeFileSync(file, `${JSON.stringify(serving)}\n`, { mode: PRIVATE_FILE });
  return () => rmSync(file, { force: true });
}

/** What the last process that served from a database wrote; undefined when there is nothing that can be read. */
export function readServing(database: string): Serving | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(fileOf(database), 'utf8'));
    return isServing(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function fileOf(database: string): string {
  return `${database}.serving`;
}

/** Only this machine is asked, whatever the file says. */
function isServing(read: unknown): read is Serving {
  if (typeof read !== 'object' || read === null || !('url' in read) || !('instanceId' in read)) return false;
  const { url, instanceId } = read;
  return (
    typeof url === 'string' && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(url) && typeof instanceId === 'string'
  );
}
