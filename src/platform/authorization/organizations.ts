import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { HOME_DIVISION_ID } from '../divisions/home-division.ts';
import { divisionStore } from './division-store.ts';
import { type Organization, organizationStore } from './organization-store.ts';
import { roleStore } from './role-store.ts';

/** The role that may do everything; every organization has it. */
export const ADMIN_ROLE = { id: 'admin', name: 'Admin', permissions: ['*:*:*'] } as const;

/**
 * Opens the one organization of a database. A new one is made with its Home division and its role `admin`.
 *
 * @param name of an organization that has to be made.
 */
export async function openOrganization(
  {
    database,
    clock,
    ids,
  }: { readonly database: AttendantDatabase; readonly clock: Clock; readonly ids: Ids },
  name: string,
) {
  const store = organizationStore(database.sqlite);
  if (store.one() === undefined) {
    const organization: Organization = { id: ids.next(), name, origin: 'seed', createdAt: clock.now() };
    const home = { id: HOME_DIVISION_ID, name: 'Home', description: '', isHome: 1, deletedAt: null } as const;
    await database.commits.add(() => {
      store.put(organization);
      divisionStore(database.sqlite).put(home);
      roleStore(database.sqlite).put(ADMIN_ROLE);
    });
  }
  const one = (): Organization => {
    const organization = store.one();
    if (organization === undefined) throw new Error('the organization is made when the platform opens');
    return organization;
  };
  return { one, store };
}

/** What openOrganization resolves to. */
export type Organizations = Awaited<ReturnType<typeof openOrganization>>;
