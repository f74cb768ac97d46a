import { join } from 'node:path';
import { EXIT, type ExitCode, type Io, UsageError } from './io.ts';
import type { CliCommand } from './program.ts';

interface Options {
  readonly port: string;
  readonly data: string;
  readonly flows?: string;
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
}

/** `attendant serve`: the platform and the runtime over HTTP on loopback, until it is stopped. */
export const serveCommand: CliCommand = {
  define(program, run, io) {
    program
      .command('serve')
      .description('serve the local platform and run flows over HTTP, on this machine only')
      .option('--port <number>', 'port to listen on; 0 for any free one', '8080')
      .option('--data <folder>', 'folder of the database', 'data')
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
  const { openLocalHost, openVault, readWorkspace } = await import('./local-host.ts');
  const { systemClock } = await import('../system-clock.ts');
  const workspace = readWorkspace({ ...options, path: await flowsFolder(options.flows) }, io);
  if (workspace === undefined) return EXIT.failed;
  const database = join(options.data, 'attendant.db');
  try {
    const vault = openVault(workspace, options.data, io);
    const own = { database, port, clock: systemClock, log: logTo(io), vault };
    const host = await openLocalHost(workspace, own, io);
    io.out(
      greeting(
        host.url,
        database,
        workspace.flows.map(({ program }) => program?.name ?? ''),
      ),
    );
    await stopped(io);
    io.out('Stopping: calls go on where they are at the next start.\n');
    await host.close();
    return EXIT.ok;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    io.err(`Port ${port} is in use; choose another with --port.\n`);
    return EXIT.failed;
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError('--port must be a number from 0 to 65535.');
  return port;
}

async function flowsFolder(named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { existsSync } = await import('node:fs');
  const { SHIPPED_FLOWS } = await import('../files/workspace.ts');
  return existsSync('flows') ? 'flows' : SHIPPED_FLOWS;
}

function greeting(url: string, database: string, flows: readonly string[]): string {
  return `Attendant listens on ${url} (this machine only).
  flows     ${flows.join(', ') || 'none'}
  database  ${database}
  try       curl -s ${url}/attendant/flows
Ctrl-C stops it.
`;
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
