/** What a mail server tells of one recipient (RFC 3464). */
export interface RecipientReport {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** Such as `5.1.1`; '' for none. */
  readonly status: string;
  /** Why, in the words of the server that said so; '' for none. One line. */
  readonly diagnostic: string;
}

const MAX_LENGTH = 64 * 1024;
const MAX_RECIPIENTS = 50;
const MAX_DIAGNOSTIC_LENGTH = 500;
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/**
 * Reads the part message/delivery-status: blocks of fields between blank lines, the first about the message, each other
 * about a recipient. Blocks that do not say what happened are passed over.
 */
export function readDeliveryStatus(text: string): readonly RecipientReport[] {
  const blocks = text
    .slice(0, MAX_LENGTH)
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[\t ]*\n/);
  return blocks.slice(0, MAX_RECIPIENTS + 1).flatMap((block) => readBlock(block) ?? []);
}

function readBlock(block: string): RecipientReport | undefined {
  const fields = fieldsOf(block);
  const word = (fields.get('action') ?? '').toLowerCase();
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined) return undefined;
  const diagnostic = oneLine(fields.get('diagnostic-code') ?? '');
  const status = statusIn(fields.get('status') ?? '') ?? statusIn(diagnostic) ?? '';
  return { action, status, diagnostic };
}

/** The fields of a block; what goes on in an indented line belongs to the line before. The first of a name counts. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  let isFirst = false;
  for (const line of block.split('\n')) {
    if (/^[\t ]/.test(line)) {
      if (isFirst) fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    isFirst = colon > 0 && !fields.has(name);
    if (isFirst) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function statusIn(text: string): string | undefined {
  return /(?:^|[\s;])([245]\.\d{1,3}\.\d{1,3})(?:\s|$|\()/.exec(text)?.[1];
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC_LENGTH);
}
