import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import * as dnsPacket from 'dns-packet';
import { onTestFinished } from 'vitest';

/** The records of the zone by `name type`; TXT: one string per record, or the strings of one. */
export type Zone = Map<string, readonly (string | readonly string[])[]>;

/** What a test does to the server besides writing its zone. */
export interface DnsServer {
  readonly zone: Zone;
  /** Names that are answered with SERVFAIL or REFUSED, or not at all. */
  readonly trouble: Map<string, 'SERVFAIL' | 'REFUSED' | 'silence'>;
  /** Names whose answers over UDP only say that they are too long. */
  readonly truncated: Set<string>;
  /** Every question so far, such as `udp sales.example.com CNAME`. */
  readonly asked: string[];
  /** Such as `127.0.0.1:5353`. */
  readonly address: string;
}

type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'TXT';

const AUTHORITATIVE_RECURSIVE =
  dnsPacket.AUTHORITATIVE_ANSWER | dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE;
const RCODES = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;

/** A real small DNS server on loopback, over UDP and TCP: it chases CNAMEs as a recursive one does. */
export async function openDnsServer(): Promise<DnsServer> {
  const udp = createSocket('udp4');
  const zone: Zone = new Map();
  const trouble: DnsServer['trouble'] = new Map();
  const truncated = new Set<string>();
  const asked: string[] = [];
  const state = { zone, trouble, truncated, asked };
  udp.on('message', (message, { port, address }) => {
    const answer = answerTo(dnsPacket.decode(message), 'udp', state);
    if (answer !== undefined) udp.send(dnsPacket.encode(answer), port, address);
  });
  const tcp = tcpServer(state);
  const port = await listenOnOne(udp, tcp);
  onTestFinished(() => close(udp, tcp));
  return { ...state, address: `127.0.0.1:${port}` };
}

/** Both on one port; another port where TCP finds it taken. */
async function listenOnOne(udp: Socket, tcp: Server): Promise<number> {
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const address = tcp.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return port;
}

function tcpServer(state: Omit<DnsServer, 'address'>): Server {
  return createServer((socket) => {
    let read = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      read = Buffer.concat([read, chunk]);
      while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
        const length = 2 + read.readUInt16BE(0);
        const answer = answerTo(dnsPacket.streamDecode(read.subarray(0, length)), 'tcp', state);
        read = read.subarray(length);
        if (answer !== undefined) socket.write(dnsPacket.streamEncode(answer));
      }
    });
  });
}

async function close(udp: Socket, tcp: Server): Promise<void> {
  udp.close();
  tcp.close();
  await once(tcp, 'close');
}

function answerTo(
  query: dnsPacket.Packet,
  over: 'udp' | 'tcp',
  { zone, trouble, truncated, asked }: Omit<DnsServer, 'address'>,
): dnsPacket.Packet | undefined {
  const [question] = query.questions ?? [];
  if (question === undefined) return undefined;
  const name = question.name.toLowerCase();
  asked.push(`${over} ${name} ${question.type}`);
  const reply = (flags: number, answers: dnsPacket.Answer[] = []): dnsPacket.Packet => ({
    type: 'response',
    ...(query.id !== undefined && { id: query.id }),
    flags: AUTHORITATIVE_RECURSIVE | flags,
    questions: [question],
    answers,
  });
  const wrong = trouble.get(name);
  if (wrong === 'silence') return undefined;
  if (wrong !== undefined) return reply(RCODES[wrong]);
  if (over === 'udp' && truncated.has(name)) return reply(dnsPacket.TRUNCATED_RESPONSE);
  const answers = chase(zone, name, question.type as RecordType);
  if (answers.length === 0 && !exists(zone, name)) return reply(RCODES.NXDOMAIN);
  return reply(0, answers);
}

/** The records of a name, over as many CNAMEs as it takes. */
function chase(zone: Zone, name: string, type: RecordType): dnsPacket.Answer[] {
  const answers = recordsAt(zone, name, type);
  const [alias] = type === 'CNAME' ? [] : (zone.get(`${name} CNAME`) ?? []);
  if (typeof alias !== 'string') return answers;
  return [...recordsAt(zone, name, 'CNAME'), ...chase(zone, alias.toLowerCase().replace(/\.$/, ''), type)];
}

function recordsAt(zone: Zone, name: string, type: RecordType): dnsPacket.Answer[] {
  return (zone.get(`${name} ${type}`) ?? []).map(
    (data) => ({ name, type, ttl: 60, data: dataOf(type, data) }) as dnsPacket.Answer,
  );
}

function dataOf(type: RecordType, data: string | readonly string[]): unknown {
  if (type === 'TXT') return [data].flat();
  const [preference, exchange] = String(data).split(' ');
  return type === 'MX' ? { preference: Number(preference), exchange } : data;
}

/** A name exists when it or a name below it has records. */
function exists(zone: Zone, name: string): boolean {
  const names = [...zone.keys()].map((key) => key.split(' ')[0] ?? '');
  return names.some((one) => one === name || one.endsWith(`.${name}`));
}
