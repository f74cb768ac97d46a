import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { ALL_DIVISIONS } from '../authorization/permissions.ts';
import type { RoleDivision, RoleStore } from '../authorization/role-store.ts';
import type { OauthClientStore } from './oauth-client-store.ts';
import type { OauthTokenStore } from './oauth-token-store.ts';
import { hashSecret, isSecret } from './secret-hash.ts';

/** Genesys Cloud's default for a client's tokens: 24 hours. */
export const TOKEN_SECONDS = 24 * 60 * 60;

/** A client as a seed has it, its secret in plain text. */
export interface SeededClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** What it may do in all divisions; becomes a role of its own. */
  readonly permissions: readonly string[];
  readonly localOnly: boolean;
  readonly roles?: readonly RoleDivision[];
}

/** Where a client is stored. */
export interface ClientGround {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly clients: OauthClientStore;
  readonly tokens: OauthTokenStore;
  readonly roles: RoleStore;
  readonly forget: () => void;
}

/** Stores a client, or brings it up to date: its state stays, and its tokens do unless its secret changed. */
export async function putSeededClient(ground: ClientGround, client: SeededClient): Promise<void> {
  const { clients, tokens, roles } = ground;
  const before = clients.one(client.id);
  const isSame = before !== undefined && (await isSecret(client.secret, before.secretHash));
  const secretHash = isSame ? before.secretHash : await hashSecret(client.secret);
  const now = ground.clock.now();
  await ground.database.commits.add(() => {
    const stored = clients.one(client.id);
    if (stored?.secretHash !== secretHash) tokens.dropOf(client.id);
    const fresh = { description: '', tokenSeconds: TOKEN_SECONDS, state: 'active', createdAt: now } as const;
    const nobody = { createdBy: null, modifiedBy: null, deleteAt: null };
    clients.put({
      ...(stored ?? { ...fresh, ...nobody, modifiedAt: now }),
      id: client.id,
      name: client.name,
      secretHash,
      localOnly: client.localOnly ? 1 : 0,
    });
    const own = { id: ownRoleId(client.id), name: client.name, permissions: client.permissions };
    roles.put(own);
    roles.setRolesOf(client.id, [
      ...(own.permissions.length === 0 ? [] : [{ roleId: own.id, divisionId: ALL_DIVISIONS }]),
      ...(client.roles ?? []),
    ]);
    ground.forget();
  });
}

/** The role that holds what a seeded client is allowed by itself. */
export function ownRoleId(clientId: string): string {
  return `client:${clientId}`;
}
