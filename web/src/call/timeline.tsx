import { memo, useEffect, useRef, useState } from 'react';
import { ask } from '../api/client.ts';
import { SCROLLABLE } from '../parts/scrollable.ts';
import type { MomentEntry, Moments } from './call-types.ts';
import { momentWords } from './event-words.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Looking } from './use-moment.ts';

const ROW = 26;
const PAGE = 200;
/** Rows drawn above and below what is seen. */
const MORE = 8;

/** Every moment of a call: to look at, to go back and forth over. Only the rows in sight are drawn and fetched. */
export function Timeline({
  id,
  looking,
  total,
}: {
  readonly id: string;
  readonly looking: Looking;
  readonly total: number;
}) {
  const { moment, go, isLast } = looking;
  return (
    <section className="timeline" aria-label="Timeline">
      <div className="timeline-head">
        <Jump icon="first" label="First moment" to={1} go={go} isOff={moment <= 1} />
        <Jump icon="back" label="Back" to={moment - 1} go={go} isOff={moment <= 1} />
        <Jump icon="forth" label="Forth" to={moment + 1} go={go} isOff={isLast} />
        <Jump icon="last" label="Last moment" to={total} go={go} isOff={isLast} />
        <input
          type="range"
          min={1}
          max={Math.max(1, total)}
          value={Math.max(1, moment)}
          onChange={(event) => go(Number(event.target.value))}
          aria-label="Moment"
        />
        <span className="moment-count" data-moment={moment}>
          {moment} / {total}
        </span>
      </div>
      <Rows id={id} looking={looking} total={total} />
    </section>
  );
}

function Jump({
  icon,
  label,
  to,
  go,
  isOff,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly to: number;
  readonly go: (moment: number) => void;
  readonly isOff: boolean;
}) {
  return (
    <button type="button" className="small" onClick={() => go(to)} disabled={isOff} aria-label={label}>
      <Icon name={icon} />
    </button>
  );
}

function Rows({
  id,
  looking,
  total,
}: {
  readonly id: string;
  readonly looking: Looking;
  readonly total: number;
}) {
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(160);
  const first = Math.max(0, Math.floor(top / ROW) - MORE);
  const last = Math.min(total, Math.ceil((top + height) / ROW) + MORE);
  const entries = useEntries(id, first, last, total);
  const { moment, go } = looking;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(() => setHeight(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const at = (moment - 1) * ROW;
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = at + ROW - element.clientHeight;
  }, [moment]);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index + 1);
  return (
    <section
      className="moments"
      ref={box}
      {...SCROLLABLE}
      aria-label="Moments"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <ol style={{ height: total * ROW }}>
        {shown.map((number) => (
          <Row
            key={number}
            number={number}
            entry={entries.get(number)}
            isCurrent={number === moment}
            go={go}
          />
        ))}
      </ol>
    </section>
  );
}

const Row = memo(function Row({
  number,
  entry,
  isCurrent,
  go,
}: {
  readonly number: number;
  readonly entry: MomentEntry | undefined;
  readonly isCurrent: boolean;
  readonly go: (moment: number) => void;
}) {
  const changed = [...(entry?.changedVariables ?? []), ...(entry?.changedParticipantData ?? [])];
  return (
    <li style={{ transform: `translateY(${(number - 1) * ROW}px)` }}>
      <button
        type="button"
        tabIndex={-1}
        className={`moment ${isCurrent ? 'now' : ''} ${entry?.stimulus.type === 'continued' ? '' : 'came'}`}
        aria-current={isCurrent ? 'step' : undefined}
        onClick={() => go(number)}
      >
        <span className="number">{number}</span>
        <span className="clock">{entry === undefined ? '' : entry.at.slice(11, 19)}</span>
        <bdi className="what">{entry === undefined ? '…' : momentWords(entry)}</bdi>
        <bdi className="where">{entry?.action ?? ''}</bdi>
        <bdi className="changed">
          {changed.length > 0 && <Icon name="mark" />} {changed.join(', ')}
        </bdi>
      </button>
    </li>
  );
});

/** The entries in sight, by number; pages are fetched as they come into sight, and again where the call went on. */
function useEntries(
  id: string,
  first: number,
  last: number,
  total: number,
): ReadonlyMap<number, MomentEntry> {
  const [entries, setEntries] = useState<ReadonlyMap<number, MomentEntry>>(new Map());
  const fetched = useRef(new Map<number, number>());
  useEffect(() => {
    const leaving = new AbortController();
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page++) {
      const wanted = Math.min(total, (page + 1) * PAGE);
      if ((fetched.current.get(page) ?? 0) >= wanted) continue;
      const path = `/attendant/calls/${encodeURIComponent(id)}/moments?from=${page * PAGE + 1}&limit=${PAGE}`;
      ask<Moments>(path, { signal: leaving.signal }).then(
        ({ entities }) => {
          fetched.current.set(page, page * PAGE + entities.length);
          setEntries((known) => new Map([...known, ...entities.map((one) => [one.moment, one] as const)]));
        },
        () => undefined,
      );
    }
    return () => leaving.abort();
  }, [id, first, last, total]);
  return entries;
}
