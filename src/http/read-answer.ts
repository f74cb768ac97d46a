import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/** A body as text, or why it has none. */
export type DecodedBody =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly failure: 'tooLarge' | 'broken' };

/**
 * Decodes a body as its Content-Encoding says. We never ask for compression, yet receivers may send it.
 *
 * @param maxBytes of the decoded body: a small body can unpack to a huge one.
 */
export async function decodeBody(
  bytes: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<DecodedBody> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '' || bytes.length === 0)
    return { ok: true, text: bytes.toString('utf8') };
  const decode = DECODERS.get(name);
  if (decode === undefined) return { ok: false, failure: 'broken' };
  try {
    const decoded = await decode(bytes, { maxOutputLength: maxBytes });
    return { ok: true, text: decoded.toString('utf8') };
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { ok: false, failure: tooLarge ? 'tooLarge' : 'broken' };
  }
}
