import { type Divisions, refuseDivision } from '../authorization/divisions.ts';
import { ALL_DIVISIONS } from '../authorization/permissions.ts';
import type { RoleDivision, RoleStore } from '../authorization/role-store.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { AskedClient } from './client-request.ts';
import type { OauthClient } from './session-cache.ts';

/** Where roles and divisions are looked up. */
export interface RoleGround {
  readonly roles: RoleStore;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'homeDivision'>;
}

/**
 * The roles a request asks for, each once; undefined when it names none. `roleIds` without divisions are held in Home.
 * [a guess: Genesys marks roleIds as deprecated and says no more]
 */
export function readRoles(
  { roles, divisions }: RoleGround,
  { roleDivisions = [], roleIds = [] }: AskedClient,
): Outcome<readonly RoleDivision[] | undefined> {
  const home = divisions.homeDivision().id;
  const field = roleDivisions.length > 0 ? 'roleDivisions' : 'roleIds';
  const asked =
    roleDivisions.length > 0 ? roleDivisions : roleIds.map((roleId) => ({ roleId, divisionId: home }));
  for (const [index, { roleId, divisionId }] of asked.entries()) {
    const at = roleDivisions.length > 0 ? `${field}.${index}.roleId` : `${field}.${index}`;
    if (roles.one(roleId) === undefined)
      return refuse('attendant.role.not.found', `${at} is no role of this organization.`, { field: at });
    if (divisionId !== ALL_DIVISIONS && !divisions.divisionExists(divisionId))
      return refuseDivision(`${field}.${index}.divisionId`);
  }
  return done(asked.length === 0 ? undefined : asked);
}

/**
 * A refusal when roles allow what the caller may not do itself, or not there: nobody hands out more than they have.
 * Genesys: "you must have the roles assigned to your profile" (create-an-oauth-client).
 */
export function refuseEscalation(
  { roles }: Pick<RoleGround, 'roles'>,
  caller: OauthClient,
  given: readonly RoleDivision[],
): Outcome<never> | undefined {
  const isHeld = ({ roleId, divisionId }: RoleDivision) =>
    (roles.one(roleId)?.permissions ?? []).every((permission) => {
      const held = caller.divisionsOf(permission);
      return held === 'all' || held.has(divisionId);
    });
  return given.every(isHeld)
    ? undefined
    : refuse(
        'not.authorized',
        'A client can be given, and take over, only roles that the caller itself has.',
      );
}
