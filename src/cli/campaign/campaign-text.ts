import pc from 'picocolors';
import { printable } from '../../simulator/printable.ts';
import type { CampaignView, ProgressView } from './campaign-view.ts';

const CHANNELS = { email: 'e-mail', whatsapp: 'WhatsApp', sms: 'SMS' } as const;
/** The order in which a message goes through them. */
const MESSAGE_STATUSES = ['queued', 'unknown', 'sent', 'delivered', 'read', 'bounced', 'failed'];
const STATUS_WORDS: { readonly [status: string]: string } = {
  queued: 'on the way',
  unknown: 'of unknown outcome',
};

/** A line for each campaign. */
export function listText(campaigns: readonly CampaignView[], hasColors: boolean): string {
  const rows = campaigns.map((campaign) => [
    oneLine(campaign.name),
    CHANNELS[campaign.channel],
    statusWord(campaign.status),
    progressText(campaign),
    rateText(campaign),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      const status = campaigns[index]?.status ?? 'off';
      return `${cells
        .with(2, colored(cells[2] ?? '', status, hasColors))
        .join('  ')
        .trimEnd()}\n`;
    })
    .join('');
}

/** How a campaign stands, on several lines. */
export function statusText(campaign: CampaignView, hasColors: boolean): string {
  const { name, status, contactList, progress, errors, startedAt, endedAt } = campaign;
  const rows: readonly (readonly [string, string])[] = [
    ['sends', `${CHANNELS[campaign.channel]}, ${rateText(campaign)}`],
    ['contacts', `${count(contactList.contacts)} in ${oneLine(contactList.name)}${filteredText(progress)}`],
    ['progress', progressText(campaign)],
    ...(progress === undefined ? [] : progressRows(progress)),
    ...(startedAt == null ? [] : [['started', startedAt] as const]),
    ...(endedAt == null ? [] : [['ended', endedAt] as const]),
    ...errors.map(({ details }) => ['because', oneLine(details)] as const),
  ];
  const lines = rows.map(([word, text]) => `  ${word.padEnd(10)}${text}\n`);
  return `${oneLine(name)}: ${colored(statusWord(status), status, hasColors)}\n${lines.join('')}`;
}

function* progressRows(progress: ProgressView): Iterable<readonly [string, string]> {
  const messages = messagesText(progress);
  if (messages !== '') yield ['messages', messages];
  const skipped = skippedText(progress);
  if (skipped !== '') yield ['skipped', skipped];
  if (progress.waitingForTime > 0)
    yield ['waiting', `${count(progress.waitingForTime)} for the time at which they may be written to`];
}

/** How many messages stand where: `3 delivered, 1 failed`. */
export function messagesText({ messages }: ProgressView): string {
  const known = MESSAGE_STATUSES.filter((status) => messages[status] !== undefined);
  const others = Object.keys(messages).filter((status) => !MESSAGE_STATUSES.includes(status));
  return [...known, ...others]
    .map((status) => `${count(messages[status] ?? 0)} ${STATUS_WORDS[status] ?? status}`)
    .join(', ');
}

/** How many contacts were skipped why: `2 no consent`. */
export function skippedText({ skippedBy }: ProgressView): string {
  return Object.entries(skippedBy)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, number]) => `${count(number)} ${reasonText(reason)}`)
    .join(', ');
}

/** NO_CONSENT as `no consent`. */
function reasonText(reason: string): string {
  return reason.toLowerCase().replaceAll('_', ' ').replace('dnc', 'DNC');
}

function progressText({ progress, status }: CampaignView): string {
  if (progress === undefined) return '';
  const { messaged, skipped, total, percentage } = progress;
  const done = messaged + skipped;
  if (done === 0 && status === 'off') return 'not begun';
  return `${count(done)} of ${count(total)} (${percentage} %)`;
}

function filteredText(progress: ProgressView | undefined): string {
  const filteredOut = progress?.filteredOut ?? 0;
  return filteredOut === 0 ? '' : `, ${count(filteredOut)} left out by filters`;
}

function rateText({ messagesPerMinute, alwaysRunning }: CampaignView): string {
  return `at most ${count(messagesPerMinute)} a minute${alwaysRunning ? ', always running' : ''}`;
}

/** A status in words: `forced off`. */
export function statusWord(status: CampaignView['status']): string {
  return status.replace('_', ' ');
}

function colored(text: string, status: CampaignView['status'], hasColors: boolean): string {
  const { green, red, yellow } = pc.createColors(hasColors);
  if (status === 'on' || status === 'complete') return green(text);
  if (status === 'off') return text;
  return status === 'stopping' ? yellow(text) : red(text);
}

/** A number with its thousands set apart: `12,345`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** Names are others' text: they must not move the cursor. */
export function oneLine(text: string): string {
  return printable(text.replaceAll(/[\n\t]/g, ' '));
}
