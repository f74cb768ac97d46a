import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { InboundEmail } from '../../platform/inbound-email/inbound-email.ts';
import { MAX_MAIL_BYTES, readMail } from '../../platform/inbound-email/read-mail.ts';
import type { Log } from '../../ports.ts';

/** Connections at once: each may hold the text of an e-mail. */
const MAX_CLIENTS = 20;
const MAX_RECIPIENTS = 100;
const SOCKET_TIMEOUT_MS = 60_000;
/** How long a sender may go on when the listener closes. */
const CLOSE_TIMEOUT_MS = 2_000;

/** What an SMTP listener is made of. */
export interface SmtpListenerOptions {
  readonly inbound: Pick<InboundEmail, 'isTaken' | 'take'>;
  readonly log: Log;
  /** The address to listen on; absent: 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM, for STARTTLS; absent: it is not offered. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** An open listener. */
export interface SmtpListener {
  /** Such as `127.0.0.1:2525`. */
  readonly address: string;
  close(): Promise<void>;
}

/** An SMTP answer: 4xx asks the sender to come again, 5xx says never. */
function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/**
 * Listens for mail of the inbound domains. It passes nothing on: who is not known here is refused at RCPT. A message is
 * answered with 250 only after it is stored, so what a sender was told is taken is on disk.
 *
 * @throws an Error with `code` `EADDRINUSE` when the port is taken.
 */
export async function openSmtpListener(options: SmtpListenerOptions): Promise<SmtpListener> {
  const { inbound, log, host = '127.0.0.1', port, tls } = options;
  const server = new SMTPServer({
    ...tls,
    name: 'attendant',
    banner: 'Attendant',
    authOptional: true,
    disabledCommands: tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    // Addresses with other letters than ASCII are not routed here.
    hideSMTPUTF8: true,
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    maxClients: MAX_CLIENTS,
    maxRecipients: MAX_RECIPIENTS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    logger: false,
    onRcptTo: ({ address }, _session, answer) =>
      answer(inbound.isTaken(address) ? null : reply(550, '5.1.1 No such mailbox here')),
    onData(stream, session, answer) {
      takeFrom(stream, session).then(
        (refused) => answer(refused),
        (error: unknown) => {
          log.warn('an e-mail could not be stored; its sender is asked to come again', {
            error: error instanceof Error ? error.name : 'unknown',
          });
          answer(reply(451, '4.3.0 Not stored, try again later'));
        },
      );
    },
  });

  async function takeFrom(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
    };
    const read = await readMail(stream, envelope);
    if (!read.ok)
      return read.why === 'tooLarge'
        ? reply(552, '5.3.4 The message is larger than 30 MB')
        : reply(554, '5.6.0 The message cannot be read');
    const taken = await inbound.take(read.mail);
    return taken.ok ? null : reply(550, '5.1.1 No such mailbox here');
  }

  // A connection that broke is its client's trouble.
  server.on('error', (error: Error & { code?: string }) =>
    log.info('an SMTP connection failed', { error: error.code ?? error.name }),
  );
  server.listen(port, host);
  await once(server.server, 'listening');
  const { address, port: bound } = server.server.address() as AddressInfo;
  return {
    address: address.includes(':') ? `[${address}]:${bound}` : `${address}:${bound}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
