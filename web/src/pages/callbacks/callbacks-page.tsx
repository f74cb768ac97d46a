import { withQuery } from '../../api/client.ts';
import { useChangedLater } from '../../api/use-changed-later.ts';
import { usePoll } from '../../api/use-poll.ts';
import type { PageProps } from '../../pages.ts';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters } from '../../parts/filters.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { hashOf } from '../../route.ts';
import { Calendar } from './calendar.tsx';
import { CALLBACKS_PATH, type Callback } from './callback.ts';
import './callbacks.css';
import { type Month, monthAfter, readMonth, weeksOf } from './month.ts';
import { OpenCallback } from './open-callback.tsx';

interface Callbacks {
  readonly entities: readonly Callback[];
}

const EVERY_MS = 3_000;
const MOST = 1_000;
const FILTERS: readonly Filter[] = [
  {
    name: 'state',
    label: 'State',
    choices: {
      '': 'All',
      scheduled: 'Scheduled',
      waiting: 'Waiting',
      alerting: 'Ringing',
      connected: 'Talking',
      disconnected: 'Over',
    },
  },
  { name: 'text', label: 'Search', placeholder: 'name, number or queue' },
];
const NAME = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });

/** Callbacks on a calendar, a month at a time. */
export default function CallbacksPage({ route: { rest, query } }: PageProps) {
  const today = new Date();
  const month = readMonth(query.get('month'), today);
  const asked = Object.fromEntries(query);
  const { data, error, refresh } = useMonth(month, query.get('state') ?? '');
  const shown = matching(data?.entities ?? [], query.get('text') ?? '');
  const [open] = rest;
  return (
    <div className="page">
      <PageHeader
        title="Callbacks"
        about="By the clock of this machine; each tells the time where the person called is."
      />
      <Filters filters={FILTERS} query={query} />
      <MonthLinks month={month} query={asked} />
      {error !== undefined && (
        <ErrorState what="The callbacks could not be read." error={error} retry={refresh} />
      )}
      {data?.entities.length === 0 && <NoCallbacks />}
      {data !== undefined && data.entities.length >= MOST && (
        <p className="note">Only the first {MOST} of these weeks are shown.</p>
      )}
      <div className={open === undefined ? undefined : 'split open'}>
        <Calendar {...{ month, today }} callbacks={shown} query={asked} />
        {open !== undefined && <OpenCallback id={open} query={asked} onChange={refresh} />}
      </div>
    </div>
  );
}

function useMonth(month: Month, state: string) {
  const days = weeksOf(month).flat();
  const after = new Date(days.at(-1) ?? 0);
  after.setDate(after.getDate() + 1);
  const path = withQuery(CALLBACKS_PATH, {
    state: state === '' ? 'any' : state,
    since: days[0]?.toISOString(),
    until: after.toISOString(),
    limit: MOST,
  });
  return usePoll<Callbacks>(useChangedLater(path), EVERY_MS);
}

function MonthLinks({
  month,
  query,
}: {
  readonly month: Month;
  readonly query: { readonly [name: string]: string };
}) {
  const link = (months: number) =>
    hashOf(['callbacks'], { ...query, day: '', month: monthAfter(month, months) });
  return (
    <nav className="row months" aria-label="Months">
      <a className="button" href={link(-1)}>
        <span aria-hidden="true">←</span> Earlier
      </a>
      <h2 aria-live="polite">{NAME.format(new Date(month.year, month.month, 1))}</h2>
      <a className="button" href={link(1)}>
        Later <span aria-hidden="true">→</span>
      </a>
      <a className="button" href={hashOf(['callbacks'], { ...query, day: '', month: '' })}>
        This month
      </a>
    </nav>
  );
}

function matching(all: readonly Callback[], text: string): readonly Callback[] {
  const part = text.trim().toLowerCase();
  return all.filter(({ numbers, userName, queueName }) =>
    [...numbers, userName ?? '', queueName ?? ''].some((words) => words.toLowerCase().includes(part)),
  );
}

function NoCallbacks() {
  return (
    <div className="empty">
      <h2>No callbacks in these weeks</h2>
      <p>
        A flow asks for one with its action Create Callback, a back end over the API:{' '}
        <code>POST /api/v2/conversations/callbacks</code>.
      </p>
    </div>
  );
}
