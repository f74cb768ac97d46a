import { useMemo, useState } from 'react';
import { ask } from './client.ts';
import { useChangedLater } from './use-changed-later.ts';
import { usePoll } from './use-poll.ts';

interface Listing<T> {
  readonly entities: readonly T[];
}

/** A list with the newest first, which follows what comes in, and reads older rows when it is asked to. */
export interface List<T> {
  /** Undefined until the first answer. */
  readonly rows: readonly T[] | undefined;
  readonly error: unknown;
  readonly refresh: () => void;
  /** Reads the next page; undefined: there is none. */
  readonly older: (() => void) | undefined;
}

const EVERY_MS = 2_000;

/**
 * Reads a list of the server again and again.
 *
 * @param path with its query; `after` gives the rows behind one, by its id.
 * @param pageSize the `limit` of the path.
 */
export function useList<T>(
  path: string,
  { pageSize, idOf }: { readonly pageSize: number; readonly idOf: (row: T) => string },
): List<T> {
  const settled = useChangedLater(path);
  const { data, error, refresh } = usePoll<Listing<T>>(settled, EVERY_MS);
  const { pages, failed, read } = useOlder<T>(settled);
  const rows = useMemo(() => data && joined([data.entities, ...pages], idOf), [data, pages, idOf]);
  const last = rows?.at(-1);
  const newest = pages.at(-1) ?? data?.entities ?? [];
  const older = last === undefined || newest.length < pageSize ? undefined : () => read(idOf(last));
  return { rows, error: error ?? failed, refresh, older };
}

interface Older<T> {
  readonly path: string;
  readonly pages: readonly (readonly T[])[];
  readonly failed?: unknown;
}

/** Pages that were asked for; another path begins without. */
function useOlder<T>(path: string) {
  const [last, setLast] = useState<Older<T>>({ path, pages: [] });
  const { pages, failed } = last.path === path ? last : { pages: [], failed: undefined };
  const read = (id: string) => {
    const after = `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(id)}`;
    ask<Listing<T>>(after).then(
      ({ entities }) => setLast({ path, pages: [...pages, entities] }),
      (error: unknown) => setLast({ path, pages, failed: error }),
    );
  };
  return { pages, failed, read };
}

/** What moved from the first page to a later one stands in both; it is shown once, as it was read last. */
function joined<T>(pages: readonly (readonly T[])[], idOf: (row: T) => string): readonly T[] {
  const rows = new Map<string, T>();
  for (const row of pages.flat()) if (!rows.has(idOf(row))) rows.set(idOf(row), row);
  return [...rows.values()];
}
