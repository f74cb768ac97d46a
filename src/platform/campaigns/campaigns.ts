import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type Divisions, refuseDivision } from '../authorization/divisions.ts';
import { checkObjectName } from '../outbound/object-name.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { refuseVersion } from '../version-check.ts';
import { type Campaign, isActive } from './campaign.ts';
import { campaignEntity } from './campaign-entity.ts';
import type { Fault } from './campaign-fault.ts';
import { campaignFaults } from './campaign-faults.ts';
import type { CampaignGround } from './campaign-ground.ts';
import { type CampaignMoves, refuseFaults } from './campaign-moves.ts';
import { type AskedCampaign, readCampaign } from './campaign-request.ts';
import type { CampaignQuery, CampaignStore } from './campaign-store.ts';

/** C2. */
export const MAX_CAMPAIGNS = 1_000;
const MAX_NAME_LENGTH = 200;

/** What campaigns work with. */
export interface CampaignParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly divisions: Divisions;
  readonly store: CampaignStore;
  readonly moves: CampaignMoves;
  readonly ground: CampaignGround;
  /** The number of a contact list. */
  listKey(id: string): number | undefined;
  /** Called after a commit that changed a campaign. */
  changed(campaign: Campaign): void;
  /** Removes what the runs of a campaign have left behind. */
  removeRuns(campaignKey: number): Promise<void>;
}

/** Campaigns: `/api/v2/outbound/messagingcampaigns` (C). */
export function openCampaigns(parts: CampaignParts) {
  const { database, clock, ids, divisions, store, moves, ground } = parts;
  divisions.countObjects({ kind: 'MESSAGINGCAMPAIGN', count: store.countInDivision });

  /** Reads, decides and stores in one commit. */
  async function decided(decide: () => Outcome<Campaign>): Promise<Outcome<JsonObject>> {
    let outcome: Outcome<Campaign> | undefined;
    await database.commits.add(() => {
      outcome = decide();
    });
    if (outcome === undefined) throw new Error('the commit resolved without running its write');
    if (!outcome.ok) return outcome;
    parts.changed(outcome.value);
    return done(entity(outcome.value));
  }

  const changeOne = (id: string, change: (campaign: Campaign) => Outcome<Campaign>) =>
    decided(() => {
      const campaign = store.one(id);
      return campaign === undefined ? UNKNOWN : change(campaign);
    });

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = read(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const refused = refuseMore() ?? refuseName(asked.value.name) ?? refusePlace(asked.value);
      if (refused !== undefined) return refused;
      const listKey = parts.listKey(asked.value.contactListId);
      const checked = check(asked.value, listKey);
      if (!checked.ok || listKey === undefined) return checked.ok ? NO_LIST : checked;
      const { name, channel, settings, status } = asked.value;
      const { divisionId = divisions.homeDivision().id } = asked.value;
      const now = clock.now();
      const campaign = store.add({
        ...{ id: ids.next(), name, divisionId, channel, listKey, settings, status: 'off', errors: [] },
        ...{ version: 1, createdAt: now, modifiedAt: now },
      });
      return status === 'on' ? moves.start(campaign) : done(campaign);
    });
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = read(body);
    if (!asked.ok) return asked;
    return changeOne(id, (campaign) => {
      const { name, version } = asked.value;
      const refused =
        refuseVersion(version, campaign.version) ?? refuseName(name, id) ?? refusePlace(asked.value);
      if (refused !== undefined) return refused;
      const listKey = parts.listKey(asked.value.contactListId);
      const checked = check(asked.value, listKey);
      if (!checked.ok || listKey === undefined) return checked.ok ? NO_LIST : checked;
      const running = isActive(campaign) ? refuseWhileRunning(campaign, asked.value, listKey) : undefined;
      return running ?? switched(keep(campaign, asked.value, listKey), asked.value);
    });
  }

  function keep(campaign: Campaign, asked: AskedCampaign, listKey: number): Campaign {
    const { name, channel, settings, divisionId = campaign.divisionId } = asked;
    // Another list is another way to go.
    const runKey = listKey === campaign.listKey ? campaign.runKey : null;
    const status = campaign.status === 'invalid' ? 'off' : campaign.status;
    const changed: Campaign = {
      ...campaign,
      ...{ name, channel, settings, divisionId, listKey, runKey, status },
      errors: status === 'off' ? [] : campaign.errors,
      version: campaign.version + 1,
      modifiedAt: clock.now(),
    };
    store.put(changed);
    return changed;
  }

  /** Genesys Cloud starts and stops a campaign by a changed `campaignStatus`, too. */
  function switched(campaign: Campaign, { status }: AskedCampaign): Outcome<Campaign> {
    if (status === 'on') return moves.start(campaign);
    return done(status === 'off' || status === 'stopping' ? moves.stop(campaign) : campaign);
  }

  function read(body: unknown): Outcome<AskedCampaign> {
    const name = checkObjectName(body, MAX_NAME_LENGTH);
    return name.ok ? readCampaign(body) : name;
  }

  function check(asked: AskedCampaign, listKey: number | undefined): Outcome<undefined> {
    const list = listKey === undefined ? undefined : ground.list(listKey);
    if (list === undefined) return NO_LIST;
    const faults = campaignFaults(asked, list, ground);
    return faults.length === 0 ? done(undefined) : refuseFaults(faults);
  }

  /** Everything that keeps what a request asks for from being sent; nothing of one that is not well formed. */
  function faultsOf(body: unknown): readonly Fault[] {
    const asked = read(body);
    const list = asked.ok ? ground.list(parts.listKey(asked.value.contactListId) ?? 0) : undefined;
    return asked.ok && list !== undefined ? campaignFaults(asked.value, list, ground) : [];
  }

  function refuseMore(): Outcome<never> | undefined {
    return store.count() < MAX_CAMPAIGNS ? undefined : TOO_MANY;
  }

  function refuseName(name: string, id?: string): Outcome<never> | undefined {
    const other = store.named(name);
    return other === undefined || other.id === id ? undefined : SAME_NAME;
  }

  function refusePlace({ divisionId }: AskedCampaign): Outcome<never> | undefined {
    if (divisionId === undefined || divisions.divisionExists(divisionId)) return undefined;
    return refuseDivision('division.id');
  }

  /** Deletes a campaign and what its runs know of contacts; the messages stay. In slices: a run may have had a million. */
  async function remove(id: string): Promise<Outcome<JsonObject>> {
    const reset = await resetProgress(id);
    const campaign = store.one(id);
    if (!reset.ok || campaign === undefined) return reset;
    await parts.removeRuns(campaign.key);
    let outcome: Outcome<JsonObject> = UNKNOWN;
    await database.commits.add(() => {
      const stored = store.one(id);
      if (stored === undefined) return;
      // It may have been started again meanwhile.
      outcome = stored.runKey === null ? done(entity(stored)) : RUNNING;
      if (outcome.ok) store.remove(stored.key);
    });
    parts.changed(campaign);
    return outcome;
  }

  /** Forgets how far a campaign is: the next start goes through the whole list again. */
  const resetProgress = (id: string) =>
    changeOne(id, (campaign) => {
      if (isActive(campaign)) return RUNNING;
      const status = campaign.status === 'complete' ? 'off' : campaign.status;
      const changed = {
        ...campaign,
        runKey: null,
        status,
        version: campaign.version + 1,
        modifiedAt: clock.now(),
      };
      store.put(changed);
      return done(changed);
    });

  /** A campaign in Genesys' shape. */
  function entity(campaign: Campaign): JsonObject {
    const { id, name } = divisions.one(campaign.divisionId) ?? divisions.homeDivision();
    const division = { id, name, selfUri: `/api/v2/authorization/divisions/${encodeURIComponent(id)}` };
    return campaignEntity(campaign, { division, list: ground.list(campaign.listKey) });
  }

  function one(id: string): Outcome<Campaign> {
    const campaign = store.one(id);
    return campaign === undefined ? UNKNOWN : done(campaign);
  }

  return {
    store,
    create,
    change,
    remove,
    resetProgress,
    faultsOf,
    entity,
    /** The campaign with an id, or a refusal. */
    one,
    start: (id: string) => changeOne(id, moves.start),
    stop: (id: string) => changeOne(id, (campaign) => done(moves.stop(campaign))),
    /** One page of the campaigns that fit, and how many there are. */
    page: (query: CampaignQuery) => store.page(query),
  };
}

