import { useList } from '../../api/use-list.ts';
import type { PageProps } from '../../pages.ts';
import { Badge } from '../../parts/badge.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { type Filter, Filters } from '../../parts/filters.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { hashOf } from '../../route.ts';
import { CAMPAIGNS_PATH, type Campaign, CHANNELS, statusOf } from './campaign.ts';
import './campaigns.css';
import { OpenCampaign } from './open-campaign.tsx';
import { count, ProgressBar } from './progress-bar.tsx';

const MOST = 1_000;
const FILTERS: readonly Filter[] = [{ name: 'text', label: 'Search', placeholder: 'name or contact list' }];

const COLUMNS: readonly Column<Campaign>[] = [
  {
    title: 'Name',
    isText: true,
    cell: ({ id, name }) => <a href={hashOf(['campaigns', id])}>{name}</a>,
    sortBy: ({ name }) => name,
  },
  { title: 'Status', cell: (campaign) => <Status campaign={campaign} />, sortBy: ({ status }) => status },
  {
    title: 'Progress',
    cell: (campaign) => <ProgressBar campaign={campaign} />,
    sortBy: ({ progress }) => progress?.percentage ?? -1,
  },
  { title: 'Channel', cell: ({ channel }) => CHANNELS[channel], sortBy: ({ channel }) => channel },
  { title: 'Contact list', cell: ({ contactList }) => contactList.name, isMinor: true },
  {
    title: 'A minute',
    align: 'end',
    cell: ({ messagesPerMinute }) => count(messagesPerMinute),
    isMinor: true,
  },
];

/** All campaigns with how far they are, and one of them. */
export default function CampaignsPage({ route: { rest, query } }: PageProps) {
  const [open] = rest;
  if (open !== undefined) return <OpenCampaign key={open} id={open} />;
  return <AllCampaigns query={query} />;
}

function AllCampaigns({ query }: { readonly query: URLSearchParams }) {
  const { rows, error, refresh } = useList<Campaign>(`${CAMPAIGNS_PATH}?limit=${MOST}`, {
    pageSize: MOST,
    idOf,
  });
  const shown = rows && matching(rows, query.get('text') ?? '');
  return (
    <div className="page">
      <PageHeader title="Campaigns" about="How far each is, what became of its messages, and on and off." />
      <Filters filters={FILTERS} query={query} />
      {error !== undefined && (
        <ErrorState what="The campaigns could not be read." error={error} retry={refresh} />
      )}
      {rows === undefined && error === undefined && <RowsSkeleton />}
      {shown !== undefined && shown.length > 0 && (
        <Table caption="Campaigns" columns={COLUMNS} rows={shown} keyOf={idOf} />
      )}
      {shown?.length === 0 && rows !== undefined && rows.length > 0 && (
        <EmptyState title="No campaign matches">Look for less.</EmptyState>
      )}
      {rows?.length === 0 && <NoCampaigns />}
    </div>
  );
}

function idOf({ id }: Campaign): string {
  return id;
}

function matching(all: readonly Campaign[], text: string): readonly Campaign[] {
  const part = text.trim().toLowerCase();
  return all.filter(({ name, contactList }) =>
    [name, contactList.name].some((words) => words.toLowerCase().includes(part)),
  );
}

function Status({ campaign }: { readonly campaign: Campaign }) {
  const [tone, word] = statusOf(campaign);
  return <Badge tone={tone}>{word}</Badge>;
}

function NoCampaigns() {
  return (
    <EmptyState title="No campaigns yet">
      <p>Fill a contact list from a CSV file, make a campaign of a file, and run it:</p>
      <pre>{`npx attendant campaign import flows/campaigns/contacts.csv --list Customers --whatsapp-column number
npx attendant campaign create flows/campaigns/order-news.campaign.json
npx attendant campaign run "Order news" --watch`}</pre>
    </EmptyState>
  );
}
