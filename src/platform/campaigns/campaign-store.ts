import type Sqlite from 'better-sqlite3';
import type { MessageChannel } from '../messages/message.ts';
import type { Campaign, CampaignFault, CampaignSettings, CampaignStatus } from './campaign.ts';

interface CampaignRow extends Omit<Campaign, 'settings' | 'errors'> {
  readonly settings: string;
  readonly errors: string;
}

/** A campaign before it has a number. */
export type NewCampaign = Omit<Campaign, 'key' | 'runKey'>;

/** Which campaigns are asked for. */
export interface CampaignQuery {
  /** In any case; an asterisk at the beginning or end stands for anything. */
  readonly name?: string;
  readonly ids?: readonly string[];
  readonly divisionIds?: readonly string[];
  readonly channels?: readonly MessageChannel[];
  readonly status?: CampaignStatus;
  readonly contactListId?: string;
  readonly senderSmsPhoneNumber?: string;
  readonly contentTemplateId?: string;
  readonly sortBy?: 'name' | 'campaignStatus' | 'type';
  readonly isDescending?: boolean;
  readonly limit: number;
  readonly offset: number;
}

const COLUMNS = `key, id, name, division_id as divisionId, channel, list_key as listKey, settings, status, errors,
  run_key as runKey, version, created_at as createdAt, modified_at as modifiedAt`;
const FITTING = `from campaign where name_key like @pattern escape '\\'
  and (@ids is null or id in (select value from json_each(@ids)))
  and (@divisionIds is null or division_id in (select value from json_each(@divisionIds)))
  and (@channels is null or channel in (select value from json_each(@channels)))
  and (@status is null or status = @status)
  and (@contactListId is null or list_key = (select key from contact_list where id = @contactListId))
  and (@senderSmsPhoneNumber is null or settings ->> '$.sms.senderNumber' = @senderSmsPhoneNumber)
  and (@contentTemplateId is null or @contentTemplateId in
    (settings ->> '$.whatsApp.templateId', settings ->> '$.sms.templateId', settings ->> '$.email.templateId'))`;
const ORDERS = { name: 'name_key', campaignStatus: 'status', type: 'channel' } as const;

/** The SQL of campaigns. Writes belong into a commit. */
export function campaignStore(sqlite: Sqlite.Database) {
  const prepare = <P extends unknown[]>(sql: string) => sqlite.prepare<P, CampaignRow>(sql);
  const one = prepare<[string]>(`select ${COLUMNS} from campaign where id = ?`);
  const byKey = prepare<[number]>(`select ${COLUMNS} from campaign where key = ?`);
  const named = prepare<[string]>(`select ${COLUMNS} from campaign where name_key = ?`);
  const ofRun = prepare<[number]>(
    `select ${COLUMNS} from campaign where key = (select campaign_key from campaign_run where key = ?)`,
  );
  const active = prepare<[]>(
    `select ${COLUMNS} from campaign where status in ('on', 'stopping', 'forced_stopping') order by key`,
  );
  const count = sqlite.prepare<[], number>('select count(*) from campaign').pluck();
  const inDivision = sqlite
    .prepare<[string], number>('select count(*) from campaign where division_id = ?')
    .pluck();
  const fitting = sqlite.prepare<[object], number>(`select count(*) ${FITTING}`).pluck();
  const add = sqlite.prepare<[object]>(
    `insert into campaign (id, name, name_key, division_id, channel, list_key, settings, status, errors, run_key, version,
       created_at, modified_at)
     values (@id, @name, @nameKey, @divisionId, @channel, @listKey, @settings, @status, @errors, null, @version,
       @createdAt, @modifiedAt)`,
  );
  const put = sqlite.prepare<[object]>(
    `update campaign set name = @name, name_key = @nameKey, division_id = @divisionId, channel = @channel,
       list_key = @listKey, settings = @settings, status = @status, errors = @errors, run_key = @runKey,
       version = @version, modified_at = @modifiedAt
     where key = @key`,
  );
  const dropSchedule = sqlite.prepare<[number]>('delete from campaign_schedule where campaign_key = ?');
  const remove = sqlite.prepare<[number]>('delete from campaign where key = ?');
  const using = sqlite
    .prepare<[string, string], number>(
      `select count(*) from campaign where exists (select 1 from json_each(settings, ?) where value = ?)`,
    )
    .pluck();
  const ofList = sqlite.prepare<[number], number>('select count(*) from campaign where list_key = ?').pluck();

  function page({ limit, offset, sortBy = 'name', isDescending = false, ...query }: CampaignQuery) {
    const filter = filterOf(query);
    const direction = isDescending ? 'desc' : 'asc';
    const rows = sqlite
      .prepare<[object], CampaignRow>(
        `select ${COLUMNS} ${FITTING} order by ${ORDERS[sortBy]} ${direction}, key ${direction} limit @limit offset @offset`,
      )
      .all({ ...filter, limit, offset });
    return { campaigns: rows.map(campaignOf), total: fitting.get(filter) ?? 0 };
  }

  return {
    one: (id: string) => read(one.get(id)),
    byKey: (key: number) => read(byKey.get(key)),
    /** By name, in any case. */
    named: (name: string) => read(named.get(name.toLowerCase())),
    /** The one that a run is of. */
    ofRun: (runKey: number) => read(ofRun.get(runKey)),
    /** Those whose messages go out, or may still. */
    active: () => active.all().map(campaignOf),
    page,
    count: () => count.get() ?? 0,
    countInDivision: (divisionId: string) => inDivision.get(divisionId) ?? 0,
    countOfList: (listKey: number) => ofList.get(listKey) ?? 0,
    /** How many name an id at a path of their settings, such as `$.dncListIds`. */
    countUsing: (path: string, id: string) => using.get(path, id) ?? 0,
    add(campaign: NewCampaign): Campaign {
      add.run(rowOf(campaign));
      const added = read(one.get(campaign.id));
      if (added === undefined) throw new Error('a campaign that was just stored is there');
      return added;
    },
    put: (campaign: Campaign) => put.run(rowOf(campaign)),
    remove(key: number): void {
      dropSchedule.run(key);
      remove.run(key);
    },
  };
}

/** What campaignStore returns. */
export type CampaignStore = ReturnType<typeof campaignStore>;

function filterOf({
  name = '*',
  ids,
  divisionIds,
  channels,
  ...query
}: Omit<CampaignQuery, 'limit' | 'offset'>) {
  const exact = name.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const json = (list: readonly string[] | undefined) => (list === undefined ? null : JSON.stringify(list));
  return {
    pattern: exact.replace(/^\*|\*$/g, '%'),
    ids: json(ids),
    divisionIds: json(divisionIds),
    channels: json(channels),
    status: query.status ?? null,
    contactListId: query.contactListId ?? null,
    senderSmsPhoneNumber: query.senderSmsPhoneNumber ?? null,
    contentTemplateId: query.contentTemplateId ?? null,
  };
}

function rowOf(campaign: NewCampaign) {
  const { settings, errors, name } = campaign;
  return {
    ...campaign,
    nameKey: name.toLowerCase(),
    settings: JSON.stringify(settings),
    errors: JSON.stringify(errors),
  };
}

function read(row: CampaignRow | undefined): Campaign | undefined {
  return row && campaignOf(row);
}

function campaignOf(row: CampaignRow): Campaign {
  return {
    ...row,
    settings: JSON.parse(row.settings) as CampaignSettings,
    errors: JSON.parse(row.errors) as readonly CampaignFault[],
  };
}
