import { usePoll } from '../../api/use-poll.ts';
import type { PageProps } from '../../pages.ts';
import { Badge } from '../../parts/badge.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters } from '../../parts/filters.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { hashOf } from '../../route.ts';
import type { DataActionSummary, DataActions } from './data-action.ts';
import './data-actions.css';
import { Workbench } from './workbench.tsx';

const FILTERS: readonly Filter[] = [{ name: 'text', label: 'Search', placeholder: 'name, category, path' }];

const COLUMNS: readonly Column<DataActionSummary>[] = [
  {
    title: 'Name',
    cell: ({ id, name }) => <a href={hashOf(['data-actions', id])}>{name}</a>,
    sortBy: ({ name }) => name,
  },
  { title: 'Category', cell: ({ category }) => category, sortBy: ({ category }) => category },
  {
    title: 'Request',
    isText: true,
    cell: ({ method, url }) => <code>{`${method ?? ''} ${url ?? ''}`}</code>,
    sortBy: ({ url }) => url ?? '',
  },
  { title: 'File', cell: ({ file, id }) => file ?? id, isText: true, isMinor: true },
  {
    title: 'Secure',
    cell: ({ secure }) => (secure ? <Badge tone="warn">secure</Badge> : '–'),
    isMinor: true,
  },
];

/** All data actions, and the workbench of one. */
export default function DataActionsPage({ route: { rest, query } }: PageProps) {
  const { data, error, refresh } = usePoll<DataActions>('/attendant/data-actions');
  const [open] = rest;
  if (open !== undefined) return <Workbench key={open} id={open} faults={data?.faults ?? []} />;
  const rows = data && matching(data.entities, query.get('text') ?? '');
  return (
    <div className="page">
      <PageHeader
        title="Data actions"
        about="Fill in a contract, see what would be sent, run it, and look at every operation."
      />
      <Filters filters={FILTERS} query={query} />
      {error !== undefined && (
        <ErrorState what="The data actions could not be read." error={error} retry={refresh} />
      )}
      {rows === undefined && error === undefined && <RowsSkeleton />}
      {rows !== undefined && rows.length > 0 && (
        <Table caption="Data actions" columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows?.length === 0 && <NoDataActions hasSome={data !== undefined && data.entities.length > 0} />}
    </div>
  );
}

function matching(all: readonly DataActionSummary[], text: string): readonly DataActionSummary[] {
  const part = text.trim().toLowerCase();
  return all.filter((one) =>
    [one.id, one.name, one.category, one.url ?? '', one.file ?? ''].some((words) =>
      words.toLowerCase().includes(part),
    ),
  );
}

function NoDataActions({ hasSome }: { readonly hasSome: boolean }) {
  if (hasSome) return <EmptyState title="No data action matches">Look for less.</EmptyState>;
  return (
    <EmptyState title="There are no data actions">
      <p>
        Put files such as <code>send-whatsapp.data-action.json</code> into the folder{' '}
        <code>data-actions</code> beside the flows, and start Attendant again. What Genesys Cloud exports is
        taken, too:
      </p>
      <pre>npx attendant import Send-Note.custom.json</pre>
    </EmptyState>
  );
}
