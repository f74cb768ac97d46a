import { type Static, Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { CAMPAIGN_STATUSES } from '../../platform/campaigns/campaign.ts';
import { MESSAGE_CHANNELS } from '../../platform/messages/message.ts';
import { requestCheck } from '../../platform/request-check.ts';
import { shownLine } from '../shown-line.ts';
import { type PlatformDoor, PlatformRefusal, PlatformUnreachable } from './platform-door.ts';

/** Where operators find campaigns. */
export const CAMPAIGNS = '/attendant/campaigns';

const Counts = Type.Record(Type.String(), Type.Integer());
const Time = Type.Union([Type.String(), Type.Null()]);

const CampaignView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  channel: Type.Enum([...MESSAGE_CHANNELS]),
  status: Type.Enum([...CAMPAIGN_STATUSES]),
  errors: Type.Array(Type.Object({ error: Type.String(), details: Type.String() })),
  contactList: Type.Object({ id: Type.String(), name: Type.String(), contacts: Type.Integer() }),
  messagesPerMinute: Type.Integer(),
  alwaysRunning: Type.Boolean(),
  startedAt: Type.Optional(Time),
  endedAt: Type.Optional(Time),
  progress: Type.Optional(
    Type.Object({
      total: Type.Integer(),
      messaged: Type.Integer(),
      skipped: Type.Integer(),
      percentage: Type.Integer(),
      filteredOut: Type.Integer(),
      waitingForTime: Type.Integer(),
      skippedBy: Counts,
      messages: Counts,
      dispositions: Counts,
      unknown: Type.Integer(),
      onTheWay: Type.Integer(),
    }),
  ),
});

/** A campaign as the operator's routes tell of it (src/platform/campaigns/campaign-view.ts). */
export type CampaignView = Static<typeof CampaignView>;
/** How far it is. */
export type ProgressView = NonNullable<CampaignView['progress']>;

const checkView = requestCheck(CampaignView);

/** Reads what the platform tells of a campaign; another version of Attendant may serve. */
export function readView(body: unknown): CampaignView {
  const checked = checkView(body);
  if (checked.ok) return checked.value;
  throw new PlatformUnreachable(
    `The Attendant that serves is of another version, and tells of campaigns otherwise: ${checked.refusal.message}`,
  );
}

/** The path of a campaign. @param name its id or name, in any case. */
export function campaignPath(name: string): string {
  return `${CAMPAIGNS}/${encodeURIComponent(name)}`;
}

/** Asks for something of a campaign. @throws PlatformRefusal that names near ones when there is none of this name. */
export async function ofCampaign<T>(
  door: PlatformDoor,
  name: string,
  ask: (path: string) => Promise<T>,
): Promise<T> {
  try {
    return await ask(campaignPath(name));
  } catch (error) {
    const isUnknown = error instanceof PlatformRefusal && error.body['status'] === 404;
    throw isUnknown ? await unknown(door, name, error.body) : error;
  }
}

async function unknown(door: PlatformDoor, name: string, body: JsonObject): Promise<PlatformRefusal> {
  const { entities } = await door.get(`${CAMPAIGNS}?limit=1000`);
  const names = Array.isArray(entities) ? entities.map((entity) => readView(entity).name) : [];
  const hint = didYouMean(name, names, 'there are none yet; attendant campaign create <file> makes one');
  return new PlatformRefusal({
    ...body,
    message: `There is no campaign "${shownLine(name)}": ${shownLine(hint)}`,
  });
}
