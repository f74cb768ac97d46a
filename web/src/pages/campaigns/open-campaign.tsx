import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { usePoll } from '../../api/use-poll.ts';
import { Badge } from '../../parts/badge.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { RowsSkeleton } from '../../parts/rows-skeleton.tsx';
import { tell } from '../../parts/tell.ts';
import { Time } from '../../parts/time.tsx';
import { CAMPAIGNS_PATH, type Campaign, CHANNELS, type Progress, statusOf } from './campaign.ts';
import { MinuteChart } from './minute-chart.tsx';
import { count, ProgressBar } from './progress-bar.tsx';

const EVERY_MS = 1_000;

/** One campaign: how far it is and why, by the minute, and on and off. */
export function OpenCampaign({ id }: { readonly id: string }) {
  const path = `${CAMPAIGNS_PATH}/${encodeURIComponent(id)}`;
  const { data, error, refresh } = usePoll<Campaign>(path, EVERY_MS);
  return (
    <div className="page">
      <PageHeader title={data?.name ?? 'Campaign'} about={data && <About campaign={data} />}>
        <a className="button" href="#/campaigns">
          All campaigns
        </a>
        {data !== undefined && <Buttons campaign={data} path={path} onChange={refresh} />}
      </PageHeader>
      {error !== undefined && (
        <ErrorState what="The campaign could not be read." error={error} retry={refresh} />
      )}
      {data === undefined && error === undefined && <RowsSkeleton />}
      {data !== undefined && <Shown campaign={data} path={path} />}
    </div>
  );
}

function About({ campaign }: { readonly campaign: Campaign }) {
  const { channel, contactList, messagesPerMinute, alwaysRunning, startedAt } = campaign;
  const [tone, word] = statusOf(campaign);
  return (
    <>
      <Badge tone={tone}>{word}</Badge> {CHANNELS[channel]} to <bdi>{contactList.name}</bdi>, at most{' '}
      {count(messagesPerMinute)} a minute
      {alwaysRunning && ', always running'}
      {typeof startedAt === 'string' && (
        <>
          {' · started '}
          <Time at={startedAt} />
        </>
      )}
    </>
  );
}

/** What is asked for before it is done. */
const DOING = {
  start: { title: 'Start this campaign?', action: 'Start it', isDangerous: false },
  stop: { title: 'Stop this campaign?', action: 'Stop it', isDangerous: true },
  reset: { title: 'Begin from the start?', action: 'Forget how far it is', isDangerous: true },
} as const;

function Buttons({
  campaign: { name, status, contactList },
  path,
  onChange,
}: {
  readonly campaign: Campaign;
  readonly path: string;
  readonly onChange: () => void;
}) {
  const [doing, setDoing] = useState<keyof typeof DOING>();
  const isOn = status === 'on';
  const about = {
    start: `It writes to the contacts of ${contactList.name} (${count(contactList.contacts)}).`,
    stop: 'What is on its way goes out; nobody else is written to until it is started again.',
    reset: 'When it is started again, it writes to every contact anew, also to those it has written to.',
  };
  return (
    <>
      <button
        type="button"
        className={isOn ? '' : 'primary'}
        onClick={() => setDoing(isOn ? 'stop' : 'start')}
      >
        {isOn ? 'Stop' : 'Start'}
      </button>
      {!isOn && (
        <button type="button" onClick={() => setDoing('reset')}>
          Reset
        </button>
      )}
      {doing !== undefined && (
        <FormDialog
          {...DOING[doing]}
          fields={[]}
          onClose={() => setDoing(undefined)}
          onSubmit={async () => {
            await ask(`${path}/${doing}`, { method: 'POST' });
            tell(
              `${name}: ${doing === 'reset' ? 'begins anew' : doing === 'start' ? 'started' : 'stopped'}.`,
            );
            onChange();
          }}
        >
          <p className="wrap">{about[doing]}</p>
        </FormDialog>
      )}
    </>
  );
}

function Shown({ campaign, path }: { readonly campaign: Campaign; readonly path: string }) {
  const { progress, errors, minutes } = campaign;
  return (
    <>
      {errors.map(({ error, details }) => (
        <p key={error} className="fault" dir="auto">
          {details}
        </p>
      ))}
      <div className="card">
        <ProgressBar campaign={campaign} />
      </div>
      <div className="campaign">
        {progress !== undefined && <Counts progress={progress} />}
        <section className="card stack" aria-label="By the minute">
          <h2>By the minute</h2>
          {minutes.length === 0 ? (
            <p className="muted">Nothing has happened yet.</p>
          ) : (
            <MinuteChart minutes={minutes} />
          )}
        </section>
      </div>
      <p>
        <a href={`${path}/results.csv`} download>
          What became of each contact, as CSV
        </a>
      </p>
    </>
  );
}

function Counts({ progress }: { readonly progress: Progress }) {
  const { total, messaged, skipped, filteredOut, waitingForTime, messages, skippedBy } = progress;
  return (
    <section className="card stack" aria-label="Contacts">
      <h2>Contacts</h2>
      <Numbers
        numbers={{
          'in all': total,
          'written to': messaged,
          skipped,
          'left out by filters': filteredOut,
          'wait for their callable time': waitingForTime,
        }}
      />
      <h3>Messages</h3>
      <Numbers numbers={messages} />
      <h3>Skipped because</h3>
      <Numbers numbers={skippedBy} />
    </section>
  );
}

function Numbers({ numbers }: { readonly numbers: { readonly [name: string]: number } }) {
  const known = Object.entries(numbers);
  if (known.length === 0) return <p className="muted">none</p>;
  return (
    <dl className="facts numbers">
      {known.map(([name, number]) => (
        <div key={name}>
          <dt>{reasonText(name)}</dt>
          <dd>{count(number)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `ON_DNC_LIST` as people say it. */
function reasonText(reason: string): string {
  return reason === reason.toUpperCase()
    ? reason.toLowerCase().replaceAll(/[_-]/g, ' ').replace('dnc', 'DNC')
    : reason;
}
