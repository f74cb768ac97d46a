import { createHash } from 'node:crypto';
import { MailParser, type MessageText } from 'mailparser';
import { type CollectedParts, collectParts } from './collect-parts.ts';
import type { IncomingMail, MailEnvelope } from './incoming-mail.ts';
import { mailOf } from './mail-headers.ts';
import { messageIdScan } from './message-id-scan.ts';
import { textOfHtml } from './text-of-html.ts';

/** The largest e-mail that is read, in bytes: Genesys Cloud takes 30 MB with attachments. */
export const MAX_MAIL_BYTES = 30 * 1024 * 1024;
/** What of a body is kept, in characters; the rest is cut off. */
const MAX_BODY_LENGTH = 5_000_000;

/** An e-mail, or why it cannot be one. */
export type ReadMail =
  | { readonly ok: true; readonly mail: IncomingMail }
  | { readonly ok: false; readonly why: 'tooLarge' | 'unreadable' };

const PARSER_OPTIONS = {
  keepDeliveryStatus: true,
  // What is read of HTML is made of it here, bounded; nothing else of what these do is needed.
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
};

/**
 * Reads an e-mail as it comes in. Attachments are counted and thrown away while they pass, so what is held is its text.
 * The source is read to its end whatever is wrong with it: its sender hears the answer then.
 *
 * @throws what the source throws: the connection broke, and there is nobody to answer.
 */
export async function readMail(source: AsyncIterable<Uint8Array>, envelope: MailEnvelope): Promise<ReadMail> {
  const parser = new MailParser(PARSER_OPTIONS);
  const parts = collectParts(parser);
  const hash = createHash('sha256');
  const ids = messageIdScan();
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_MAIL_BYTES || parts.hasFailed()) continue;
    hash.update(chunk);
    ids.read(chunk);
    if (!parser.write(chunk)) await parts.drained();
  }
  if (sizeBytes > MAX_MAIL_BYTES) {
    parser.destroy();
    return { ok: false, why: 'tooLarge' };
  }
  if (!parts.hasFailed()) parser.end();
  const collected = await parts.collected;
  if (collected === undefined) return { ok: false, why: 'unreadable' };
  const read = { envelope, sizeBytes, hash: hash.digest('hex'), messageIdsWithin: ids.found() };
  return { ok: true, mail: { ...mailOf(collected, envelope), ...bodiesOf(collected), ...read } };
}

function bodiesOf({ body, attachments, deliveryStatus }: CollectedParts) {
  const html = typeof body?.html === 'string' ? bounded(body.html) : '';
  const text = bounded(textIn(body));
  return {
    text: text.trim() === '' ? textOfHtml(html) : text,
    ...(html !== '' && { html }),
    ...(deliveryStatus !== undefined && { deliveryStatus }),
    attachments,
  };
}

function textIn(body: MessageText | undefined): string {
  return typeof body?.text === 'string' ? body.text : '';
}

/** NUL and half a character cannot be written everywhere. */
function bounded(text: string): string {
  return text
    .trimEnd()
    .slice(0, MAX_BODY_LENGTH)
    .replaceAll(/[\0\p{Cs}]/gu, '\ufffd');
}
