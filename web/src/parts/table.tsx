import { type ReactNode, useState } from 'react';
import { SCROLLABLE } from './scrollable.ts';

/** A column of a table. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** What it is sorted by; absent: it cannot be sorted. */
  readonly sortBy?: (row: T) => string | number;
  readonly align?: 'end';
  /** Whether it is text that may be long, and is broken anywhere. */
  readonly isText?: true;
  /** Left out on phones. */
  readonly isMinor?: true;
}

interface Sorted {
  readonly column: number;
  readonly isDescending: boolean;
}

/** A table whose columns can be sorted where that helps. It scrolls by itself where it is too wide. */
export function Table<T>({
  caption,
  columns,
  rows,
  keyOf,
  isCurrent,
}: {
  /** For screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** Whether it is the row that is open beside. */
  readonly isCurrent?: (row: T) => boolean;
}) {
  const [sorted, setSorted] = useState<Sorted>();
  const shown = inOrder(rows, columns, sorted);
  return (
    <section className="table" aria-label={caption} {...SCROLLABLE}>
      <table>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <Head key={column.title} column={column} index={index} sorted={sorted} onSort={setSorted} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} className={isCurrent?.(row) === true ? 'current' : undefined}>
              {columns.map((column) => (
                <td key={column.title} className={classOf(column)} data-label={column.title}>
                  <div dir="auto">{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Head<T>({
  column,
  index,
  sorted,
  onSort,
}: {
  readonly column: Column<T>;
  readonly index: number;
  readonly sorted: Sorted | undefined;
  readonly onSort: (sorted: Sorted) => void;
}) {
  if (column.sortBy === undefined)
    return (
      <th scope="col" className={classOf(column)}>
        {column.title}
      </th>
    );
  const order = sorted?.column === index ? (sorted.isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={classOf(column)} aria-sort={order}>
      <button
        type="button"
        className="sort"
        onClick={() => onSort({ column: index, isDescending: order === 'ascending' })}
      >
        {column.title}
        <span aria-hidden="true">{order === undefined ? ' ↕' : order === 'ascending' ? ' ↑' : ' ↓'}</span>
      </button>
    </th>
  );
}

function classOf<T>({ align, isText, isMinor }: Column<T>): string | undefined {
  const names = [align, isText && 'text', isMinor && 'minor'].filter((name) => typeof name === 'string');
  return names.length === 0 ? undefined : names.join(' ');
}

function inOrder<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sorted: Sorted | undefined,
): readonly T[] {
  const sortBy = sorted === undefined ? undefined : columns[sorted.column]?.sortBy;
  if (sorted === undefined || sortBy === undefined) return rows;
  const sign = sorted.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [sortBy(one), sortBy(other)];
    return a < b ? -sign : a > b ? sign : 0;
  });
}
