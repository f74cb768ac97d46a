import pc from 'picocolors';
import type { DnsRecord } from '../platform/domains/domain-records.ts';
import { sendingText } from '../platform/domains/domain-view.ts';
import type { PublishedDomain } from '../platform/domains/outbound-domains.ts';
import type { RecordCheck } from '../platform/domains/record-check.ts';
import type { Rehearsal, RehearsalRow, Verdict } from '../platform/domains/rehearsal.ts';
import { zoneLine } from '../platform/domains/zone-file.ts';
import { printable } from '../simulator/printable.ts';

const MAX_SHOWN = 72;
const VERDICT_WIDTH = 9;

/** The rehearsal, a line for what is there and a few for what is not. */
export function rehearsalText({ domain, rows, isFine }: Rehearsal, hasColors: boolean): string {
  const end = isFine ? 'Nothing is missing.' : endOf(rows);
  return `${domain}\n\n${rows.map((row) => rowText(row, hasColors)).join('')}\n${end}\n`;
}

/** What is not known is not counted as a fault. */
function endOf(rows: readonly RehearsalRow[]): string {
  const count = (...verdicts: readonly Verdict[]) =>
    rows.filter((row) => verdicts.includes(row.verdict)).length;
  const [faulty, unknown] = [count('missing', 'wrong'), count('unknown')];
  const sentences = [
    ...(faulty > 0 ? [`${faulty} of ${rows.length} ${faulty === 1 ? 'is' : 'are'} not as needed.`] : []),
    ...(unknown > 0 ? [`${unknown} of ${rows.length} could not be looked at.`] : []),
  ];
  return sentences.join(' ');
}

function rowText({ record, expected, found, verdict, hint }: RehearsalRow, hasColors: boolean): string {
  const more =
    verdict === 'ok'
      ? []
      : [
          ['expected', expected],
          ['found', found.map(shown).join(' | ') || 'nothing'],
        ];
  const lines = [...more, ...(hint === '' ? [] : [['hint', hint]])].map(
    ([word = '', text = '']) =>
      `${' '.repeat(VERDICT_WIDTH + 2)}${word.padEnd(10)}${word === 'hint' ? oneLine(text) : shown(text)}\n`,
  );
  return `  ${colored(verdict, hasColors)}${oneLine(record)}\n${lines.join('')}`;
}

function colored(verdict: Verdict, hasColors: boolean): string {
  const { green, red, yellow } = pc.createColors(hasColors);
  const color = verdict === 'ok' ? green : verdict === 'missing' || verdict === 'wrong' ? red : yellow;
  return color(verdict.padEnd(VERDICT_WIDTH));
}

/** The records as lines of a zone file; the advice is a comment. */
export function recordsText({ records: { dkim, cname, dmarc } }: PublishedDomain): string {
  return `${zoneLine(dkim)}\n${zoneLine(cname)}\n; where no DMARC policy covers the domain yet:\n; ${zoneLine(dmarc)}\n`;
}

/** What an activation found. @param now epoch ms. */
export function activationText(domain: PublishedDomain, now: number, hasColors: boolean): string {
  const { records, dkim, cname, dmarc } = domain;
  const line = (record: DnsRecord, { status, finding }: RecordCheck) =>
    `  ${state(status, hasColors)}${record.type} ${record.name}\n${' '.repeat(VERDICT_WIDTH + 2)}${oneLine(finding.message)}\n`;
  const text = `${line(records.dkim, dkim)}${line(records.cname, cname)}`;
  return `${domain.name}: ${sendingText(domain, now)}\n\n${text}\nDMARC: ${oneLine(dmarc.message)}\n`;
}

function state(status: RecordCheck['status'], hasColors: boolean): string {
  const { green, red, yellow } = pc.createColors(hasColors);
  const color = status === 'VERIFIED' ? green : status === 'FAILED' ? red : yellow;
  return color(status.padEnd(VERDICT_WIDTH));
}

/** A line for each domain. */
export function listText(rows: readonly { readonly name: string; readonly sending: string }[]): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map(({ name, sending }) => `${name.padEnd(width)}  ${sending}\n`).join('');
}

function shown(text: string): string {
  const line = oneLine(text);
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 1)}…` : line;
}

/** What DNS holds is others' text: it must not move the cursor. */
function oneLine(text: string): string {
  return printable(text.replaceAll(/[\n\t]/g, ' '));
}
