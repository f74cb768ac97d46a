import { useState } from 'react';
import { ask, sentenceOf } from '../../api/client.ts';
import { Badge } from '../../parts/badge.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { tell } from '../../parts/tell.ts';
import { Time } from '../../parts/time.tsx';
import {
  DMARC_STATUS,
  type DnsRecord,
  DOMAINS_PATH,
  type Domain,
  type PublishedRecord,
  RECORD_STATUS,
} from './domain.ts';

/** One domain: from when on e-mail goes out, each record with what was found, and advice on DMARC. */
export function DomainCard({ domain, onChange }: { readonly domain: Domain; readonly onChange: () => void }) {
  const { name, isProvisioned, sending, readyAt, checkedAt, records, dmarc } = domain;
  const { isBusy, activate } = useActivation(name, onChange);
  const [dmarcTone, dmarcWord] = DMARC_STATUS[dmarc.status];
  return (
    <section className="card stack" aria-labelledby={`domain-${name}`}>
      <div className="dialog-head">
        <h2 id={`domain-${name}`} dir="auto">
          {name}
        </h2>
        <button type="button" onClick={() => void activate()} disabled={isBusy}>
          {isProvisioned ? 'Verify again' : 'Activate'}
        </button>
      </div>
      <p>
        <Badge tone={isProvisioned ? 'good' : 'warn'}>
          {isProvisioned ? 'provisioned' : 'not provisioned'}
        </Badge>{' '}
        <span className="wrap">{sending.replace(/^(not )?provisioned: /, '')}.</span>
      </p>
      <dl className="facts">
        <dt>E-mail goes out from</dt>
        <dd>
          <Time at={readyAt} />
        </dd>
        <dt>Looked up</dt>
        <dd>{checkedAt === null ? 'not yet' : <Time at={checkedAt} />}</dd>
      </dl>
      <h3>Records to publish</h3>
      {records.map((record) => (
        <ShownRecord key={record.type} record={record} />
      ))}
      <div className="row">
        <CopyButton text={records.map(({ zoneLine }) => zoneLine).join('\n')} what="lines for a zone file" />
        <span className="muted">Both, as lines of a zone file.</span>
      </div>
      <h3>
        DMARC <Badge tone={dmarcTone}>{dmarcWord}</Badge>
      </h3>
      <p className="wrap" dir="auto">
        {dmarc.message}.
      </p>
      {dmarc.records.map((record) => (
        <RecordFacts key={record.name + record.value} record={record} />
      ))}
    </section>
  );
}

function useActivation(name: string, onChange: () => void) {
  const [isBusy, setBusy] = useState(false);
  const activate = async () => {
    setBusy(true);
    try {
      const { isProvisioned, sending } = await ask<Domain>(
        `${DOMAINS_PATH}/${encodeURIComponent(name)}/activation`,
        { method: 'PUT' },
      );
      tell(isProvisioned ? `Both records of ${name} are verified.` : `${name}: ${sending}.`);
    } catch (fault) {
      tell(sentenceOf(fault));
    }
    setBusy(false);
    onChange();
  };
  return { isBusy, activate };
}

function ShownRecord({ record }: { readonly record: PublishedRecord }) {
  const { type, status, message, found } = record;
  const [tone, word] = RECORD_STATUS[status];
  return (
    <div className="dns-record stack">
      <p className="row">
        <strong>{type === 'TXT' ? 'DKIM' : 'Return path'}</strong>
        <Badge tone={tone}>{word}</Badge>
      </p>
      <p className="wrap" dir="auto">
        {message}.
      </p>
      <RecordFacts record={record} />
      {found.map((value) => (
        <p key={value} className="note mono" dir="auto">
          found: {value}
        </p>
      ))}
    </div>
  );
}

function RecordFacts({ record: { name, type, value } }: { readonly record: DnsRecord }) {
  return (
    <dl className="facts">
      <dt>Type</dt>
      <dd className="mono">{type}</dd>
      <dt>Name</dt>
      <dd>
        <code>{name}</code> <CopyButton text={name} what={`name of the ${type} record`} />
      </dd>
      <dt>Value</dt>
      <dd>
        <code>{value}</code> <CopyButton text={value} what={`value of the ${type} record`} />
      </dd>
    </dl>
  );
}
