import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { usePoll } from '../../api/use-poll.ts';
import { Badge } from '../../parts/badge.tsx';
import { Beside } from '../../parts/beside.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { FormDialog, type FormField } from '../../parts/form-dialog.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { tell } from '../../parts/tell.ts';
import { Time } from '../../parts/time.tsx';
import { hashOf } from '../../route.ts';
import { CHANNELS, type Consent, type ConsentEvent, pathOf } from './consent.ts';

interface Record extends Consent {
  readonly history: readonly ConsentEvent[];
}

const EVERY_MS = 2_000;
const WITHDRAWAL: readonly FormField[] = [
  { name: 'method', label: 'How it came', hint: 'Such as letter, phone call', isRequired: true },
  { name: 'evidence', label: 'Who took it, and what proves it' },
];

/** All that was ever said about one address on a channel, the newest first, and a way to withdraw. */
export function OpenConsent({
  channel,
  address,
  query,
  onChange,
}: {
  readonly channel: string;
  readonly address: string;
  readonly query: URLSearchParams;
  readonly onChange: () => void;
}) {
  const [isWithdrawing, setWithdrawing] = useState(false);
  const path = pathOf({ channel, address });
  const { data, error, refresh } = usePoll<Record>(path, EVERY_MS);
  const record = data?.address === address && data.channel === channel ? data : undefined;
  const withdraw = async ({ method, evidence }: { readonly [name: string]: string }) => {
    await ask(path, { method: 'DELETE', body: { method, evidence } });
    tell(`Consent of ${address} withdrawn.`);
    refresh();
    onChange();
  };
  return (
    <Beside
      label="Open consent"
      title={address}
      opened={path}
      closeHref={hashOf(['consents'], Object.fromEntries(query))}
    >
      {error !== undefined && (
        <ErrorState what="The consent could not be read." error={error} retry={refresh} />
      )}
      {record === undefined && error === undefined && <RowsSkeleton rows={4} />}
      {record !== undefined && (
        <>
          <div className="row">
            <Badge tone={record.status === 'granted' ? 'good' : 'bad'}>{record.status}</Badge>
            <span>{CHANNELS[record.channel]}</span>
            {record.status === 'granted' && (
              <button type="button" className="danger small" onClick={() => setWithdrawing(true)}>
                Withdraw
              </button>
            )}
          </div>
          <h3>History</h3>
          <ol className="events">
            {record.history.toReversed().map((event) => (
              <li key={`${event.at} ${event.kind}`}>
                <Event event={event} />
              </li>
            ))}
          </ol>
        </>
      )}
      {isWithdrawing && (
        <FormDialog
          title={`Withdraw the consent of ${address}`}
          action="Withdraw it"
          isDangerous
          fields={WITHDRAWAL}
          onSubmit={withdraw}
          onClose={() => setWithdrawing(false)}
        >
          <p>
            Nothing more is sent to this address on {CHANNELS[channel as Consent['channel']]}. Nothing is
            erased.
          </p>
        </FormDialog>
      )}
    </Beside>
  );
}

function Event({ event: { at, kind, method, businessName, evidence } }: { readonly event: ConsentEvent }) {
  return (
    <>
      <p>
        <strong>{kind}</strong> <Time at={at} />
      </p>
      <p className="muted wrap" dir="auto">
        {method}
        {businessName !== '' && ` · for ${businessName}`}
      </p>
      {evidence !== '' && (
        <p className="wrap" dir="auto">
          {evidence}
        </p>
      )}
    </>
  );
}
