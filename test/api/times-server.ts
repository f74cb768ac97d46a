import type { Json } from '../../src/authoring/json.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { type LocalServer, openLocalServer } from './local-server.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A server with a client `admin` that has permissions, and `nobody` without any. */
export async function openTimesServer(permissions: readonly string[]) {
  const client = { localOnly: true, name: 'x' };
  const seed: PlatformSeed = {
    organization: { name: 'Test' },
    whatsappIntegrations: [],
    templates: [],
    oauthClients: [
      { ...client, id: 'admin', secret: 'admin-secret', permissions: [...permissions] },
      { ...client, id: 'nobody', secret: 'nobody-secret', permissions: [] },
    ],
  };
  const local = await openLocalServer({ seed });
  return { local, ask: await asking(local, 'admin'), askAsNobody: await asking(local, 'nobody') };
}

/** What one client asks under `/api/v2/outbound`. */
export async function asking(local: LocalServer, client: string) {
  const headers = { ...(await local.login(client)), 'content-type': 'application/json' };
  return async (method: Method, url: string, body?: Json) => {
    const answer = await local.inject({
      method,
      url: `/api/v2/outbound${url}`,
      headers,
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
}