/** What openCampaigns returns. */
export type Campaigns = ReturnType<typeof openCampaigns>;

const UNKNOWN = refuse('attendant.campaign.not.found', 'No campaign has this id.');
const NO_LIST = refuse('contact.list.not.found', 'contactList.id is no contact list.', {
  field: 'contactList.id',
});
const SAME_NAME = refuse('duplicate.name', 'name is that of another campaign; give each a name of its own.', {
  field: 'name',
});
const TOO_MANY = refuse(
  'max.entity.count.reached',
  `An organization has at most ${MAX_CAMPAIGNS} campaigns; delete old ones first.`,
);
const RUNNING = refuse(
  'attendant.campaign.running',
  'The campaign is on or stopping; stop it first, and wait until it is off.',
);

/** What cannot change while messages go out: where they come from, and in which order. */
function refuseWhileRunning(
  campaign: Campaign,
  asked: AskedCampaign,
  listKey: number,
): Outcome<never> | undefined {
  const fixed = ({ contactSorts, contactListFilterIds, whatsApp, sms, email }: Campaign['settings']) =>
    JSON.stringify([contactSorts, contactListFilterIds, whatsApp, sms, email]);
  const isSame = listKey === campaign.listKey && fixed(asked.settings) === fixed(campaign.settings);
  if (isSame) return undefined;
  return refuse(
    'attendant.campaign.running',
    'The campaign is on: its contact list, filters, sorts, columns, template and sender cannot be changed now; stop it first.',
  );
}
