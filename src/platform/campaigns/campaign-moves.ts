import type { JsonObject } from '../../authoring/json.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { EventCode } from '../event-log/outbound-event.ts';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import { done, type Outcome, type Refusal, refuse } from '../refusal.ts';
import { type Campaign, type CampaignFault, type CampaignRun, isActive } from './campaign.ts';
import type { Fault } from './campaign-fault.ts';
import { campaignFaults } from './campaign-faults.ts';
import type { CampaignGround } from './campaign-ground.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { Turn } from './campaign-work.ts';
import { FILTERED, type RunCounts } from './run-counts.ts';
import type { RunStore } from './run-store.ts';
import type { TallyStore } from './tally-store.ts';

/** Something about a campaign that an operator may want to know. */
export interface CampaignEvent {
  readonly level: 'INFO' | 'WARNING' | 'ERROR';
  readonly code: EventCode;
  readonly message: string;
}

/** What moves work with. */
export interface MoveParts {
  readonly store: CampaignStore;
  readonly runs: RunStore;
  readonly tallies: TallyStore;
  readonly counts: RunCounts;
  readonly ground: CampaignGround;
  /** Keeps what happened to a campaign by itself. Runs inside the commit. */
  record(campaign: Campaign, event: CampaignEvent): void;
}

/** The condition of all filters of a campaign together; undefined when it has none. */
export function conditionOf(
  { settings }: Pick<Campaign, 'settings'>,
  list: ContactList,
  ground: CampaignGround,
): SqlCondition | undefined {
  const conditions = settings.contactListFilterIds.flatMap(
    (id) => ground.filter(id)?.condition(list.settings.columnNames) ?? [],
  );
  return conditions.length === 0 ? undefined : allOf(conditions);
}

/** The moves of a campaign from one status to another. All of them run inside a commit. */
export function openCampaignMoves({ store, runs, tallies, counts, ground, record }: MoveParts) {
  const now = () => ground.now();

  function put(campaign: Campaign, to: Partial<Campaign>): Campaign {
    const changed = { ...campaign, ...to, version: campaign.version + 1, modifiedAt: now() };
    store.put(changed);
    return changed;
  }

  /** What is wrong with a campaign as it stands. */
  function faultsOf(campaign: Campaign): readonly Fault[] {
    const list = ground.list(campaign.listKey);
    return list === undefined ? [] : campaignFaults(campaign, list, ground);
  }

  /** Starts a campaign, or goes on with it. One that cannot be sent becomes invalid, and says why. */
  function start(campaign: Campaign): Outcome<Campaign> {
    if (campaign.status === 'on') return done(campaign);
    const faults = faultsOf(campaign);
    const list = ground.list(campaign.listKey);
    if (faults.length > 0 || list === undefined) {
      // One that is stopping ends that first.
      if (!isActive(campaign)) put(campaign, { status: 'invalid', errors: faults.map(errorOf) });
      return refuseFaults(faults);
    }
    const run = runOf(campaign, list);
    return done(put(campaign, { status: 'on', errors: [], runKey: run.key }));
  }

  /** The run to go on with: the last one, unless its progress was reset. */
  function runOf(campaign: Campaign, list: ContactList): CampaignRun {
    const { contactSorts } = campaign.settings;
    const condition = conditionOf(campaign, list, ground);
    const basis = JSON.stringify({ condition: condition ?? null, contactSorts });
    const isSorting = contactSorts.length > 0;
    const sortedUntil = isSorting ? list.readyUntil : 0;
    const known = campaign.runKey === null ? undefined : runs.one(campaign.runKey);
    if (known === undefined)
      return runs.add({
        ...{ campaignKey: campaign.key, listKey: list.key, sortedUntil, basis },
        ...{ stage: isSorting ? 'sorting' : 'feeding', startedAt: now() },
      });
    if (!isSorting && known.stage === 'feeding' && known.basis === basis)
      return runs.put({ ...known, endedAt: null });
    // Who waits is queued anew, in the order and by the filters of now; who was dealt with stays so.
    tallies.clear(known.key, FILTERED);
    return runs.put({ ...known, sortedUntil, stage: 'emptying', fedUntil: 0, basis, endedAt: null });
  }

  /** Stops a campaign: nothing more is handed over. What was, goes out. */
  function stop(campaign: Campaign): Campaign {
    if (campaign.status !== 'on') return campaign;
    return settleStop(put(campaign, { status: 'stopping' }));
  }

  /** Ends the stopping of a campaign when all it handed over has left. */
  function settleStop(campaign: Campaign): Campaign {
    const { status, runKey } = campaign;
    if (status !== 'stopping' && status !== 'forced_stopping') return campaign;
    if (runKey !== null && counts.countUnderWay(runKey) > 0) return campaign;
    endRun(campaign);
    return put(campaign, { status: status === 'stopping' ? 'off' : 'forced_off' });
  }

  function endRun({ runKey }: Campaign): void {
    const run = runKey === null ? undefined : runs.one(runKey);
    if (run !== undefined) runs.put({ ...run, endedAt: now() });
  }

  /** What follows from a turn: the campaign is complete, or nothing of it can be sent any more. @returns whether it changed. */
  function after(campaign: Campaign, { left, refusal }: Turn): boolean {
    if (refusal !== undefined) return force(campaign, refusal);
    if (left !== 'done' || campaign.settings.alwaysRunning) return false;
    endRun(campaign);
    put(campaign, { status: 'complete' });
    record(campaign, {
      level: 'INFO',
      code: 'CAMPAIGN_STOPPED',
      message: 'No contact is left: the campaign is complete.',
    });
    return true;
  }

  function force(campaign: Campaign, { code, message }: Refusal): boolean {
    const errors = [{ error: code, details: message }];
    settleStop(put(campaign, { status: 'forced_stopping', errors }));
    record(campaign, { level: 'ERROR', code: 'CAMPAIGN_FORCE_STOPPED', message });
    return true;
  }

  return { faultsOf, start, stop, settleStop, after };
}

/** What openCampaignMoves returns. */
export type CampaignMoves = ReturnType<typeof openCampaignMoves>;

function errorOf({ code, message }: Fault): CampaignFault {
  return { error: code, details: message };
}

/** The refusal of a campaign that has faults: the first one's, and all of them in `details`. */
export function refuseFaults(faults: readonly Fault[]): Outcome<never> {
  const [first] = faults;
  if (first === undefined)
    return refuse('contact.list.not.found', 'contactList.id is no contact list.', {
      field: 'contactList.id',
    });
  return refuse(first.code, faults.map(({ message }) => message).join(' '), {
    field: first.field,
    details: faults.map(({ code, field }) => ({ errorCode: code, fieldName: field })),
    errors: faults.map(errorBodyOf),
  });
}

/** A fault as the errors behind a refusal are listed. */
function errorBodyOf({ code, field, message }: Fault): JsonObject {
  return { code, message, details: [{ errorCode: code, fieldName: field }] };
}
