import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a scripted server does at a moment: answers, hangs up, or says nothing. */
export type SmtpMove = string | 'hang up' | 'say nothing';

/** The moments of one message. `.`: after the dot that ends it; `data`: after the first of its bytes. */
export type SmtpMoment = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'data' | '.' | 'RSET' | 'QUIT';

const USUAL: { readonly [moment in SmtpMoment]?: SmtpMove } = {
  greeting: '220 ready',
  EHLO: '250 here',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  '.': '250 taken',
  RSET: '250 ok',
  QUIT: '221 bye',
};

/** A server that does what a test says, byte by byte where it matters. */
export interface ScriptedSmtp {
  readonly port: number;
  /** Messages that were ended by their dot. */
  whole(): number;
  connections(): number;
}

/** Starts a scripted server on a free port; closed when the test ends. @param script what differs from the usual. */
export async function openScriptedSmtp(
  script: { readonly [moment in SmtpMoment]?: SmtpMove | (() => SmtpMove) },
): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>();
  let whole = 0;
  let connections = 0;

  function move(socket: Socket, moment: SmtpMoment): void {
    const own = script[moment];
    const next = (typeof own === 'function' ? own() : own) ?? USUAL[moment];
    if (next === 'hang up') socket.destroy();
    else if (next !== undefined && next !== 'say nothing') socket.write(`${next}\r\n`);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    connections += 1;
    let isData = false;
    let buffer = '';
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      while (!socket.destroyed) {
        if (isData) {
          move(socket, 'data');
          const end = buffer.indexOf('\r\n.\r\n');
          if (end < 0) return;
          buffer = buffer.slice(end + 5);
          isData = false;
          whole += 1;
          move(socket, '.');
          continue;
        }
        const end = buffer.indexOf('\r\n');
        if (end < 0) return;
        const command = buffer.slice(0, 4).toUpperCase() as SmtpMoment;
        buffer = buffer.slice(end + 2);
        isData = command === 'DATA' && !/^[45]/.test(String(script.DATA ?? ''));
        move(socket, command);
      }
    });
    move(socket, 'greeting');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return {
    port: (server.address() as AddressInfo).port,
    whole: () => whole,
    connections: () => connections,
  };
}
