import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DEFAULT_TIMEOUTS, type SmtpSettings } from './smtp-settings.ts';

/** A message with its envelope, as it goes over the wire. */
export interface SmtpMail {
  readonly from: string;
  readonly to: string;
  readonly content: Buffer;
}

/** What a server did not do, and how far the message was by then. */
export interface SmtpTrouble {
  /** nodemailer's, such as `ECONNECTION`. */
  readonly code: string;
  /** The system's, where there is one: `ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly systemCode?: string;
  /** The server's reply, where there was one: `550 5.1.1 …`. May hold addresses. */
  readonly response?: string;
  /** What it was a reply to: `RCPT TO`. */
  readonly command?: string;
  /** Whether the whole message was written: from then on only the server knows whether it has it. */
  readonly wasWhole: boolean;
}

/** A connection to a server, logged in. */
export interface SmtpSession {
  /** Sends one message. @returns undefined when the server took it. */
  send(mail: SmtpMail): Promise<SmtpTrouble | undefined>;
  /** Whether it can take another message. */
  isOpen(): boolean;
  /** Says goodbye; resolves when the connection is closed, soon at any rate. */
  quit(): Promise<void>;
}

const GOODBYE_MS = 1_000;
const PIECE_BYTES = 64 * 1024;

/** Connects and logs in. */
export async function openSmtpSession(settings: SmtpSettings): Promise<SmtpSession | SmtpTrouble> {
  const { timeouts = DEFAULT_TIMEOUTS, login } = settings;
  const connection = connectionTo(settings);
  const gone = new Promise<void>((resolve) => connection.once('end', resolve));
  let isOpen = true;
  void gone.then(() => {
    isOpen = false;
  });

  /** Runs one exchange under the limit of time; whatever ends the connection ends it, too. */
  function exchange(
    begin: (done: (error?: Error | null) => void) => void,
  ): Promise<Partial<SmtpError> | undefined> {
    return new Promise((resolve) => {
      const limit = AbortSignal.timeout(timeouts.totalMs);
      const done = (error?: Error | null) => {
        limit.removeEventListener('abort', late);
        connection.off('error', done);
        if (error) isOpen = isOpen && isAnswered(error);
        resolve(error ?? undefined);
      };
      const late = () => {
        done(Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' }));
        connection.close();
      };
      limit.addEventListener('abort', late);
      connection.on('error', done);
      begin(done);
    });
  }

  const refused =
    (await exchange((done) => connection.connect(done))) ??
    (login && (await exchange((done) => connection.login({ user: login.user, pass: login.password }, done))));
  if (refused !== undefined) {
    connection.close();
    return troubleOf(refused, false);
  }

  async function send({ from, to, content }: SmtpMail): Promise<SmtpTrouble | undefined> {
    const body = Readable.from(pieces(content));
    const envelope = { from, to: [to], size: content.length };
    const error = await exchange((done) => connection.send(envelope, body, done));
    if (error === undefined) return undefined;
    // The dot that ends the message is written after the body's end, so before that the server has no message.
    const trouble = troubleOf(error, body.readableEnded);
    body.destroy();
    if (isOpen) isOpen = (await exchange((done) => connection.reset(done))) === undefined;
    if (!isOpen) connection.close();
    return trouble;
  }

  async function quit(): Promise<void> {
    isOpen = false;
    connection.quit();
    const timer = setTimeout(() => connection.close(), GOODBYE_MS);
    await gone;
    clearTimeout(timer);
  }

  return { send, isOpen: () => isOpen, quit };
}

/** Whether what openSmtpSession returned is trouble. */
export function isTrouble(opened: SmtpSession | SmtpTrouble): opened is SmtpTrouble {
  return 'wasWhole' in opened;
}

/** A message in pieces, each read when the one before it is on its way: how much was read tells how far it is. */
function* pieces(content: Buffer): Iterable<Buffer> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly originalCode?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/** Whether the server refused something and goes on; 421 says that it closes. */
function isAnswered(error: SmtpError): boolean {
  return error.responseCode !== undefined && error.responseCode !== 421;
}

function troubleOf(error: Partial<SmtpError>, wasWhole: boolean): SmtpTrouble {
  const { code = 'EUNKNOWN', originalCode: systemCode, response, command } = error;
  return {
    code,
    wasWhole,
    ...(systemCode !== undefined && { systemCode }),
    ...(response !== undefined && { response }),
    ...(command !== undefined && { command }),
  };
}

function connectionTo({
  host,
  port,
  security,
  ca,
  timeouts = DEFAULT_TIMEOUTS,
}: SmtpSettings): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
    allowInternalNetworkInterfaces: true,
  });
}
