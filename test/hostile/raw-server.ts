import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server on 127.0.0.1 that writes whatever bytes a test wants, HTTP or not. */
export interface RawServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** `127.0.0.1:port` */
  readonly host: string;
  /** What came in, one text for each connection. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

/** Starts a server; `answer` is called whenever a whole head of a request has come, with everything that came on its connection. */
export async function startRawServer(answer: (socket: Socket, received: string) => void): Promise<RawServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const at = received.push('') - 1;
    sockets.add(socket);
    // Whoever answers like this is left by its client.
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received[at] += bytes.toString('latin1');
      if (received[at]?.includes('\r\n\r\n') === true) answer(socket, received[at]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
