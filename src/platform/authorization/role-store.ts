import type Sqlite from 'better-sqlite3';
import type { Grant } from './permissions.ts';

/** A role: a named set of permissions. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
}

/** A role of a client in a division. */
export interface RoleDivision {
  readonly roleId: string;
  /** `*` for all. */
  readonly divisionId: string;
}

interface RoleRow extends Omit<Role, 'permissions'> {
  readonly permissions: string;
}

/** The SQL of roles and of who has them where. Writes belong into a commit. */
export function roleStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], RoleRow>(`select id, name, permissions from role where id = ?`);
  const put = sqlite.prepare<[RoleRow]>(
    `insert into role (id, name, permissions) values (@id, @name, @permissions)
     on conflict (id) do update set name = excluded.name, permissions = excluded.permissions`,
  );
  const drop = sqlite.prepare<[string]>(`delete from role where id = ?`);
  const grants = sqlite.prepare<[string], { readonly permissions: string; readonly divisionId: string }>(
    `select r.permissions, c.division_id as divisionId
     from client_role c join role r on r.id = c.role_id where c.client_id = ?`,
  );
  const rolesOf = sqlite.prepare<[string], RoleDivision>(
    `select role_id as roleId, division_id as divisionId from client_role
     where client_id = ? order by role_id, division_id`,
  );
  const grant = sqlite.prepare<[string, string, string]>(
    `insert into client_role (client_id, role_id, division_id) values (?, ?, ?) on conflict do nothing`,
  );
  const dropRolesOf = sqlite.prepare<[string]>(`delete from client_role where client_id = ?`);
  const countIn = sqlite
    .prepare<[string], number>(`select count(*) from client_role where division_id = ?`)
    .pluck();
  const dropRolesIn = sqlite.prepare<[string]>(`delete from client_role where division_id = ?`);
  return {
    one(id: string): Role | undefined {
      const row = one.get(id);
      return row && { ...row, permissions: JSON.parse(row.permissions) as readonly string[] };
    },
    put: (role: Role) => put.run({ ...role, permissions: JSON.stringify(role.permissions) }),
    drop: (id: string) => drop.run(id),
    grantsOf: (clientId: string): readonly Grant[] =>
      grants.all(clientId).map(({ permissions, divisionId }) => ({
        permissions: JSON.parse(permissions) as readonly string[],
        divisionId,
      })),
    rolesOf: (clientId: string) => rolesOf.all(clientId),
    /** Makes these the roles of a client, in place of those it has. */
    setRolesOf(clientId: string, roles: readonly RoleDivision[]): void {
      dropRolesOf.run(clientId);
      for (const { roleId, divisionId } of roles) grant.run(clientId, roleId, divisionId);
    },
    /** How many grants name a division. */
    countIn: (divisionId: string) => countIn.get(divisionId) ?? 0,
    dropRolesIn: (divisionId: string) => dropRolesIn.run(divisionId),
  };
}

/** What roleStore returns. */
export type RoleStore = ReturnType<typeof roleStore>;
