import { dmarcOutcome } from './alignment.ts';
import { type DiscoveredDmarc, discoverDmarc } from './dmarc-discovery.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { readSendingName } from './domain-name.ts';
import { type DnsRecord, dmarcAdvice } from './domain-records.ts';
import type { Finding } from './record-check.ts';
import { lookAtRecord } from './record-look-up.ts';
import { checkSpf, type SpfCheck } from './spf.ts';

/** `advice` is worth doing; e-mail goes out without it. `unknown`: DNS did not answer. */
export type Verdict = 'ok' | 'missing' | 'wrong' | 'unknown' | 'advice';

/** One thing a domain needs, and what there is of it. */
export interface RehearsalRow {
  readonly record: string;
  readonly expected: string;
  readonly found: readonly string[];
  readonly verdict: Verdict;
  readonly hint: string;
}

/** What a domain has and lacks before anything is sent. */
export interface Rehearsal {
  readonly domain: string;
  /** Whether nothing is missing, wrong or unknown. */
  readonly isFine: boolean;
  readonly rows: readonly RehearsalRow[];
}

/** What to rehearse. */
export interface RehearsalOptions {
  readonly dns: DnsLookup;
  /** As readDomainName returns it. */
  readonly name: string;
  /** The DKIM record of the domain; absent when the domain was not added yet. */
  readonly dkim?: DnsRecord;
  /** Whether it was added, although its key is not made yet. */
  readonly isAdded: boolean;
  readonly bounceHost: string;
  /** Epoch ms. */
  readonly now: number;
}

/** Looks at everything that receivers look at, and changes nothing. */
export async function rehearse({
  dns,
  name,
  dkim,
  isAdded,
  bounceHost,
  now,
}: RehearsalOptions): Promise<Rehearsal> {
  const cname: DnsRecord = { name, type: 'CNAME', value: bounceHost };
  const [dkimRow, cnameFinding, spf, dmarc] = await Promise.all([
    dkim === undefined
      ? unknownKey(dns, name, isAdded)
      : lookAtRecord(dns, dkim).then((found) => rowOf(dkim, found)),
    lookAtRecord(dns, cname),
    checkSpf(dns, name),
    discoverDmarc(dns, name, now),
  ]);
  const spfRow = spfRowOf(name, spf, { bounceHost, isBehindCname: cnameFinding.kind === 'found' });
  const rows = [
    ...nameRows(name),
    dkimRow,
    rowOf(cname, cnameFinding),
    spfRow,
    dmarcRow(name, dmarc),
    alignmentRow(name, { dkim: dkimRow.verdict, spf: spfRow.verdict }, dmarc),
  ];
  return {
    domain: name,
    isFine: rows.every(({ verdict }) => verdict === 'ok' || verdict === 'advice'),
    rows,
  };
}

/** M2: a root domain is a fault before anything is published. */
function nameRows(name: string): readonly RehearsalRow[] {
  const read = readSendingName(name, 'the name');
  if (read.ok) return [];
  return [
    { record: name, expected: 'a subdomain', found: [name], verdict: 'wrong', hint: read.refusal.message },
  ];
}

const VERDICTS: { readonly [kind in Finding['kind']]: Verdict } = {
  found: 'ok',
  notAsked: 'unknown',
  notChecked: 'unknown',
  notPublished: 'missing',
  otherType: 'wrong',
  wrongValue: 'wrong',
};

function rowOf({ name, type, value }: DnsRecord, { kind, message, values }: Finding): RehearsalRow {
  const hint = kind === 'found' ? '' : kind === 'notPublished' ? `${message}; publish it` : message;
  return { record: `${type} ${name}`, expected: value, found: values, verdict: VERDICTS[kind], hint };
}

