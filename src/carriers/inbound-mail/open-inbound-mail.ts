import { readFileSync } from 'node:fs';
import type { InboundEmailSeed } from '../../platform/inbound-email/inbound-email-seed.ts';
import { openSmtpListener, type SmtpListener, type SmtpListenerOptions } from './smtp-listener.ts';

/**
 * Opens the listener that a platform file asks for; `undefined` where it asks for none.
 *
 * @throws when the port is taken, or a file of the certificate cannot be read; the message says which.
 */
export async function openInboundMail(
  parts: Pick<SmtpListenerOptions, 'inbound' | 'log'>,
  settings: InboundEmailSeed | undefined,
): Promise<SmtpListener | undefined> {
  if (settings === undefined) return undefined;
  const { host, port, certificateFile, keyFile } = settings;
  const tls =
    certificateFile === undefined || keyFile === undefined
      ? {}
      : { tls: { cert: pemIn(certificateFile), key: pemIn(keyFile) } };
  try {
    return await openSmtpListener({ ...parts, ...tls, port, ...(host !== undefined && { host }) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(`inboundEmail of the platform file cannot listen on port ${port} (${code})`, {
      cause: error,
    });
  }
}

function pemIn(file: string): string {
  return readFileSync(file, 'utf8');
}
