import { withQuery } from '../../api/client.ts';
import { useList } from '../../api/use-list.ts';
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
import './outbox.css';
import { CHANNELS, type Message, STATUS_TONES } from './message.ts';
import { OpenMessage } from './open-message.tsx';

const PAGE_SIZE = 100;
const EXCERPT_LENGTH = 160;

const FILTERS: readonly Filter[] = [
  { name: 'text', label: 'Search', placeholder: 'number, address or text' },
  { name: 'channel', label: 'Channel', choices: { '': 'All channels', ...CHANNELS } },
  {
    name: 'status',
    label: 'Status',
    choices: {
      '': 'Every status',
      ...Object.fromEntries(Object.keys(STATUS_TONES).map((status) => [status, status])),
    },
  },
];

/** What was sent, newest first, each message as its receiver sees it; it follows what is sent meanwhile. */
export default function OutboxPage({ route: { rest, query } }: PageProps) {
  const asked = Object.fromEntries(FILTERS.map(({ name }) => [name, query.get(name) ?? '']));
  const path = withQuery('/attendant/outbox', { ...asked, limit: PAGE_SIZE });
  const { rows, error, refresh, older } = useList<Message>(path, { pageSize: PAGE_SIZE, idOf });
  const [open] = rest;
  return (
    <div className="page">
      <PageHeader title="Outbox" about="What flows, campaigns and clients sent, as the receivers see it." />
      <Filters filters={FILTERS} query={query} />
      {error !== undefined && (
        <ErrorState what="The outbox could not be read." error={error} retry={refresh} />
      )}
      <div className={open === undefined ? undefined : 'split open'}>
        <div className="stack">
          {rows === undefined && error === undefined && <RowsSkeleton />}
          {rows?.length === 0 && <NoMessages isFiltered={isFiltered(FILTERS, query)} />}
          {rows !== undefined && rows.length > 0 && (
            <Table
              caption="Messages"
              columns={columns(query, { isNarrow: open !== undefined })}
              rows={rows}
              keyOf={idOf}
              isCurrent={({ messageId }) => messageId === open}
            />
          )}
          <Older what="messages" older={older} />
        </div>
        {open !== undefined && <OpenMessage id={open} query={query} />}
      </div>
    </div>
  );
}

function idOf({ messageId }: Message): string {
  return messageId;
}

function columns(
  query: URLSearchParams,
  { isNarrow }: { readonly isNarrow: boolean },
): readonly Column<Message>[] {
  const all: readonly Column<Message>[] = [
    {
      title: 'Accepted',
      cell: ({ messageId, queuedAt }) => (
        <a href={hashOf(['outbox', messageId], Object.fromEntries(query))}>
          <Time at={queuedAt} />
        </a>
      ),
    },
    { title: 'Channel', cell: ({ channel }) => CHANNELS[channel], sortBy: ({ channel }) => channel },
    { title: 'To', cell: ({ toAddress }) => toAddress, sortBy: ({ toAddress }) => toAddress },
    { title: 'Message', isText: true, cell: ({ subject, text }) => excerptOf(subject ?? text) },
    {
      title: 'Status',
      cell: ({ status }) => <Badge tone={STATUS_TONES[status] ?? 'plain'}>{status}</Badge>,
      sortBy: ({ status }) => status,
    },
  ];
  return isNarrow ? all.filter(({ title }) => title !== 'Channel') : all;
}

function excerptOf(text: string): string {
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}

function NoMessages({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No message matches">Take away a filter to see more.</EmptyState>;
  return (
    <EmptyState title="Nothing was sent yet">
      <p>
        Call a flow that sends something in the <a href="#/simulator">simulator</a>: “WhatsApp consent” does.
        Without a carrier in the platform file all of it stays here, on this machine.
      </p>
    </EmptyState>
  );
}
