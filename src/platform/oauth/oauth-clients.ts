import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Divisions } from '../authorization/divisions.ts';
import { type RoleDivision, roleStore } from '../authorization/role-store.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type AskedClient, readClientRequest } from './client-request.ts';
import { readRoles, refuseEscalation } from './client-roles.ts';
import type { ShownClient } from './oauth-client-entity.ts';
import { type ClientState, type OauthClientRow, oauthClientStore } from './oauth-client-store.ts';
import { oauthTokenStore } from './oauth-token-store.ts';
import { ownRoleId, TOKEN_SECONDS } from './put-seeded-client.ts';
import { hashSecret, newSecret } from './secret-hash.ts';
import type { OauthClient } from './session-cache.ts';

/** The most clients an organization can have. [a guess: Genesys publishes the code, not the number] */
export const MAX_CLIENTS = 1000;

/** OAuth clients as the API makes and changes them (O1). */
export function openOauthClients({
  database,
  clock,
  ids,
  divisions,
  forget,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'homeDivision'>;
  /** Called within a commit that changes what a token stands for. */
  readonly forget: () => void;
}) {
  const store = oauthClientStore(database.sqlite);
  const tokens = oauthTokenStore(database.sqlite);
  const roles = roleStore(database.sqlite);

  const shown = (client: OauthClientRow): ShownClient => ({ client, roles: roles.rolesOf(client.id) });

  /** Reads, decides and stores in one commit. */
  async function change(decide: () => Outcome<ShownClient>): Promise<Outcome<ShownClient>> {
    let outcome: Outcome<ShownClient> | undefined;
    await database.commits.add(() => {
      outcome = decide();
      if (!outcome.ok) return;
      const { client, roles: given } = outcome.value;
      store.put(client);
      roles.setRolesOf(client.id, given);
      if (client.state === 'disabled') tokens.dropOf(client.id);
      forget();
    });
    return outcome ?? unknown();
  }

  async function create(body: unknown, caller: OauthClient): Promise<Outcome<ShownClient>> {
    const asked = readClientRequest(body);
    if (!asked.ok) return asked;
    const secret = newSecret();
    const now = clock.now();
    const fresh = {
      id: ids.next(),
      secretHash: await hashSecret(secret),
      // What somebody on this machine makes with a secret that stands in a file goes no further than that secret does.
      localOnly: caller.isLocalOnly ? 1 : 0,
      createdAt: now,
      createdBy: caller.id,
    } as const;
    return change(() => {
      if (store.count() >= MAX_CLIENTS)
        return refuse('auth.too.many.clients', `An organization has at most ${MAX_CLIENTS} OAuth clients.`);
      const given = readRoles({ roles, divisions }, asked.value);
      if (!given.ok) return given;
      if (given.value === undefined)
        return refuse('missing.client.roles', 'roleDivisions must name at least one role.', {
          field: 'roleDivisions',
        });
      const escalation = refuseEscalation({ roles }, caller, given.value);
      if (escalation !== undefined) return escalation;
      return done({
        client: { ...fresh, ...changed(asked.value, 'active', now, caller) },
        roles: given.value,
        secret,
      });
    });
  }

  async function update(id: string, body: unknown, caller: OauthClient): Promise<Outcome<ShownClient>> {
    const asked = readClientRequest(body);
    if (!asked.ok) return asked;
    return change(() => {
      const stored = store.one(id);
      if (stored === undefined) return unknown();
      const given = readRoles({ roles, divisions }, asked.value);
      if (!given.ok) return given;
      const before = roles.rolesOf(id);
      const after = given.value ?? before;
      const escalation = refuseEscalation({ roles }, caller, without(after, before));
      return (
        escalation ??
        done({
          client: { ...stored, ...changed(asked.value, stored.state, clock.now(), caller) },
          roles: after,
        })
      );
    });
  }

  /** Gives a client a new secret and ends its tokens. */
  async function renewSecret(id: string, caller: OauthClient): Promise<Outcome<ShownClient>> {
    const secret = newSecret();
    const secretHash = await hashSecret(secret);
    return change(() => {
      const stored = store.one(id);
      if (stored === undefined) return unknown();
      const held = roles.rolesOf(id);
      const escalation = refuseEscalation({ roles }, caller, held);
      if (escalation !== undefined) return escalation;
      tokens.dropOf(id);
      const client = { ...stored, secretHash, modifiedAt: clock.now(), modifiedBy: caller.id };
      return done({ client, roles: held, secret });
    });
  }

  /** Deletes an inactive client with its tokens. */
  async function remove(id: string): Promise<Outcome<undefined>> {
    let outcome: Outcome<undefined> = unknown();
    await database.commits.add(() => {
      const stored = store.one(id);
      if (stored === undefined) return;
      if (stored.state !== 'inactive') {
        outcome = refuse(
          'cannot.delete.client',
          'Clients must be marked as inactive to be eligible for deletion.',
        );
        return;
      }
      store.drop(id);
      roles.drop(ownRoleId(id));
      forget();
      outcome = done(undefined);
    });
    return outcome;
  }

  return {
    create,
    update,
    renewSecret,
    remove,
    all: () => store.all().map(shown),
    one(id: string): Outcome<ShownClient> {
      const client = store.one(id);
      return client === undefined ? unknown() : done(shown(client));
    },
  };
}

/** What openOauthClients returns. */
export type OauthClients = ReturnType<typeof openOauthClients>;

function unknown(): Outcome<never> {
  return refuse('not.found', 'No OAuth client has this id.');
}

/** What a request sets; only the state stays as it was when the request does not name one. */
function changed(asked: AskedClient, state: ClientState, now: number, caller: OauthClient) {
  return {
    name: asked.name,
    description: asked.description ?? '',
    tokenSeconds: asked.accessTokenValiditySeconds ?? TOKEN_SECONDS,
    state: asked.state ?? state,
    deleteAt: asked.deleteAt,
    modifiedAt: now,
    modifiedBy: caller.id,
  } as const;
}

function without(after: readonly RoleDivision[], before: readonly RoleDivision[]): readonly RoleDivision[] {
  const isHeld = ({ roleId, divisionId }: RoleDivision) =>
    before.some((held) => held.roleId === roleId && held.divisionId === divisionId);
  return after.filter((role) => !isHeld(role));
}
