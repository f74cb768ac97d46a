import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { usePoll } from '../../api/use-poll.ts';
import { Badge } from '../../parts/badge.tsx';
import { Beside } from '../../parts/beside.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { tell } from '../../parts/tell.ts';
import { Time } from '../../parts/time.tsx';
import { hashOf } from '../../route.ts';
import { CALLBACKS_PATH, type Callback, nameOf, STATES, timeIn } from './callback.ts';

const EVERY_MS = 2_000;

/** One callback: whom, when by which clock, where it waits; it can be moved and cancelled. */
export function OpenCallback({
  id,
  query,
  onChange,
}: {
  readonly id: string;
  readonly query: { readonly [name: string]: string };
  readonly onChange: () => void;
}) {
  const path = `${CALLBACKS_PATH}/${encodeURIComponent(id)}`;
  const { data, error, refresh } = usePoll<Callback>(path, EVERY_MS);
  const callback = data?.id === id ? data : undefined;
  const changed = () => {
    refresh();
    onChange();
  };
  return (
    <Beside
      label="Open callback"
      title={callback === undefined ? 'Callback' : nameOf(callback)}
      opened={id}
      closeHref={hashOf(['callbacks'], query)}
    >
      {error !== undefined && (
        <ErrorState what="The callback could not be read." error={error} retry={refresh} />
      )}
      {callback === undefined && error === undefined && <RowsSkeleton rows={5} />}
      {callback !== undefined && <Shown callback={callback} />}
      {callback !== undefined && <Buttons callback={callback} path={path} onChange={changed} />}
    </Beside>
  );
}

function Shown({ callback }: { readonly callback: Callback }) {
  const { state, numbers, scheduledAt, timeZone, timeDecision, queueName, queueId, endedAt } = callback;
  const { priority, ownerId, agentId, preferredAgentIds, conversationId, waitsSince } = callback;
  const [tone, word] = STATES[state];
  const facts: readonly (readonly [string, string | null])[] = [
    ['Queue', queueName ?? queueId],
    ['Priority', String(priority)],
    ['Owner', ownerId],
    ['Preferred', preferredAgentIds.join(', ') || null],
    ['Agent', agentId],
    ['Conversation', conversationId],
  ];
  return (
    <>
      <p>
        <Badge tone={tone}>{word}</Badge>
      </p>
      <dl className="facts">
        <dt>Number</dt>
        <dd>{numbers.join(', ')}</dd>
        <dt>When, here</dt>
        <dd>
          <Time at={scheduledAt} />
        </dd>
        <dt>When, there</dt>
        <dd>
          {timeZone === null ? 'the time zone is not known' : `${timeIn(scheduledAt, timeZone)}, ${timeZone}`}
        </dd>
        {waitsSince !== null && (
          <>
            <dt>Waits since</dt>
            <dd>
              <Time at={waitsSince} />
            </dd>
          </>
        )}
        {endedAt !== null && (
          <>
            <dt>Over since</dt>
            <dd>
              <Time at={endedAt} />
            </dd>
          </>
        )}
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="fact">
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
        )}
      </dl>
      {timeDecision !== null && <p className="wrap">{timeDecision.message}</p>}
    </>
  );
}

function Buttons({
  callback,
  path,
  onChange,
}: {
  readonly callback: Callback;
  readonly path: string;
  readonly onChange: () => void;
}) {
  const [doing, setDoing] = useState<'move' | 'cancel'>();
  const { state, scheduledAt, timeZone } = callback;
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (state === 'disconnected') return null;
  return (
    <div className="row">
      {(state === 'scheduled' || state === 'waiting') && (
        <button type="button" onClick={() => setDoing('move')}>
          Move
        </button>
      )}
      <button type="button" className="danger" onClick={() => setDoing('cancel')}>
        {state === 'connected' ? 'End the talk' : 'Cancel'}
      </button>
      {doing === 'cancel' && (
        <FormDialog
          title={`Cancel the callback of ${nameOf(callback)}`}
          action="Cancel the callback"
          isDangerous
          fields={[]}
          onClose={() => setDoing(undefined)}
          onSubmit={async () => {
            await ask(`${path}/disconnect`, { method: 'POST' });
            tell('The callback is over.');
            onChange();
          }}
        >
          <p>Nobody calls, and it cannot be taken back.</p>
        </FormDialog>
      )}
      {doing === 'move' && (
        <FormDialog
          title={`Move the callback of ${nameOf(callback)}`}
          action="Move it"
          fields={[
            {
              name: 'when',
              label: 'When',
              type: 'datetime-local',
              isRequired: true,
              value: localInput(scheduledAt, zone),
            },
            {
              name: 'timeZone',
              label: 'By the clocks of',
              hint: 'The time zone of the person called, such as Europe/Berlin',
              isRequired: true,
              value: zone,
            },
          ]}
          onClose={() => setDoing(undefined)}
          onSubmit={async ({ when = '', timeZone: there = '' }) => {
            const [date, time] = when.split('T');
            const body = { attendantLocalTime: { date, time, timeZone: there } };
            await ask(`${path}/schedule`, { method: 'PUT', body });
            tell('The callback was moved.');
            onChange();
          }}
        />
      )}
    </div>
  );
}

/** An instant as a field for local times wants it, by the clocks of a zone. */
function localInput(at: string, timeZone: string): string {
  // Swedish dates are ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  return format.format(new Date(at)).replace(' ', 'T');
}
