import type { Json } from '../../authoring/json.ts';
import { EXIT, type ExitCode, type Io } from '../io.ts';
import { listText, oneLine, statusText, statusWord } from './campaign-text.ts';
import { CAMPAIGNS, type CampaignView, campaignPath, ofCampaign, readView } from './campaign-view.ts';
import { type DoorOptions, throughDoor } from './open-door.ts';
import { type PlatformDoor, PlatformRefusal } from './platform-door.ts';

/** What all of them take. */
export interface CampaignOptions extends DoorOptions {
  readonly json?: true;
}

/** `attendant campaign list` */
export function list(options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'read', async (door) => {
    const { entities } = await door.get(`${CAMPAIGNS}?limit=1000`);
    const bodies: readonly Json[] = Array.isArray(entities) ? entities : [];
    const campaigns = bodies.map(readView);
    printed(io, options, bodies, () => listText(campaigns, io.hasColors));
    if (campaigns.length === 0 && options.json === undefined)
      io.err('There are no campaigns yet; attendant campaign create <file> makes one.\n');
    return EXIT.ok;
  });
}

/** `attendant campaign status` */
export function status(name: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'read', async (door) => {
    const body = await ofCampaign(door, name, (path) => door.get(path));
    const campaign = readView(body);
    printed(io, options, body, () => statusText(campaign, io.hasColors));
    return EXIT.ok;
  });
}

/** `attendant campaign start` */
export function start(name: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'change', async (door) => {
    const started = await startOf(door, name, io);
    if (started === undefined) return EXIT.failed;
    printed(io, options, started.body, () => `${oneLine(started.campaign.name)} is on.\n`);
    if (door.isAtRest) io.err(NOBODY_SERVES);
    return EXIT.ok;
  });
}

/** Starts a campaign. @returns undefined when it cannot be sent: why is told, a line for each reason. */
export async function startOf(
  door: PlatformDoor,
  name: string,
  io: Io,
): Promise<{ readonly body: Json; readonly campaign: CampaignView } | undefined> {
  const { id } = readView(await ofCampaign(door, name, (path) => door.get(path)));
  try {
    const body = await door.post(`${campaignPath(id)}/start`);
    return { body, campaign: readView(body) };
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error;
    const { name: known, status: stands, errors } = readView(await door.get(campaignPath(id)));
    if (stands !== 'invalid' || errors.length === 0) throw error;
    const reasons = errors.map(({ details }) => `  ${oneLine(details)}\n`).join('');
    io.err(`${oneLine(known)} cannot be started:\n${reasons}`);
    return undefined;
  }
}

/** `attendant campaign stop` */
export function stop(name: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'change', async (door) => {
    const body = await ofCampaign(door, name, (path) => door.post(`${path}/stop`));
    const campaign = readView(body);
    const word = statusWord(campaign.status);
    printed(io, options, body, () => `${oneLine(campaign.name)} is ${word}.\n`);
    if (campaign.status === 'stopping') io.err(door.isAtRest ? OUT_LATER : OUT_NOW);
    return EXIT.ok;
  });
}

/** `attendant campaign reset` */
export function reset(name: string, options: CampaignOptions, io: Io): Promise<ExitCode> {
  return throughDoor(options, io, 'change', async (door) => {
    const body = await ofCampaign(door, name, (path) => door.post(`${path}/reset`));
    printed(io, options, body, () => {
      const next = 'Its next start goes through the whole list again.';
      return `${oneLine(readView(body).name)} is reset. ${next}\n`;
    });
    return EXIT.ok;
  });
}

const NOBODY_SERVES =
  'Nothing goes out before Attendant runs: attendant serve, or attendant campaign run <campaign>.\n';
const OUT_NOW = 'What was handed over goes out still; then it is off.\n';
const OUT_LATER = 'What was handed over goes out when Attendant runs again; then it is off.\n';

function printed(io: Io, { json }: CampaignOptions, document: Json, text: () => string): void {
  io.out(json === undefined ? text() : `${JSON.stringify(document, undefined, 2)}\n`);
}
