import { createHash, type KeyObject, verify } from 'node:crypto';

/** What a DKIM signature says, and whether it holds. */
export interface DkimSignature {
  readonly isValid: boolean;
  readonly tags: { readonly [tag: string]: string };
}

/** Verifies the first DKIM signature of a message (RFC 6376, relaxed/relaxed, rsa-sha256). @param content latin1, CRLF. */
export function verifyDkim(content: string, publicKey: KeyObject): DkimSignature {
  const split = content.indexOf('\r\n\r\n');
  const headers = content.slice(0, split).split(/\r\n(?![ \t])/);
  const field = headers.find((line) => /^dkim-signature:/i.test(line)) ?? '';
  const tags = tagsOf(field.slice(field.indexOf(':') + 1));
  const body = relaxedBody(content.slice(split + 4));
  const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64');
  const signed = [
    ...signedHeaders(headers, (tags['h'] ?? '').split(':')),
    relaxedHeader(field.replace(/(\bb=)[^;]*$/s, '$1')),
  ].join('\r\n');
  const isSigned = verify(
    'rsa-sha256',
    Buffer.from(signed, 'latin1'),
    publicKey,
    Buffer.from(tags['b'] ?? '', 'base64'),
  );
  return { isValid: isSigned && bodyHash === tags['bh'] && tags['c'] === 'relaxed/relaxed', tags };
}

/** Where a name stands twice in `h`, the lower header comes first (section 5.4.2). */
function signedHeaders(headers: readonly string[], names: readonly string[]): readonly string[] {
  const left = [...headers].reverse();
  return names.flatMap((name) => {
    const at = left.findIndex((line) => line.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return at < 0 ? [] : left.splice(at, 1).map(relaxedHeader);
  });
}

function tagsOf(text: string): { readonly [tag: string]: string } {
  return Object.fromEntries(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).replace(/\s+/g, '')]];
    }),
  );
}

function relaxedHeader(line: string): string {
  const at = line.indexOf(':');
  const value = line
    .slice(at + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${line.slice(0, at).trim().toLowerCase()}:${value}`;
}

function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  const text = lines.join('\r\n').replace(/(\r\n)+$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
