import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { done, type Outcome, refuse } from '../refusal.ts';

/** How far the time of a signature may be from ours, so that an event that was overheard is worth nothing later. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

/** What a signature was made of, as a hash: the same one is not taken twice. */
export interface CheckedSignature {
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string;
  /** SHA-256 of the signed time and the body, hex. */
  readonly signatureHash: string;
}

/** `t=<epoch seconds>,v1=<hex>`; more than one v1 while a secret is being changed. */
const HEADER = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,5})$/;

/** Checks `X-Attendant-Signature`: HMAC-SHA256 over the time, a full stop and the body as it came. */
export function checkSignature(
  header: string | undefined,
  body: Buffer,
  { secret, now }: { readonly secret: string; readonly now: number },
): Outcome<CheckedSignature> {
  const [, seconds = '', given = ''] = HEADER.exec((header ?? '').replaceAll(' ', '')) ?? [];
  if (seconds === '')
    return refuse(
      'attendant.trigger.signature.invalid',
      'X-Attendant-Signature must be t=<epoch seconds>,v1=<HMAC-SHA256 in hex>.',
    );
  const signed = Buffer.concat([Buffer.from(`${seconds}.`), body]);
  const right = createHmac('sha256', secret).update(signed).digest();
  const signatures = given.split(',v1=').slice(1);
  if (!signatures.some((one) => timingSafeEqual(Buffer.from(one, 'hex'), right)))
    return refuse(
      'attendant.trigger.signature.invalid',
      'The signature is not that of this body, this time and the secret of the trigger.',
    );
  if (Math.abs(Number(seconds) * 1000 - now) > SIGNATURE_WINDOW_MS)
    return refuse(
      'attendant.trigger.signature.expired',
      'The signature was made more than 5 minutes ago, or is of the future.',
    );
  return done({ bodyHash: sha256(body), signatureHash: sha256(signed) });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