/** The selector is known only once the domain was added; whether there is any key can be seen without. */
async function unknownKey(dns: DnsLookup, name: string, isAdded: boolean): Promise<RehearsalRow> {
  const answer = await dns.lookUp(`_domainkey.${name}`, 'TXT');
  const row = { record: `TXT <selector>._domainkey.${name}`, expected: 'v=DKIM1; k=rsa; p=…', found: [] };
  if (answer.kind === 'failed')
    return { ...row, verdict: 'unknown', hint: `DNS could not be asked (${answer.reason})` };
  const next = isAdded
    ? `its key is not made yet: attendant domain records ${name}`
    : `the domain is not added yet: attendant domain add ${name}`;
  const others = answer.kind === 'noName' ? '' : '; keys of other senders are there';
  return { ...row, verdict: 'missing', hint: `${next}${others}` };
}

/**
 * Behind the CNAME the record is the bounce host's; DKIM carries an e-mail without it. A record of the domain's own,
 * right as it may be, does not let the bounce host send.
 */
function spfRowOf(
  name: string,
  { status, records, message }: SpfCheck,
  { bounceHost, isBehindCname }: { readonly bounceHost: string; readonly isBehindCname: boolean },
): RehearsalRow {
  const verdicts = {
    valid: isBehindCname ? 'ok' : 'advice',
    none: isBehindCname ? 'advice' : 'missing',
    invalid: 'wrong',
    notChecked: 'unknown',
  } as const;
  const hints = {
    valid: isBehindCname ? '' : `a record of the domain’s own, which says nothing of ${bounceHost}`,
    none: `${message}; it comes with the CNAME`,
    invalid: message,
    notChecked: message,
  };
  return {
    record: `TXT ${name} (SPF)`,
    expected: 'one record v=spf1 …, at most 10 look-ups',
    found: records,
    verdict: verdicts[status],
    hint: hints[status],
  };
}

function dmarcRow(name: string, dmarc: DiscoveredDmarc | undefined): RehearsalRow {
  const advice = dmarcAdvice(name);
  const row = { record: `TXT ${advice.name} (DMARC)`, expected: 'v=DMARC1; p=…' };
  if (dmarc === undefined) return { ...row, found: [], verdict: 'unknown', hint: 'DNS could not be asked' };
  const found = dmarc.status === 'NotPresent' ? [] : dmarc.records.map(({ value }) => value);
  if (dmarc.status === 'Invalid') return { ...row, found, verdict: 'wrong', hint: dmarc.message };
  if (dmarc.status === 'NotPresent')
    return { ...row, found, verdict: 'advice', hint: `no policy covers the domain; publish ${advice.value}` };
  const isSilent = dmarc.record?.hasReports === false;
  return { ...row, found, verdict: 'ok', hint: isSilent ? 'no rua=: nobody gets reports' : '' };
}

/** What DMARC would make of an e-mail signed with the domain's key, with its bounces to the domain. */
function alignmentRow(
  name: string,
  { dkim, spf }: { readonly dkim: Verdict; readonly spf: Verdict },
  dmarc: DiscoveredDmarc | undefined,
): RehearsalRow {
  const modes = dmarc?.record ?? { dkimAlignment: 'strict', spfAlignment: 'strict' };
  const passes = [...(dkim === 'ok' ? ['DKIM'] : []), ...(spf === 'ok' ? ['SPF'] : [])];
  const outcome = dmarcOutcome(modes, {
    from: name,
    ...(dkim === 'ok' && { dkimDomain: name }),
    ...(spf === 'ok' && { spfDomain: name }),
  });
  const isKnown = dkim !== 'unknown' && (spf !== 'unknown' || dkim === 'ok');
  return {
    record: 'alignment with From',
    expected: `DKIM (${modes.dkimAlignment}) or SPF (${modes.spfAlignment}) passes for ${name}`,
    found: passes.map((one) => `${one} for ${name}`),
    verdict: outcome === 'pass' ? 'ok' : isKnown ? 'missing' : 'unknown',
    hint:
      outcome === 'pass' ? '' : isKnown ? `receivers would ${treatment(dmarc)}` : 'known once DNS answers',
  };
}

function treatment(dmarc: DiscoveredDmarc | undefined): string {
  if (dmarc?.policy === 'reject') return 'refuse the e-mail (p=reject)';
  if (dmarc?.policy === 'quarantine') return 'file the e-mail as spam (p=quarantine)';
  return 'not know who sent the e-mail';
}
