import { join } from 'node:path';
import type { BeyondLoopback } from '../host/host-options.ts';
import type { CarriersSeed } from '../platform/deliveries/carriers-seed.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly port: string;
  readonly data: string;
  readonly host?: string;
  readonly allowHost: readonly string[];
  readonly flows?: string;
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
}

/** `attendant serve`: the platform and the runtime over HTTP, until it is stopped. On loopback only, unless told otherwise. */
export const serveCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('serve')
      .description(
        'serve the local platform and run flows over HTTP; on this machine only unless --host is given',
      )
      .option('--port <number>', 'port to listen on; 0 for any free one', '8080')
      .option('--data <folder>', 'folder of the database', 'data')
      .option('--host <address>', 'listen for other machines, too, on this IP address; 0.0.0.0 for every one')
      .option(
        '--allow-host <name>',
        'name or address others may use for this machine; can be repeated',
        (name: string, names: readonly string[]) => [...names, name],
        [],
      )
      .option('--flows <folder>', 'folder of the flows; else ./flows, else those that ship with Attendant')
      .option('--environment <file>', 'settings and queues; else local.environment.json beside the flows')
      .option(
        '--platform <file>',
        'clients, integrations, templates; else local.platform.json beside the flows',
      )
      .option(
        '--integrations <file>',
        'hosts and credentials of receivers; else local.integrations.json beside the flows',
      )
      .addHelpText('after', '\nExample:\n  attendant serve --port 8080 --data ./data')
      .action((options: Options) => run(() => serve(options, io)));
  },
};

async function serve(options: Options, io: Io): Promise<ExitCode> {
  const port = readPort(options.port);
  const { readBeyond } = await import('./beyond-loopback.ts');
  const beyond = readBeyond(options);
  const { openLocalHost, openVault, readWorkspace } = await import('./local-host.ts');
  const { systemClock } = await import('../system-clock.ts');
  const from = { ...options, path: await flowsFolder(options.flows) };
  const workspace = readWorkspace(from, io);
  if (workspace === undefined) return EXIT.failed;
  const { liveFlows } = await import('../files/live-flows.ts');
  const live = liveFlows(workspace.flows);
  const database = join(options.data, 'attendant.db');
  try {
    const vault = openVault(workspace, options.data, io);
    const flows = live.library;
    const own = {
      database,
      port,
      flows,
      clock: systemClock,
      log: logTo(io),
      vault,
      ...(beyond && { beyond }),
    };
    const host = await openLocalHost(workspace, { ...own, deliversOutside: true }, io);
    const { followFlows } = await import('./follow-flows.ts');
    const stopFollowing = followFlows(from, live, io);
    const stop = stopped(io);
    io.out(
      greeting(
        host.url,
        beyond,
        database,
        workspace.flows.map(({ program }) => program?.name ?? ''),
        workspace.seed.carriers,
        host.inboundMail,
      ),
    );
    await stop;
    stopFollowing();
    io.out('Stopping: calls go on where they are at the next start.\n');
    await host.close();
    return EXIT.ok;
  } catch (error) {
    const refusal = refuseToListen(error, options);
    if (refusal === undefined) throw error;
    io.err(`${refusal}\n`);
    return EXIT.failed;
  }
}

function refuseToListen(error: unknown, { port, host }: Options): string | undefined {
  switch ((error as { readonly code?: unknown }).code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use; choose another with --port.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}; --host takes one of its own, or 0.0.0.0.`;
    case 'EACCES':
      return `Port ${port} is for privileged programs on this machine; choose one over 1023 with --port.`;
    default:
      return undefined;
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError('--port must be a number from 0 to 65535.');
  return port;
}

/** The folder of flows: the one named, else `flows`, else the one that ships with Attendant. */
export async function flowsFolder(named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { existsSync } = await import('node:fs');
  const { SHIPPED_FLOWS } = await import('../files/workspace.ts');
  return existsSync('flows') ? 'flows' : SHIPPED_FLOWS;
}

function greeting(
  url: string,
  beyond: BeyondLoopback | undefined,
  database: string,
  flows: readonly string[],
  carriers: CarriersSeed | undefined,
  inboundMail: string | undefined,
): string {
  return `Attendant listens on ${url} (${whoReaches(beyond)}).
  page      ${url}/
  flows     ${flows.join(', ') || 'none'}
  database  ${database}
  e-mail    ${whereEmailGoes(carriers)}${inboundMail === undefined ? '' : `; comes in by SMTP on ${inboundMail}`}
  WhatsApp  ${whereWhatsAppGoes(carriers)}
  try       curl -s ${url}/attendant/flows
Ctrl-C stops it.
`;
}

/** Where e-mail goes, as the rest of a sentence. */
export function whereEmailGoes({ email }: CarriersSeed = {}): string {
  if (email === undefined) return 'stays on this machine, in the outbox';
  const { host, port, security } = email.smtp;
  return `goes out through ${host}:${port} (${security === 'none' ? 'not encrypted' : security})`;
}

/** Where WhatsApp messages go, as the rest of a sentence. */
export function whereWhatsAppGoes({ whatsapp }: CarriersSeed = {}): string {
  if (whatsapp === undefined) return 'stays on this machine, in the outbox';
  const { baseUrl = 'https://graph.facebook.com', version } = whatsapp.meta;
  return `goes out through ${baseUrl}/${version}; reports come in at /webhooks/meta`;
}

function whoReaches(beyond: BeyondLoopback | undefined): string {
  if (beyond === undefined) return 'this machine only';
  const names = beyond.hosts.join(', ');
  return beyond.address === undefined
    ? `this machine only, also as ${names}`
    : `and for other machines on ${beyond.address}, as ${names}; without TLS`;
}

function stopped(io: Io): Promise<void> {
  return new Promise((resolve) => {
    const forget = io.onStop(() => {
      forget();
      resolve();
    });
  });
}

function logTo(io: Io) {
  const write = (level: string) => (message: string, details?: object) =>
    io.err(
      `${new Date().toISOString()} ${level} ${message}${details === undefined ? '' : ` ${JSON.stringify(details)}`}\n`,
    );
  return { info: write('info'), warn: write('warn') };
}
