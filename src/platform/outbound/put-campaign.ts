import type { JsonObject } from '../../authoring/json.ts';
import type { Divisions } from '../authorization/divisions.ts';
import type { CallableTimeSets } from '../callable-times/callable-time-sets.ts';
import type { Fault } from '../campaigns/campaign-fault.ts';
import { CampaignFile } from '../campaigns/campaign-file.ts';
import { refuseFaults } from '../campaigns/campaign-moves.ts';
import type { Campaigns } from '../campaigns/campaigns.ts';
import { openPartFinder, type PartFinder } from '../campaigns/named-parts.ts';
import type { ContactFilters } from '../contact-filters/contact-filters.ts';
import { done, type Outcome, type Refusal } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import { type PartStores, partKinds } from './part-kinds.ts';
import { resolveCampaign } from './resolve-campaign.ts';

/** What campaigns of files are made with. */
export interface PutCampaignParts
  extends Omit<PartStores, 'contactFilters' | 'callableTimeSets' | 'divisions'> {
  readonly contactFilters: ContactFilters;
  readonly callableTimeSets: CallableTimeSets;
  readonly campaigns: Pick<Campaigns, 'store' | 'create' | 'change' | 'faultsOf'>;
  readonly divisions: Pick<Divisions, 'store'>;
}

const checkFile = requestCheck(CampaignFile);

/** A part that a file holds itself. */
interface Inline {
  readonly field: string;
  readonly kind: 'filter' | 'times';
  readonly name: string | undefined;
  readonly body: JsonObject;
}

/**
 * Makes a campaign of a file, or changes the one of its name: what `POST /attendant/campaigns` does. All that is wrong with
 * it is told at once, before anything is made.
 */
export function openCampaignPutting(parts: PutCampaignParts) {
  const { campaigns, contactFilters, callableTimeSets } = parts;
  const kinds = partKinds({ ...parts, divisions: parts.divisions.store });

  /** @returns the campaign in Genesys' shape. */
  async function put(body: unknown): Promise<Outcome<JsonObject>> {
    const checked = checkFile(withoutNulls(body));
    if (!checked.ok) return checked;
    const file = checked.value;
    const inline = inlineOf(file);
    const finder = openPartFinder();
    // Parts that the file holds stand for themselves until all others are found.
    const stands = new Map(inline.map(({ field }) => [field, field]));
    const rehearsed = resolveCampaign(file, kinds, finder, stands);
    const unsettled = [...stands.keys(), ...finder.faults.map(placeOf)];
    const others = campaigns.faultsOf(rehearsed).filter((one) => !unsettled.includes(placeOf(one)));
    const faults = [...finder.faults, ...others];
    if (faults.length > 0) return refuseFaults(faults);
    const made = await makeInline(inline, file, finder);
    if (!made.ok) return made;
    const request = resolveCampaign(file, kinds, openPartFinder(), made.value);
    const known = campaigns.store.named(file.name);
    return known === undefined
      ? campaigns.create(request)
      : campaigns.change(known.id, { ...request, version: known.version });
  }

  /** Makes the parts that a file holds, or changes those of their names. @returns their ids by field. */
  async function makeInline(
    inline: readonly Inline[],
    { contactList }: CampaignFile,
    finder: PartFinder,
  ): Promise<Outcome<ReadonlyMap<string, string>>> {
    const ids = new Map<string, string>();
    const listId = finder.idOf(kinds.contactList, contactList, 'contactList');
    for (const part of inline) {
      const made = await (part.kind === 'filter' ? putFilter(part, listId) : putTimes(part));
      if (!made.ok) return { ok: false, refusal: within(part.field, made.refusal) };
      ids.set(part.field, String(made.value['id']));
    }
    return done(ids);
  }

  async function putFilter({ name, body }: Inline, listId: string): Promise<Outcome<JsonObject>> {
    const request = { ...body, contactList: { id: listId } };
    const query = { name: name ?? '', nameMatch: 'Equals', sortBy: 'name', isDescending: false } as const;
    const { entities } = contactFilters.list({ ...query, listId, limit: 1, offset: 0 });
    const known = contactFilters.one(String(entities[0]?.['id']));
    return known === undefined || name === undefined
      ? contactFilters.create(request)
      : contactFilters.change(known.id, { ...request, version: known.version });
  }

  async function putTimes({ name, body }: Inline): Promise<Outcome<JsonObject>> {
    const query = { name: name ?? '', nameMatch: 'Equals', sortBy: 'name', isDescending: false } as const;
    const { entities } = callableTimeSets.list({ ...query, limit: 1, offset: 0 });
    const known = callableTimeSets.one(String(entities[0]?.['id']));
    return known === undefined || name === undefined
      ? callableTimeSets.create(body)
      : callableTimeSets.change(known.id, { ...body, version: known.version });
  }

  return { put };
}

/** What openCampaignPutting returns. */
export type CampaignPutting = ReturnType<typeof openCampaignPutting>;

function inlineOf({ contactListFilters = [], callableTimeSet: times }: CampaignFile): readonly Inline[] {
  const filters = contactListFilters.flatMap(({ name, filterType, clauses }, index): Inline[] => {
    const body = JSON.parse(JSON.stringify({ name, filterType, clauses })) as JsonObject;
    return clauses === undefined
      ? []
      : [{ field: `contactListFilters.${index}`, kind: 'filter', name, body }];
  });
  if (times?.callableTimes === undefined) return filters;
  const { name, callableTimes } = times;
  const body = JSON.parse(JSON.stringify({ name, callableTimes })) as JsonObject;
  return [...filters, { field: 'callableTimeSet', kind: 'times', name, body }];
}

/** The reference of a field: `dncLists.0` of `dncLists.0.name`. */
function placeOf({ field }: Fault): string {
  return field.replace(/\.(id|name)$/, '');
}

/** A refusal of a part, told of the file that holds it. */
function within(field: string, refusal: Refusal): Refusal {
  const place = refusal.field === undefined ? field : `${field}.${refusal.field}`;
  const message = `${field}: ${refusal.message}`;
  return { ...refusal, message, field: place, status: 400 };
}
