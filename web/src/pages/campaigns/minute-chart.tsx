import { Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';
import type { Minute } from './campaign.ts';
import { count } from './progress-bar.tsx';

const MINUTES = 60;
const MINUTE_MS = 60_000;
const [WIDTH, HEIGHT] = [600, 120];
const BAR = WIDTH / MINUTES;

/** What happened in each minute of an hour, as bars; the same as a table for those who do not see them. */
export function MinuteChart({ minutes }: { readonly minutes: readonly Minute[] }) {
  const bars = lastHour(minutes);
  const most = Math.max(1, ...bars.map((bar) => sent(bar) + failed(bar)));
  const all = bars.reduce((sum, bar) => sum + sent(bar), 0);
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${count(all)} messages in the last hour of this run, at most ${count(most)} in a minute`}
      >
        <line className="chart-line" x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {bars.map((bar, index) => (
          <Bar key={bar.at} bar={bar} x={index * BAR} most={most} />
        ))}
      </svg>
      <figcaption className="muted">
        <span className="chart-key sent" /> accepted <span className="chart-key failed" /> failed or bounced ·
        at most {count(most)} in a minute · <Time at={bars[0]?.at} /> to <Time at={bars.at(-1)?.at} />
      </figcaption>
      <details>
        <summary>The same as a table</summary>
        <Table
          caption="Messages by the minute"
          rows={minutes.toReversed()}
          keyOf={({ at }) => at}
          columns={[
            { title: 'Minute', cell: ({ at }) => <Time at={at} /> },
            { title: 'Accepted', align: 'end', cell: (minute) => count(sent(minute)) },
            { title: 'Skipped', align: 'end', cell: ({ skipped = 0 }) => count(skipped) },
            { title: 'Delivered', align: 'end', cell: ({ delivered = 0 }) => count(delivered) },
            { title: 'Read', align: 'end', cell: ({ read = 0 }) => count(read) },
            { title: 'Failed', align: 'end', cell: (minute) => count(failed(minute)) },
          ]}
        />
      </details>
    </figure>
  );
}

function Bar({ bar, x, most }: { readonly bar: Minute; readonly x: number; readonly most: number }) {
  const high = (number: number) => (number / most) * (HEIGHT - 4);
  const [accepted, lost] = [high(sent(bar)), high(failed(bar))];
  return (
    <>
      <rect className="bar sent" x={x + 1} width={BAR - 2} y={HEIGHT - accepted} height={accepted} />
      <rect className="bar failed" x={x + 1} width={BAR - 2} y={HEIGHT - accepted - lost} height={lost} />
    </>
  );
}

function sent({ messaged = 0 }: Minute): number {
  return messaged;
}

function failed({ failed: lost = 0, bounced = 0 }: Minute): number {
  return lost + bounced;
}

/** Sixty minutes to the newest one, those without anything between them, too. */
function lastHour(minutes: readonly Minute[]): readonly Minute[] {
  const byTime = new Map(minutes.map((minute) => [Date.parse(minute.at), minute]));
  const last = Math.max(...byTime.keys());
  return Array.from({ length: MINUTES }, (_, index) => {
    const at = last - (MINUTES - 1 - index) * MINUTE_MS;
    return byTime.get(at) ?? { at: new Date(at).toISOString() };
  });
}
