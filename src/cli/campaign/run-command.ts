import type { CarriersSeed } from '../../platform/deliveries/carriers-seed.ts';
import type { Log } from '../../ports.ts';
import { systemClock } from '../../system-clock.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { openLocalHost, openVault, readWorkspace } from '../local-host.ts';
import { flowsFolder, whereEmailGoes, whereWhatsAppGoes } from '../serve.ts';
import { startOf } from './campaign-commands.ts';
import { oneLine } from './campaign-text.ts';
import type { CampaignView } from './campaign-view.ts';
import { serverWay } from './door-ways.ts';
import { type DoorOptions, databaseIn, logLine, runningDoor, through } from './open-door.ts';
import { doorOf, type PlatformDoor } from './platform-door.ts';
import { openProgress, type Progress } from './progress.ts';
import { watchCampaign } from './watch.ts';

/** What `attendant campaign run` takes. */
export interface RunOptions extends DoorOptions {
  readonly watch?: true;
  readonly flows?: string;
  readonly environment?: string;
  readonly integrations?: string;
  readonly json?: true;
}

/** The door of this command. */
interface RunDoor extends PlatformDoor {
  /** Of the platform in this process; absent: it is another process's. */
  readonly own?: { readonly carriers: CarriersSeed | undefined };
}

/**
 * `attendant campaign run`: starts a campaign; with `--watch` it stays until the campaign ends. Where no Attendant serves
 * this process does, so it always stays.
 */
export async function runCampaign(name: string, options: RunOptions, io: Io): Promise<ExitCode> {
  const progress = openProgress(io, options);
  const open = async () => (await runningDoor(options)) ?? ownDoor(options, progress, io);
  return through<RunDoor>(open, io, async (door) => {
    const { own } = door;
    const started = await startOf(door, name, io);
    if (started === undefined) return EXIT.failed;
    const { campaign, body } = started;
    if (options.json === true) io.out(`${JSON.stringify({ type: 'started', campaign: body })}\n`);
    else if (own !== undefined) io.err(`${whereItGoes(campaign, own.carriers)}\n`);
    if (own !== undefined || options.watch === true)
      return watchCampaign(door, campaign, { io, progress, json: options.json, isOwn: own !== undefined });
    if (options.json === undefined) io.out(`${oneLine(campaign.name)} is on.\n`);
    return EXIT.ok;
  });
}

function whereItGoes({ channel }: CampaignView, carriers: CarriersSeed | undefined): string {
  if (channel === 'email') return `E-mail ${whereEmailGoes(carriers)}.`;
  if (channel === 'whatsapp') return `WhatsApp ${whereWhatsAppGoes(carriers)}.`;
  return 'SMS stays on this machine, in the outbox.';
}

/** An Attendant in this process, which sends as `attendant serve` does. @returns undefined when files have faults, which are told. */
async function ownDoor(options: RunOptions, progress: Progress, io: Io): Promise<RunDoor | undefined> {
  const { flows, data } = options;
  const workspace = readWorkspace({ ...options, path: await flowsFolder(flows) }, io);
  if (workspace === undefined) return undefined;
  const warn: Log['warn'] = (...line) => progress.note(logLine(...line));
  const log = { info: () => {}, warn };
  const parts = { database: databaseIn(data), port: 0, clock: systemClock, log };
  const vault = openVault(workspace, data, io);
  const host = await openLocalHost(workspace, { ...parts, vault, deliversOutside: true }, io);
  const door = doorOf(serverWay(host.server, host.close), { isAtRest: false });
  return { ...door, own: { carriers: workspace.seed.carriers } };
}
