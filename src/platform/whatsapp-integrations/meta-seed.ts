import { type Static, Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';

const Variable = (what: string) =>
  Type.String({ pattern: '^[A-Z][A-Z0-9_]*$', description: `The environment variable that holds ${what}` });

/** Meta's Cloud API for WhatsApp. */
export const MetaSeed = Type.Object(
  {
    baseUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^/\\s?#@]+$',
        maxLength: 300,
        description: 'Scheme, host and port; https://graph.facebook.com by default',
      }),
    ),
    version: Type.String({ pattern: '^v\\d{1,3}\\.\\d$', description: 'Of the Graph API, such as v25.0' }),
    accessTokenEnv: Variable('the access token'),
    appSecretEnv: Variable('the app secret, which signs webhooks'),
    verifyTokenEnv: Variable('the token that Meta shows when the webhook is set up'),
    phoneNumberIds: Type.Record(
      Type.String({ minLength: 1, maxLength: 100 }),
      Type.String({ pattern: '^\\d{1,30}$' }),
      { description: 'The id of a WhatsApp integration: the id of its phone number at Meta' },
    ),
    concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 80, description: 'Messages under way at once; 10 by default' }),
    ),
  },
  { additionalProperties: false },
);
export type MetaSeed = Static<typeof MetaSeed>;

/** Finds phone number ids of integrations that are not there, and one that stands twice. */
export function* metaFaults(
  meta: MetaSeed | undefined,
  integrations: readonly { readonly id: string }[],
): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [id, phoneNumberId] of Object.entries(meta?.phoneNumberIds ?? {})) {
    const at = pointerTo('/carriers/whatsapp/meta', 'phoneNumberIds', id);
    if (!integrations.some((one) => one.id === id))
      yield fault(at, `no WhatsApp integration has the id \`${id}\``, 'name one of `whatsappIntegrations`');
    if (seen.has(phoneNumberId))
      yield fault(at, 'another integration has this phone number id', 'give each integration its own');
    seen.add(phoneNumberId);
  }
}

function fault(pointer: string, message: string, hint: string): SeedFault {
  return seedFault('META_PHONE_NUMBER', pointer, message, hint);
}
