import { withQuery } from '../../api/client.ts';
import { useList } from '../../api/use-list.ts';
import { usePoll } from '../../api/use-poll.ts';
import type { PageProps } from '../../pages.ts';
import { Badge } from '../../parts/badge.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters, isFiltered } from '../../parts/filters.tsx';
import { Older } from '../../parts/older.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';
import { hashOf } from '../../route.ts';

/** A call in `GET /attendant/calls`. */
interface Call {
  readonly id: string;
  readonly flow: { readonly name: string };
  readonly status: 'waiting' | 'ended';
  readonly waitsFor: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly startedAt: string;
  readonly updatedAt: string;
}

interface Flows {
  readonly entities: readonly { readonly name: string }[];
}

const PAGE_SIZE = 100;

/** What a live call waits for, as the end of "waits for …". */
const WAITS: { readonly [wait: string]: string } = {
  playback: 'the end of a prompt',
  choice: 'a choice of a menu',
  digits: 'keys',
  verification: 'a check of the keys',
  silence: 'silence',
  recording: 'the end of a recording',
  transfer: 'somebody to answer',
  dataAction: 'a data action',
  time: 'time to pass',
  agent: 'an agent',
  answer: 'an answer to a bot',
};

const COLUMNS: readonly Column<Call>[] = [
  {
    title: 'Began',
    cell: ({ id, startedAt }) => (
      <a href={hashOf(['calls', id])}>
        <Time at={startedAt} />
      </a>
    ),
  },
  { title: 'Flow', cell: ({ flow }) => flow.name, sortBy: ({ flow }) => flow.name },
  { title: 'From', cell: ({ from }) => addressOf(from) ?? 'withheld', sortBy: ({ from }) => from ?? '' },
  { title: 'To', cell: ({ to }) => addressOf(to) ?? '–', isMinor: true },
  { title: 'Status', cell: (call) => <Status {...call} />, sortBy: ({ status }) => status },
  {
    title: 'Last step',
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
    sortBy: ({ updatedAt }) => updatedAt,
    isMinor: true,
  },
  { title: 'Id', cell: ({ id }) => <span className="mono">{id}</span>, isMinor: true },
];

/** Calls, live and past, the newest first; it follows what comes in. */
export default function CallsPage({ route: { query } }: PageProps) {
  const filters = useFilters();
  const asked = Object.fromEntries(filters.map(({ name }) => [name, query.get(name) ?? '']));
  const path = withQuery('/attendant/calls', {
    ...asked,
    since: instantOf(asked['since']),
    until: instantOf(asked['until']),
    limit: PAGE_SIZE,
  });
  const { rows, error, refresh, older } = useList<Call>(path, { pageSize: PAGE_SIZE, idOf });
  return (
    <div className="page">
      <PageHeader
        title="Calls"
        about="Live and past, the newest first. What happens meanwhile appears by itself."
      >
        <a className="button" href="#/simulator">
          Start a call
        </a>
      </PageHeader>
      <Filters filters={filters} query={query} />
      {error !== undefined && (
        <ErrorState what="The calls could not be read." error={error} retry={refresh} />
      )}
      {rows === undefined && error === undefined && <RowsSkeleton />}
      {rows?.length === 0 && <NoCalls isFiltered={isFiltered(filters, query)} />}
      {rows !== undefined && rows.length > 0 && (
        <Table caption="Calls" columns={COLUMNS} rows={rows} keyOf={idOf} />
      )}
      <Older what="calls" older={older} />
    </div>
  );
}

function idOf({ id }: Call): string {
  return id;
}

function useFilters(): readonly Filter[] {
  const { data } = usePoll<Flows>('/attendant/flows');
  const names = (data?.entities ?? []).map(({ name }) => [name, name] as const);
  return [
    { name: 'text', label: 'Search', placeholder: 'number, flow or id' },
    { name: 'flow', label: 'Flow', choices: Object.fromEntries([['', 'All flows'], ...names]) },
    { name: 'status', label: 'Status', choices: { '': 'Live and past', waiting: 'Live', ended: 'Past' } },
    { name: 'since', label: 'Began after', type: 'datetime-local' },
    { name: 'until', label: 'Began before', type: 'datetime-local' },
  ];
}

function Status({ status, waitsFor }: Call) {
  if (status === 'ended') return <Badge tone="plain">ended</Badge>;
  const what = WAITS[waitsFor ?? ''] ?? waitsFor ?? '';
  return (
    <>
      <Badge tone="live">live</Badge> <span className="muted">waits for {what}</span>
    </>
  );
}

function NoCalls({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No call matches">Take away a filter to see more.</EmptyState>;
  return (
    <EmptyState title="No calls yet">
      <p>
        Call a flow in the <a href="#/simulator">simulator</a>, or from the command line:
      </p>
      <pre>{`curl ${location.origin}/attendant/calls -H 'content-type: application/json' \\
  -d '{ "flow": "WhatsApp consent", "from": "+13175550123" }'`}</pre>
    </EmptyState>
  );
}

/** `tel:+13175550123` as people write it. */
function addressOf(address: string | null): string | undefined {
  return address?.replace(/^(tel|sip):/, '');
}

/** What a field for local times holds, as an instant. */
function instantOf(local: string | undefined): string | undefined {
  const at = new Date(local ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
