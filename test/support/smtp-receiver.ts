import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

const FOLDER = join(import.meta.dirname, 'smtp');

/** The certificate of the receiver, for `localhost` and 127.0.0.1; it signs itself. PEM. */
export const RECEIVER_CERTIFICATE_FILE = join(FOLDER, 'certificate.pem');
export const RECEIVER_CERTIFICATE = readFileSync(RECEIVER_CERTIFICATE_FILE, 'utf8');
const KEY = readFileSync(join(FOLDER, 'key.pem'), 'utf8');

/** A message as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly content: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
}

/** A real SMTP server on loopback. */
export interface SmtpReceiver {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** How many connections were made. */
  connections(): number;
  /** Closes every connection there is. */
  hangUp(): void;
}

/** What a receiver refuses: an SMTP reply such as `550 5.1.1 No such user`, or undefined to take it. */
export interface SmtpRefusals {
  readonly recipient?: (address: string) => string | undefined;
  readonly message?: () => string | undefined;
}

/** Starts a receiver on a free port; closed when the test ends. Logging in takes user `ann`, password `secret`. */
export async function openSmtpReceiver(
  options: SMTPServerOptions = {},
  refusals: SmtpRefusals = {},
): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    key: KEY,
    cert: RECEIVER_CERTIFICATE,
    logger: false,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === 'ann' && password === 'secret') done(null, { user: username });
      else done(refusal('535 5.7.8 No such user or password'));
    },
    onRcptTo({ address }, _session, done) {
      done(refusal(refusals.recipient?.(address)));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = refusal(refusals.message?.());
        if (refused !== null) return done(refused);
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          content: Buffer.concat(chunks).toString('latin1'),
          isSecure: session.secure === true,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        return done(null, 'Taken');
      });
    },
    ...options,
  });
  // A client that does not trust the certificate ends the handshake.
  server.on('error', () => undefined);
  const listener = await new Promise<ReturnType<SMTPServer['listen']>>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve(listening));
  });
  onTestFinished(() => new Promise<void>((resolve) => void server.close(resolve)));
  return {
    port: (listener.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    hangUp: () => {
      for (const { _socket: socket } of server.connections as Set<{ _socket?: { destroy(): void } }>)
        socket?.destroy();
    },
  };
}

/** A reply of the form `550 5.1.1 words` as smtp-server wants it. */
function refusal(reply: string | undefined): Error | null {
  if (reply === undefined) return null;
  const [, code, words = ''] = /^(\d{3}) (.*)$/.exec(reply) ?? [];
  return Object.assign(new Error(words), { responseCode: Number(code) });
}
