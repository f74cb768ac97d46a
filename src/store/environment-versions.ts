import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import type { Environment } from '../runtime/environment.ts';

/** Keeps environments that calls ran with, each content once. Owns the table environment_version. */
export function environmentVersions(sqlite: Sqlite.Database) {
  const insert = sqlite.prepare(
    'insert into environment_version (hash, environment) values (?, ?) on conflict do nothing',
  );
  const find = sqlite.prepare<[string], number>('select key from environment_version where hash = ?').pluck();
  const load = sqlite
    .prepare<[number], string>('select environment from environment_version where key = ?')
    .pluck();
  return {
    /** @returns its key. */
    keep(environment: Environment): number {
      const text = JSON.stringify(environment);
      const hash = createHash('sha256').update(text).digest('hex');
      insert.run(hash, text);
      return find.get(hash) ?? 0;
    },
    load(key: number): Environment | undefined {
      const text = load.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as Environment);
    },
  };
}
