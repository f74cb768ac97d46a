import { useState } from 'react';
import { ask, withQuery } from '../../api/client.ts';
import { useList } from '../../api/use-list.ts';
import type { PageProps } from '../../pages.ts';
import { Badge } from '../../parts/badge.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters, isFiltered } from '../../parts/filters.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { tell } from '../../parts/tell.ts';
import { Time } from '../../parts/time.tsx';
import { hashOf } from '../../route.ts';
import { CHANNELS, type Consent, pathOf } from './consent.ts';
import { GrantDialog } from './grant-dialog.tsx';
import { OpenConsent } from './open-consent.tsx';

const MOST = 500;

const FILTERS: readonly Filter[] = [
  { name: 'text', label: 'Search', placeholder: 'part of a number or address' },
  { name: 'channel', label: 'Channel', choices: { '': 'All channels', ...CHANNELS } },
  {
    name: 'status',
    label: 'Status',
    choices: { '': 'Granted and withdrawn', granted: 'Granted', withdrawn: 'Withdrawn' },
  },
];

/** The consent register: who agreed to be written to, who withdrew, and everything that was ever said. */
export default function ConsentsPage({ route: { rest, query } }: PageProps) {
  const [isGranting, setGranting] = useState(false);
  const asked = Object.fromEntries(FILTERS.map(({ name }) => [name, query.get(name) ?? '']));
  const path = withQuery('/attendant/consents', { ...asked, limit: MOST });
  const { rows, error, refresh } = useList<Consent>(path, { pageSize: MOST, idOf });
  const [channel, address] = rest;
  const isOpen = channel !== undefined && address !== undefined;
  const grant = async (consent: Pick<Consent, 'channel' | 'address'>, body: object) => {
    await ask(pathOf(consent), { method: 'PUT', body });
    tell(`Consent of ${consent.address} recorded.`);
    refresh();
  };
  return (
    <div className="page">
      <PageHeader
        title="Consents"
        about="A WhatsApp message goes only to somebody who agreed; whoever withdrew gets nothing on any channel."
      >
        <button type="button" onClick={() => setGranting(true)}>
          Record a consent
        </button>
      </PageHeader>
      <Filters filters={FILTERS} query={query} />
      {error !== undefined && (
        <ErrorState what="The consents could not be read." error={error} retry={refresh} />
      )}
      <div className={isOpen ? 'split open' : undefined}>
        <div className="stack">
          {rows === undefined && error === undefined && <RowsSkeleton />}
          {rows?.length === 0 && <NoConsents isFiltered={isFiltered(FILTERS, query)} />}
          {rows !== undefined && rows.length > 0 && (
            <Table
              caption="Consents"
              columns={columns(query, { isNarrow: isOpen })}
              rows={rows}
              keyOf={idOf}
              isCurrent={(row) => row.channel === channel && row.address === address}
            />
          )}
          {rows !== undefined && rows.length >= MOST && (
            <p className="muted">The newest {MOST} are shown; search to find others.</p>
          )}
        </div>
        {isOpen && <OpenConsent {...{ channel, address, query }} onChange={refresh} />}
      </div>
      {isGranting && <GrantDialog onGrant={grant} onClose={() => setGranting(false)} />}
    </div>
  );
}

function idOf({ channel, address }: Consent): string {
  return `${channel}/${address}`;
}

function columns(
  query: URLSearchParams,
  { isNarrow }: { readonly isNarrow: boolean },
): readonly Column<Consent>[] {
  const all: readonly Column<Consent>[] = [
    {
      title: 'Who',
      cell: ({ channel, address }) => (
        <a href={hashOf(['consents', channel, address], Object.fromEntries(query))}>{address}</a>
      ),
      sortBy: ({ address }) => address,
    },
    { title: 'Channel', cell: ({ channel }) => CHANNELS[channel], sortBy: ({ channel }) => channel },
    { title: 'Status', cell: ({ status }) => <Status status={status} />, sortBy: ({ status }) => status },
    {
      title: 'Since',
      cell: (consent) => <Time at={sinceOf(consent)} />,
      sortBy: (one) => sinceOf(one) ?? '',
    },
    { title: 'How', cell: ({ method }) => method, isMinor: true },
    { title: 'For', cell: ({ businessName }) => businessName, isText: true, isMinor: true },
  ];
  return isNarrow ? all.filter(({ title }) => title !== 'For' && title !== 'How') : all;
}

function Status({ status }: Pick<Consent, 'status'>) {
  return <Badge tone={status === 'granted' ? 'good' : 'bad'}>{status}</Badge>;
}

function sinceOf({ status, grantedAt, withdrawnAt }: Consent): string | null {
  return status === 'granted' ? grantedAt : withdrawnAt;
}

function NoConsents({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No consent matches">Take away a filter to see more.</EmptyState>;
  return (
    <EmptyState title="Nobody has agreed yet">
      <p>
        A flow records a consent with the data action <code>grant-consent</code>; the button above records one
        by hand.
      </p>
    </EmptyState>
  );
}
