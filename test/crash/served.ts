import { attendantProcess } from '../support/attendant-process.ts';

/** What WhatsApp's carrier is given by the environment. */
export const META_SECRETS = {
  TEST_META_TOKEN: 'meta-token',
  TEST_META_SECRET: 'meta-secret',
  TEST_META_VERIFY: 'verify',
};

/** The carrier in a platform file that a server in Meta's place stands behind. */
export function metaCarrier(baseUrl: string) {
  return {
    baseUrl,
    version: 'v25.0',
    accessTokenEnv: 'TEST_META_TOKEN',
    appSecretEnv: 'TEST_META_SECRET',
    verifyTokenEnv: 'TEST_META_VERIFY',
    phoneNumberIds: { wa: '1234567890' },
  };
}

/** A process that serves, and a token of its client `test`. */
export async function serve({ flows, data }: { readonly flows: string; readonly data: string }) {
  const args = ['serve', '--port', '0', '--data', data, '--flows', flows];
  const child = attendantProcess(args, { env: META_SECRETS });
  const [, url = ''] = /listens on (\S+)/.exec(await child.printed('Ctrl-C stops it')) ?? [];
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('test:test-secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return { ...child, url, token };
}

/** What serve resolves to. */
export type Served = Awaited<ReturnType<typeof serve>>;
