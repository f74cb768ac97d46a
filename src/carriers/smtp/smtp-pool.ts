import {
  isTrouble,
  openSmtpSession,
  type SmtpMail,
  type SmtpSession,
  type SmtpTrouble,
} from './smtp-session.ts';
import { DEFAULT_TIMEOUTS, type SmtpSettings } from './smtp-settings.ts';

/** After so many messages a connection is closed: some servers count. */
const MESSAGES_PER_SESSION = 100;

interface Idle {
  readonly session: SmtpSession;
  readonly sent: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Connections that are kept for the next message. How many there are at once is the caller's to keep to.
 *
 * nodemailer has a pool of its own. It sends a message again when its connection ends, and cannot say whether the
 * server had it by then; here it is sent again only while not a word of it was said.
 */
export function openSmtpPool(settings: SmtpSettings) {
  const { idleMs } = settings.timeouts ?? DEFAULT_TIMEOUTS;
  const idle: Idle[] = [];
  let isClosed = false;

  /** Sends a message. @returns undefined when the server took it. */
  async function send(mail: SmtpMail): Promise<SmtpTrouble | undefined> {
    for (let kept = take(); kept !== undefined; kept = take()) {
      const trouble = await sendBy(kept.session, kept.sent, mail);
      // It was closed while it lay idle: nothing was said of the message.
      if (trouble === undefined || trouble.response !== undefined || trouble.wasWhole) return trouble;
    }
    const opened = await openSmtpSession(settings);
    return isTrouble(opened) ? opened : sendBy(opened, 0, mail);
  }

  async function sendBy(
    session: SmtpSession,
    sent: number,
    mail: SmtpMail,
  ): Promise<SmtpTrouble | undefined> {
    const trouble = await session.send(mail);
    if (session.isOpen()) keep(session, sent + 1);
    return trouble;
  }

  function take(): Idle | undefined {
    const kept = idle.pop();
    if (kept === undefined) return undefined;
    clearTimeout(kept.timer);
    return kept.session.isOpen() ? kept : take();
  }

  function keep(session: SmtpSession, sent: number): void {
    if (isClosed || sent >= MESSAGES_PER_SESSION) return void session.quit();
    const timer = setTimeout(() => {
      idle.splice(idle.indexOf(one), 1);
      void session.quit();
    }, idleMs);
    const one = { session, sent, timer };
    idle.push(one);
  }

  /** Closes what lies idle; what is sending closes when it is done. */
  async function close(): Promise<void> {
    isClosed = true;
    const open = idle.splice(0);
    for (const { timer } of open) clearTimeout(timer);
    await Promise.all(open.filter(({ session }) => session.isOpen()).map(({ session }) => session.quit()));
  }

  return { send, close };
}

/** What openSmtpPool returns. */
export type SmtpPool = ReturnType<typeof openSmtpPool>;
