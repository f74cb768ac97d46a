import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** RFC 8301, section 3.2: signers should use at least 2048 bits. */
const MODULUS_BITS = 2048;

/** A key pair to sign e-mail with. */
export interface DkimKeyPair {
  /** PKCS#8 PEM. Goes into no answer, log or error. */
  readonly privateKey: string;
  /** Base64 of the SPKI: what `p=` holds. */
  readonly publicKey: string;
}

const generate = promisify(generateKeyPair);

/** Makes a new RSA key pair, off the main thread; it takes a good part of a second. */
export async function newDkimKey(): Promise<DkimKeyPair> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: MODULUS_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { privateKey, publicKey: publicKey.toString('base64') };
}

/** The selector of domains made in a month, such as `scph1126`: SparkPost's form. @param now epoch ms. */
export function selectorOf(now: number): string {
  const [year = '', month = ''] = new Date(now).toISOString().split('-');
  return `scph${month}${year.slice(-2)}`;
}

/** What stands before a domain's name in the name of its DKIM record. */
export function dkimPrefix(selector: string): string {
  return `${selector}._domainkey.`;
}
