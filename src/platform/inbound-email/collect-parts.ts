import type { Readable } from 'node:stream';
import type { AttachmentStream, HeaderLines, Headers, MailParser, MessageText } from 'mailparser';
import type { IncomingMail } from './incoming-mail.ts';

/** What an e-mail consists of. */
export interface CollectedParts {
  readonly headers: Headers;
  readonly headerLines: HeaderLines;
  readonly body: MessageText | undefined;
  readonly attachments: IncomingMail['attachments'];
  readonly deliveryStatus: string | undefined;
}

/** How many attachments are listed; more are passed over. */
const MAX_LISTED = 100;
const MAX_NAME_LENGTH = 255;
const MAX_STATUS_BYTES = 64 * 1024;

/** Collects what a parser finds. Call before anything is written to it. */
export function collectParts(parser: MailParser) {
  let headers: Headers = new Map();
  let headerLines: HeaderLines = [];
  let body: MessageText | undefined;
  let deliveryStatus: string | undefined;
  let hasFailed = false;
  const attachments: IncomingMail['attachments'][number][] = [];

  parser.on('headers', (found) => {
    headers = found;
  });
  parser.on('headerLines', (found) => {
    headerLines = found;
  });
  parser.on('data', (part: AttachmentStream | MessageText) => {
    if (part.type === 'text') body = part;
    else passOver(part);
  });

  /** Reads an attachment to its end, without keeping it: the parser waits for that. */
  function passOver(part: AttachmentStream): void {
    const content = part.content as Readable;
    const chunks: Buffer[] = [];
    const isStatus = part.contentType === 'message/delivery-status' && deliveryStatus === undefined;
    let length = 0;
    content.on('data', (chunk: Buffer) => {
      if (isStatus && length < MAX_STATUS_BYTES) chunks.push(chunk);
      length += chunk.length;
    });
    content.once('error', fail);
    content.once('end', () => {
      if (isStatus) deliveryStatus = Buffer.concat(chunks).toString('utf8').slice(0, MAX_STATUS_BYTES);
      else if (attachments.length < MAX_LISTED) attachments.push(listed(part, length));
      part.release();
    });
  }

  let settle = (_collected: CollectedParts | undefined) => {};
  const collected = new Promise<CollectedParts | undefined>((resolve) => {
    settle = resolve;
  });
  function fail(): void {
    hasFailed = true;
    settle(undefined);
  }
  parser.once('end', () => settle({ headers, headerLines, body, attachments, deliveryStatus }));
  parser.on('error', fail);

  return {
    hasFailed: () => hasFailed,
    /** Resolves when the parser takes more, or has failed. */
    drained: () =>
      Promise.race([collected, new Promise((resolve) => parser.once('drain', () => resolve(undefined)))]),
    /** `undefined` for what the parser cannot read. */
    collected,
  };
}

function listed(part: AttachmentStream, contentLength: number): IncomingMail['attachments'][number] {
  return {
    name: lineOf(part.filename ?? '') || 'attachment',
    contentType: lineOf(part.contentType),
    contentLength,
    inlineImage: part.contentDisposition === 'inline' && part.contentType.startsWith('image/'),
  };
}

function lineOf(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);
}
