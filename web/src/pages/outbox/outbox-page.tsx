import { useId, useState } from 'react';
import { withQuery } from '../../api/client.ts';
import { useChangedLater } from '../../api/use-changed-later.ts';
import { usePoll } from '../../api/use-poll.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { Field } from '../../parts/field.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';

/** What `GET /attendant/outbox` answers. */
interface Outbox {
  readonly entities: readonly Message[];
}

interface Message {
  readonly messageId: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly toAddress: string;
  readonly subject: string | null;
  readonly text: string;
  readonly status: string;
  readonly errorReason: string | null;
  readonly queuedAt: string;
}

const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;
const TONES: { readonly [status: string]: Tone } = {
  delivered: 'good',
  read: 'good',
  sent: 'live',
  sending: 'live',
  queued: 'live',
  unknown: 'warn',
  failed: 'bad',
  bounced: 'bad',
};
const EVERY_MS = 2_000;

const COLUMNS: readonly Column<Message>[] = [
  { title: 'Accepted', cell: ({ queuedAt }) => <Time at={queuedAt} /> },
  { title: 'Channel', cell: ({ channel }) => CHANNELS[channel] },
  { title: 'To', cell: ({ toAddress }) => toAddress },
  { title: 'Message', isText: true, cell: ({ subject, text }) => subject ?? text },
  { title: 'Status', cell: ({ status }) => <Badge tone={TONES[status] ?? 'plain'}>{status}</Badge> },
];

/** What was sent, newest first; it follows what is sent meanwhile. */
export default function OutboxPage() {
  const [to, setTo] = useState('');
  const [channel, setChannel] = useState('');
  const query = useChangedLater(withQuery('/attendant/outbox', { to: to.trim(), channel, limit: 200 }));
  const { data, error, refresh } = usePoll<Outbox>(query, EVERY_MS);
  return (
    <div className="page">
      <PageHeader
        title="Outbox"
        about="Messages that flows, campaigns and clients sent, as their receivers see them."
      />
      <Filters {...{ to, setTo, channel, setChannel }} />
      {error !== undefined && (
        <ErrorState what="The outbox could not be read." error={error} retry={refresh} />
      )}
      {data === undefined && error === undefined && <RowsSkeleton />}
      {data !== undefined && <Found messages={data.entities} isFiltered={to !== '' || channel !== ''} />}
    </div>
  );
}

function Filters({
  to,
  setTo,
  channel,
  setChannel,
}: {
  readonly to: string;
  readonly setTo: (to: string) => void;
  readonly channel: string;
  readonly setChannel: (channel: string) => void;
}) {
  const id = useId();
  return (
    <search className="filters" aria-labelledby={id}>
      <h2 id={id} className="sr-only">
        Filters
      </h2>
      <Field label="To">
        {(described) => (
          <input {...described} type="search" value={to} onChange={(event) => setTo(event.target.value)} />
        )}
      </Field>
      <Field label="Channel">
        {(described) => (
          <select {...described} value={channel} onChange={(event) => setChannel(event.target.value)}>
            <option value="">All channels</option>
            {Object.entries(CHANNELS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </search>
  );
}

function Found({
  messages,
  isFiltered,
}: {
  readonly messages: readonly Message[];
  readonly isFiltered: boolean;
}) {
  if (messages.length > 0)
    return (
      <Table caption="Messages" columns={COLUMNS} rows={messages} keyOf={({ messageId }) => messageId} />
    );
  if (isFiltered)
    return <EmptyState title="No message matches">Look for less, or for another channel.</EmptyState>;
  return (
    <EmptyState title="Nothing was sent yet">
      <p>A call that sends something shows its message here. Play one:</p>
      <pre>npx attendant demo</pre>
    </EmptyState>
  );
}
