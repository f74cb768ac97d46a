import type { SqlCondition } from './sql-condition.ts';

/** How a name is compared with what a listing asks for; Genesys' `filterType`, without RegEx. */
export const NAME_MATCHES = [
  'Equals',
  'Contains',
  'Prefix',
  'LessThan',
  'LessThanEqualTo',
  'GreaterThan',
  'GreaterThanEqualTo',
  'BeginsWith',
  'EndsWith',
] as const;

/** What a listing under `/api/v2/outbound` can be sorted by. */
export const NAMED_SORTS = ['name', 'dateCreated', 'dateModified'] as const;

/** Which objects a listing asks for, and which page of them. */
export interface NamedQuery {
  /** In any case; absent: all. */
  readonly name?: string;
  readonly nameMatch: (typeof NAME_MATCHES)[number];
  readonly sortBy: (typeof NAMED_SORTS)[number];
  readonly isDescending: boolean;
  readonly limit: number;
  readonly offset: number;
}

const NAME_CONDITIONS = {
  Equals: 'name_key = ?',
  Contains: 'instr(name_key, ?) > 0',
  Prefix: 'instr(name_key, ?) = 1',
  BeginsWith: 'instr(name_key, ?) = 1',
  EndsWith: "name_key like ? escape '\\'",
  LessThan: 'name_key < ?',
  LessThanEqualTo: 'name_key <= ?',
  GreaterThan: 'name_key > ?',
  GreaterThanEqualTo: 'name_key >= ?',
} as const;
const SORTS = { name: 'name_key', dateCreated: 'created_at', dateModified: 'modified_at' } as const;

/** The condition of a listing over a table with a column `name_key`, the name in lower case. */
export function nameCondition({
  name = '',
  nameMatch,
}: Pick<NamedQuery, 'name' | 'nameMatch'>): SqlCondition {
  if (name === '') return { sql: 'true', params: [] };
  const key = name.toLowerCase();
  const param = nameMatch === 'EndsWith' ? `%${key.replaceAll(/[\\%_]/g, '\\$&')}` : key;
  return { sql: NAME_CONDITIONS[nameMatch], params: [param] };
}

/** The `order by` and `limit` of a listing; `key` tells apart what is alike. Its parameters are limit and offset. */
export function orderAndPage({ sortBy, isDescending }: NamedQuery, key = 'id'): string {
  const direction = isDescending ? 'desc' : 'asc';
  return `order by ${SORTS[sortBy]} ${direction}, ${key} ${direction} limit ? offset ?`;
}
