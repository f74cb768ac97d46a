import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { INSTANCE_PATH } from '../../api/instance-routes.ts';
import { buildServer } from '../../api/server.ts';
import { openDns } from '../../dns/node-dns.ts';
import { openPlatform } from '../../platform/platform.ts';
import type { Log } from '../../ports.ts';
import { AttendantDatabase } from '../../store/database.ts';
import { readServing } from '../../store/serving-file.ts';
import { systemClock } from '../../system-clock.ts';
import { timeOrderedIds } from '../../time-ordered-ids.ts';
import { EXIT, type ExitCode, type Io, UsageError } from '../io.ts';
import { readWorkspace } from '../local-host.ts';
import { flowsFolder } from '../serve.ts';
import { shownLine } from '../shown-line.ts';
import { httpWay, serverWay } from './door-ways.ts';
import { doorOf, type PlatformDoor, PlatformRefusal, PlatformUnreachable } from './platform-door.ts';

/** How long an Attendant that holds the database may take until it answers. */
const TRIES = 30;
const BETWEEN_TRIES_MS = 100;

/** What says where the platform is. */
export interface DoorOptions {
  readonly data: string;
  readonly platform?: string;
  /** Of an Attendant on this machine; absent: the one that serves from the data folder, if there is one. */
  readonly port?: string;
}

/** Whether a command changes something: one that reads makes no database where there is none. */
export type Purpose = 'read' | 'change';

/**
 * Opens the platform for a command, tells what it refuses, and closes it.
 *
 * @param work what the command does; what it resolves to is the exit code.
 */
export function throughDoor(
  options: DoorOptions,
  io: Io,
  purpose: Purpose,
  work: (door: PlatformDoor) => Promise<ExitCode>,
): Promise<ExitCode> {
  return through(async () => (await runningDoor(options)) ?? doorAtRest(options, io, purpose), io, work);
}

/** The same with a door of the command's own. @param open resolves to undefined when it told why there is none. */
export function through<D extends PlatformDoor>(
  open: () => Promise<D | undefined>,
  io: Io,
  work: (door: D) => Promise<ExitCode>,
): Promise<ExitCode> {
  return telling(io, async () => {
    const door = await open();
    if (door === undefined) return EXIT.failed;
    try {
      return await work(door);
    } finally {
      await door.close();
    }
  });
}

/** Does the work of a command, and tells what the platform refuses. */
export async function telling(io: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlatformRefusal || error instanceof PlatformUnreachable)) throw error;
    io.err(`${shownLine(error.message)}\n`);
    return EXIT.failed;
  }
}

/** The door to the Attendant that is named by its port, or serves from the data folder; undefined when none does. */
export async function runningDoor({ data, port }: DoorOptions): Promise<PlatformDoor | undefined> {
  const url = port === undefined ? await urlOf(databaseIn(data)) : `http://127.0.0.1:${readPort(port)}`;
  if (url === undefined) return undefined;
  const door = doorOf(httpWay(url), { isAtRest: false });
  if (port !== undefined) await door.get(INSTANCE_PATH);
  return door;
}

/** Where the process that holds a database is asked; undefined when nobody holds it. */
async function urlOf(database: string): Promise<string | undefined> {
  for (let tries = 0; AttendantDatabase.isInUse(database); tries += 1) {
    const serving = readServing(database);
    if (serving !== undefined && (await instanceAt(serving.url)) === serving.instanceId) return serving.url;
    if (tries === TRIES)
      throw new PlatformUnreachable(
        `${database} is in use, but no Attendant answers for it. Wait until the other command has ended, or name the port of the one that serves with --port.`,
      );
    await sleep(BETWEEN_TRIES_MS);
  }
  return undefined;
}

async function instanceAt(url: string): Promise<unknown> {
  const door = doorOf(httpWay(url), { isAtRest: false });
  try {
    return (await door.get(INSTANCE_PATH))['id'];
  } catch {
    return undefined;
  } finally {
    await door.close();
  }
}

/** The platform in this process, at rest. @returns undefined when the platform file has faults, which are told. */
async function doorAtRest(
  { data, platform: file }: DoorOptions,
  io: Io,
  purpose: Purpose,
): Promise<PlatformDoor | undefined> {
  const seed = await readSeed(file, io);
  if (seed === undefined) return undefined;
  const path = databaseIn(data);
  const database = AttendantDatabase.open(purpose === 'read' && !existsSync(path) ? ':memory:' : path);
  try {
    const log = { info: () => {}, warn: (...line: Parameters<Log['warn']>) => io.err(logLine(...line)) };
    const parts = { database, clock: systemClock, ids: timeOrderedIds(), log, secretOf: io.env };
    const platform = await openPlatform({
      ...parts,
      // Nobody logs in, and hashing secrets takes long.
      seed: { ...seed, oauthClients: [] },
      dns: openDns(seed.dns),
      isAtRest: true,
    });
    const server = buildServer({ ...parts, platform });
    const close = async () => {
      await server.close();
      await platform.close();
      database.close();
    };
    return doorOf(serverWay(server, close), { isAtRest: true });
  } catch (error) {
    database.close();
    throw error;
  }
}

async function readSeed(platform: string | undefined, io: Io) {
  const path = await flowsFolder(undefined);
  const named = platform === undefined ? {} : { platform };
  return readWorkspace({ path, withoutFlows: true, ...named }, io)?.seed;
}

/** A line of the log, for where nobody expects one. */
export function logLine(message: string, details?: object): string {
  return `${message}${details === undefined ? '' : ` ${JSON.stringify(details)}`}\n`;
}

/** The database of a data folder. */
export function databaseIn(data: string): string {
  return join(data, 'attendant.db');
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new UsageError('--port must be a number from 1 to 65535.');
  return port;
}
