import type Sqlite from 'better-sqlite3';

/** The organization as it is stored. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  /** Who named it: the seed file, which goes on doing so, or `attendant init`. */
  readonly origin: 'seed' | 'init';
  /** Epoch ms. */
  readonly createdAt: number;
}

/** The SQL of the one organization. Writes belong into a commit. */
export function organizationStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[], Organization>(
    `select id, name, origin, created_at as createdAt from organization`,
  );
  const put = sqlite.prepare<[Organization]>(
    `insert into organization (id, name, origin, created_at) values (@id, @name, @origin, @createdAt)
     on conflict (id) do update set name = excluded.name, origin = excluded.origin`,
  );
  return { one: () => one.get(), put: (organization: Organization) => put.run(organization) };
}

/** What organizationStore returns. */
export type OrganizationStore = ReturnType<typeof organizationStore>;
