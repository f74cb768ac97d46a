import { usePoll } from '../../api/use-poll.ts';
import { Badge } from '../../parts/badge.tsx';
import { Beside } from '../../parts/beside.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { Time } from '../../parts/time.tsx';
import { hashOf } from '../../route.ts';
import { ChatBubble } from './chat-bubble.tsx';
import { Letter } from './letter.tsx';
import { CHANNELS, STATUS_TONES, type WholeMessage } from './message.ts';

const EVERY_MS = 2_000;

/** One message beside the list: as its receiver sees it, and what became of it. */
export function OpenMessage({ id, query }: { readonly id: string; readonly query: URLSearchParams }) {
  const { data, error, refresh } = usePoll<WholeMessage>(
    `/attendant/outbox/${encodeURIComponent(id)}`,
    EVERY_MS,
  );
  const message = data?.messageId === id ? data : undefined;
  return (
    <Beside
      label="Open message"
      title={message === undefined ? 'Message' : `${CHANNELS[message.channel]} to ${message.toAddress}`}
      opened={id}
      closeHref={hashOf(['outbox'], Object.fromEntries(query))}
    >
      {error !== undefined && (
        <ErrorState what="The message could not be read." error={error} retry={refresh} />
      )}
      {message !== undefined && <Shown message={message} />}
      {message === undefined && error === undefined && <RowsSkeleton rows={5} />}
    </Beside>
  );
}

function Shown({ message }: { readonly message: WholeMessage }) {
  return (
    <>
      {message.channel === 'email' ? <Letter message={message} /> : <ChatBubble message={message} />}
      <h3>What became of it</h3>
      <History message={message} />
      <dl className="facts">
        <Fact name="Message" value={message.messageId} />
        <Fact name="Conversation" value={message.conversationId} />
        <Fact name="Sent by" value={message.clientId ?? 'a flow or a campaign'} />
        <Fact name="Template" value={message.template?.name ?? message.templateId} />
        <Fact name="Carrier" value={message.carrier} />
        <Fact name="Carrier's id" value={message.externalId} />
      </dl>
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono" dir="auto">
        {value}
      </dd>
    </>
  );
}

function History({ message }: { readonly message: WholeMessage }) {
  const { status, errorCode, errorReason, attempts, nextAt } = message;
  const known = [
    ['accepted', message.queuedAt],
    ['sent', message.sentAt],
    ['delivered', message.deliveredAt],
    ['read', message.readAt],
    [status === 'bounced' ? 'bounced' : 'failed', message.failedAt],
  ].filter(([, at]) => at !== null);
  return (
    <div className="stack">
      <p>
        <Badge tone={STATUS_TONES[status] ?? 'plain'}>{status}</Badge>
        {attempts > 1 && <span className="muted"> after {attempts} attempts</span>}
      </p>
      {errorReason !== null && (
        <p className="note" dir="auto">
          {errorCode !== null && <strong className="mono">{errorCode} </strong>}
          {errorReason}
        </p>
      )}
      <ol className="history">
        {known.map(([what, at]) => (
          <li key={what}>
            <span>{what}</span> <Time at={at} />
          </li>
        ))}
        {nextAt !== null && (
          <li className="muted">
            <span>next</span> <Time at={nextAt} />
          </li>
        )}
      </ol>
    </div>
  );
}
