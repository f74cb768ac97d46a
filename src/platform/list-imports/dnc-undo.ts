import type Sqlite from 'better-sqlite3';
import type { DncEntryStore } from '../dnc-lists/dnc-entry-store.ts';
import type { DncEntry, DncKind } from '../dnc-lists/dnc-list.ts';

/** What a group of rows changes in a do-not-contact list. */
interface DncChanges {
  /** Values that the list has not. */
  readonly added: { readonly [kind in DncKind]?: readonly string[] };
  /** Entries that end some time and may come to end later. */
  readonly ending: readonly (readonly [kind: DncKind, value: string, expiresAt: number])[];
}

/** The SQL that takes back what an import did to a do-not-contact list. */
export function dncUndo(sqlite: Sqlite.Database, entries: DncEntryStore) {
  const known = sqlite.prepare<[number, DncKind, string], { readonly expiresAt: number | null }>(
    'select expires_at as expiresAt from dnc_entry where list_key = ? and kind = ? and value = ?',
  );
  const restore = sqlite.prepare<[number, number, DncKind, string]>(
    'update dnc_entry set expires_at = ? where list_key = ? and kind = ? and value = ?',
  );

  return {
    /** What `undo` needs to take a group back. Must run inside a commit, before the group is added. */
    before(listKey: number, group: readonly DncEntry[]): string {
      const added = new Map<DncKind, Set<string>>();
      const ending: [DncKind, string, number][] = [];
      for (const { kind, value } of group) {
        const found = known.get(listKey, kind, value);
        if (found === undefined) added.set(kind, (added.get(kind) ?? new Set()).add(value));
        else if (found.expiresAt !== null) ending.push([kind, value, found.expiresAt]);
      }
      const values = [...added].map(([kind, texts]) => [kind, [...texts]]);
      return JSON.stringify({ added: Object.fromEntries(values), ending } satisfies DncChanges);
    },
    /** Takes a group back. Must run inside a commit. */
    undo(listKey: number, changes: string): void {
      const { added, ending } = JSON.parse(changes) as DncChanges;
      for (const [kind, values] of Object.entries(added))
        entries.removeEntries(listKey, kind as DncKind, values);
      for (const [kind, value, expiresAt] of ending) restore.run(expiresAt, listKey, kind, value);
    },
  };
}

/** What dncUndo returns. */
export type DncUndo = ReturnType<typeof dncUndo>;
