import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';

/** A request as Meta's side saw it. */
export interface GraphRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonObject;
  /** When it came, epoch ms. */
  readonly at: number;
}

/** How Meta's side answers; it may also hang up. */
export type GraphAnswer = (response: ServerResponse, request: GraphRequest) => void;

/** A real HTTP server in Meta's place. */
export interface GraphServer {
  readonly url: string;
  readonly requests: readonly GraphRequest[];
  /** Answers the requests from now on. */
  answerWith(answer: GraphAnswer): void;
}

/** Takes a message, as Meta does: its wamid is made of our own id. */
export const TAKES: GraphAnswer = (response, { body }) =>
  answerJson(response, 200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: body['to'] ?? '', wa_id: String(body['to']).slice(1) }],
    messages: [{ id: wamidOf(String(body['biz_opaque_callback_data'])), message_status: 'accepted' }],
  });

/** Refuses with one of Meta's error codes. */
export function refusesWith(code: number, status = 400): GraphAnswer {
  const error_data = { messaging_product: 'whatsapp', details: `Details of ${code}.` };
  const error = { message: `(#${code}) Title`, type: 'OAuthException', code, error_data, fbtrace_id: 'x' };
  return (response) => answerJson(response, status, { error });
}

/** Meta's name for a message. */
export function wamidOf(id: string): string {
  return `wamid.${id}`;
}

/** The header that Meta signs a webhook with. */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Opens the server on loopback; closed when the test ends. */
export async function openGraphServer(): Promise<GraphServer> {
  const requests: GraphRequest[] = [];
  let answer = TAKES;
  const server = createServer((incoming, response) => {
    let text = '';
    const at = Date.now();
    incoming.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    incoming.on('end', () => {
      const { url: path = '', headers } = incoming;
      const request = { path, headers, body: JSON.parse(text) as JsonObject, at };
      requests.push(request);
      answer(response, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answerWith(next) {
      answer = next;
    },
  };
}

function answerJson(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
