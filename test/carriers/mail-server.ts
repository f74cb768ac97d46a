import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { onTestFinished } from 'vitest';
import {
  openSmtpListener,
  type SmtpListener,
  type SmtpListenerOptions,
} from '../../src/carriers/inbound-mail/smtp-listener.ts';
import type { Message } from '../../src/platform/messages/message.ts';
import { type InboundServer, openInboundServer, SUPPORT } from '../api/inbound-server.ts';

/** A platform that listens for mail: `help@` goes to the queue `support`, `flow@` to the flow `mail-flow`. */
export interface MailServer extends InboundServer {
  readonly listener: SmtpListener;
  /** Sends with nodemailer, as a real client does. */
  mail(options: SendMailOptions): Promise<{ readonly messageId: string }>;
  /** Speaks SMTP by hand. @returns the answers, one for each of `lines` and the greeting. */
  speak(lines: readonly (string | Buffer)[]): Promise<readonly string[]>;
  /** Everything that came in, oldest first. */
  received(): readonly Message[];
}

export const HELP = `help@${SUPPORT}`;
export const FLOW = `flow@${SUPPORT}`;

const INBOUND_DOMAINS = [
  {
    name: SUPPORT,
    routes: [
      { pattern: 'help', queue: 'support' },
      { pattern: 'flow', flow: 'mail-flow' },
    ],
  },
];

/** Opens both, closed when the test ends. */
export async function openMailServer({
  tls,
  inbound,
  ...options
}: Parameters<typeof openInboundServer>[0] &
  Partial<Pick<SmtpListenerOptions, 'tls' | 'inbound'>> = {}): Promise<MailServer> {
  const seed = { inboundDomains: INBOUND_DOMAINS, ...options.seed };
  const local = await openInboundServer({ ...options, seed });
  const log = { info: () => undefined, warn: () => undefined };
  const listener = await openSmtpListener({
    inbound: inbound ?? local.platform.inboundEmail,
    log,
    port: 0,
    ...(tls !== undefined && { tls }),
  });
  onTestFinished(() => listener.close());
  const port = Number(listener.address.split(':')[1]);
  return {
    ...local,
    listener,
    async mail(mail) {
      const transport = createTransport({
        host: '127.0.0.1',
        port,
        secure: false,
        tls: { rejectUnauthorized: false },
      });
      try {
        const sent = await transport.sendMail(mail);
        await local.platform.inboundFlowStarts.settled();
        return { messageId: sent.messageId };
      } finally {
        transport.close();
      }
    },
    speak: (lines) => speak(port, lines),
    received: () =>
      local.platform.interactions.store
        .newest('email', 100)
        .flatMap(({ id }) => local.platform.messages.ofInteraction(id))
        .filter(({ direction }) => direction === 'inbound'),
  };
}

async function speak(port: number, lines: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const socket = connect(port, '127.0.0.1');
  const answers = [await answerOf(socket)];
  for (const line of lines) {
    socket.write(typeof line === 'string' ? `${line}\r\n` : line);
    answers.push(await answerOf(socket));
  }
  socket.destroy();
  return answers;
}

/** One answer, of however many lines. */
async function answerOf(socket: Socket): Promise<string> {
  let text = '';
  while (!/^\d{3} .*\r\n$/m.test(text)) {
    const [chunk] = await once(socket, 'data');
    text += String(chunk);
  }
  return text;
}

/** What comes before the text of an e-mail. */
export const GREETINGS = ['EHLO client', 'MAIL FROM:<ann@customer.example>'] as const;
