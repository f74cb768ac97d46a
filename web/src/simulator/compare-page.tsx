import './simulator.css';
import { useEffect, useRef } from 'react';
import type { Json } from '../api/json.ts';
import { usePoll } from '../api/use-poll.ts';
import { shown } from '../call/state-panel.tsx';
import type { PageProps } from '../pages.ts';
import { Badge } from '../parts/badge.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { RowsSkeleton } from '../parts/rows-skeleton.tsx';
import { SCROLLABLE } from '../parts/scrollable.ts';
import { hashOf } from '../route.ts';

interface Side {
  readonly id: string;
  readonly flow: { readonly name: string };
  readonly status: string;
  readonly moments: number;
  readonly variables: { readonly [name: string]: Json };
  readonly participantData: { readonly [name: string]: string };
  readonly requests: readonly { readonly dataAction: string; readonly inputs: Json }[];
  readonly ending: { readonly reason: string } | null;
}

interface Line {
  readonly text: string;
  readonly kind: string;
  readonly moment: number;
}

interface Comparison {
  readonly one: Side;
  readonly other: Side;
  readonly rows: readonly {
    readonly one: Line | null;
    readonly other: Line | null;
    readonly isSame: boolean;
  }[];
  readonly firstDifference: number | null;
}

/** Lines before the first difference that are shown; the others say nothing. */
const BEFORE = 6;
const MAX_ROWS = 1_000;

/** Two calls side by side: `#/compare/{id}/{id}`. */
export default function ComparePage({ route }: PageProps) {
  const [a = '', b = ''] = route.rest;
  const path =
    a === '' || b === ''
      ? undefined
      : `/attendant/calls/${encodeURIComponent(a)}/comparison?with=${encodeURIComponent(b)}`;
  const { data, error, refresh } = usePoll<Comparison>(path);
  return (
    <div className="page">
      <PageHeader title="Two calls side by side" about="Where they begin to differ, and how each ended." />
      {path === undefined && (
        <EmptyState title="Two calls are needed">Fork a call in the simulator, then compare both.</EmptyState>
      )}
      {error !== undefined && (
        <ErrorState what="The calls could not be compared." error={error} retry={refresh} />
      )}
      {data === undefined && error === undefined && path !== undefined && <RowsSkeleton />}
      {data !== undefined && <Compared comparison={data} />}
    </div>
  );
}

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { one, other, rows, firstDifference } = comparison;
  const from = Math.max(0, (firstDifference ?? 0) - BEFORE);
  const first = useRef<HTMLTableRowElement>(null);
  useEffect(() => first.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <>
      <p role="status">
        {firstDifference === null
          ? 'Both calls tell the same.'
          : `They are the same for ${firstDifference} lines, and differ from there on.`}
      </p>
      <div className="endings">
        <Ending side={one} other={other} />
        <Ending side={other} other={one} />
      </div>
      <section className="compare" aria-label="Transcripts" {...SCROLLABLE}>
        <table>
          <caption className="sr-only">Transcripts, line by line</caption>
          <thead>
            <tr>
              <th scope="col">{one.flow.name}</th>
              <th scope="col">{other.flow.name}</th>
            </tr>
          </thead>
          <tbody>
            {from > 0 && (
              <tr>
                <td colSpan={2} className="muted">
                  {from} lines that are the same
                </td>
              </tr>
            )}
            {rows.slice(from, from + MAX_ROWS).map((row, index) => (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
                key={index}
                ref={index + from === firstDifference ? first : undefined}
                className={
                  row.isSame ? 'same' : index + from === firstDifference ? 'differs first' : 'differs'
                }
              >
                <Cell line={row.one} isFirst={index + from === firstDifference} />
                <Cell line={row.other} isFirst={false} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ line, isFirst }: { readonly line: Line | null; readonly isFirst: boolean }) {
  return (
    <td dir="auto" className={line === null ? undefined : `is-${line.kind}`}>
      {isFirst && <span className="badge warn">first difference</span>}{' '}
      {line?.text ?? <span className="muted">–</span>}
    </td>
  );
}

function Ending({ side, other }: { readonly side: Side; readonly other: Side }) {
  const data = { ...side.variables, ...side.participantData };
  const others: { readonly [name: string]: Json } = { ...other.variables, ...other.participantData };
  const names = [...new Set([...Object.keys(data), ...Object.keys(others)])].filter(
    (name) => JSON.stringify(data[name] ?? null) !== JSON.stringify(others[name] ?? null),
  );
  return (
    <section className="card">
      <h2>
        <a href={hashOf(['calls', side.id])}>{side.flow.name}</a>{' '}
        <Badge tone={side.ending === null ? 'live' : 'good'}>{side.ending?.reason ?? side.status}</Badge>
      </h2>
      <p className="muted">
        {side.moments} moments{side.requests.length === 0 && ', no data action'}
      </p>
      {side.requests.map(({ dataAction, inputs }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same request may come twice, in this order
        <details key={index}>
          <summary>
            Data action <bdi>{dataAction}</bdi>
          </summary>
          <JsonView value={inputs} what="Inputs" />
        </details>
      ))}
      {names.length > 0 && (
        <dl className="facts">
          {names.map((name) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd dir="auto">{shown(data[name] ?? null)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
