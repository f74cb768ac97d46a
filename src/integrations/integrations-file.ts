import { type Static, Type } from 'typebox';
import { SECRET_NAME } from './secret-name.ts';

const closed = { additionalProperties: false } as const;

/** A secret by reference: the only way a file says one (D8). */
const SecretReference = Type.Object(
  {
    secret: Type.String({
      pattern: SECRET_NAME,
      description:
        'the name of an environment variable, or of an entry of the encrypted file, such as CRM_PASSWORD',
    }),
  },
  {
    ...closed,
    description: 'A secret by its name: an environment variable, or an entry of the encrypted file.',
  },
);

const Field = Type.Unsafe<string | Static<typeof SecretReference>>({
  description: 'A text that is no secret, or {"secret": "NAME"}.',
  type: ['string', 'object'],
  maxLength: 2000,
  properties: SecretReference.properties,
  required: ['secret'],
  additionalProperties: false,
});

/** The kinds of credentials by Genesys Cloud's names; `oauthClient` is our own. */
const CREDENTIAL_TYPES = [
  'basicAuth',
  'userDefined',
  'userDefinedOAuth',
  'pureCloudOAuthClient',
  'oauthClient',
] as const;

const Hosts = (description: string) =>
  Type.Array(Type.String({ maxLength: 300 }), { minItems: 1, maxItems: 100, description });

const Credentials = Type.Object(
  {
    type: Type.Unsafe<(typeof CREDENTIAL_TYPES)[number]>({
      enum: [...CREDENTIAL_TYPES],
      description:
        'basicAuth: user name and password with each request. userDefined: templates read them as ${credentials.x}. userDefinedOAuth: a data action turns them into ${authResponse.x}. pureCloudOAuthClient: a client of Genesys Cloud. oauthClient: a client of any OAuth server.',
    }),
    fields: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,99}$' }), Field, {
      additionalProperties: false,
      description:
        'basicAuth: userName, password. pureCloudOAuthClient and oauthClient: clientId, clientSecret. The user-defined ones: any.',
    }),
    authentication: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'For userDefinedOAuth: the data action (customAuth) that asks for the access.',
      }),
    ),
    hosts: Type.Optional(
      Hosts('For userDefinedOAuth: the hosts that data action may call. Default: those of the integration.'),
    ),
    tokenUrl: Type.Optional(
      Type.String({ maxLength: 500, description: 'For oauthClient: where tokens come from.' }),
    ),
    scope: Type.Optional(
      Type.String({ maxLength: 1000, description: 'For oauthClient: what the token is for.' }),
    ),
  },
  { ...closed, description: 'What it proves itself with; sent to its own hosts only.' },
);

/** Kinds of integrations that an operator can set up, by Genesys Cloud's names. */
export const INTEGRATION_TYPES = [
  'custom-rest-actions',
  'purecloud-data-actions',
  'salesforce-datadip',
  'microsoft-dynamics-data-actions',
  'zendesk-data-actions',
] as const;

const Integration = Type.Object(
  {
    type: Type.Unsafe<(typeof INTEGRATION_TYPES)[number]>({
      enum: [...INTEGRATION_TYPES],
      description: 'Whose requests these are, by the name Genesys Cloud has for it.',
    }),
    description: Type.Optional(Type.String()),
    hosts: Type.Optional(
      Hosts(
        'For custom-rest-actions: the hosts that may be called. "api.example.com" (https), "*.example.com" (one part), "crm.local:8443" (that port, private and plain http too).',
      ),
    ),
    baseUrl: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'For salesforce-datadip and its kin: where paths lead, such as https://mine.my.salesforce.com.',
      }),
    ),
    region: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'For purecloud-data-actions: the domain of the region, such as mypurecloud.de.',
      }),
    ),
    credentials: Type.Optional(Credentials),
    dataActions: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        maxItems: 1000,
        uniqueItems: true,
        description:
          'The data actions it performs, by their names. Needed where several integrations are of one type and the definition names none.',
      }),
    ),
    requestsPerMinute: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description:
          'Requests in any 60 seconds; more wait for their turn. Default: for Genesys Cloud 300 for each token, else no limit.',
      }),
    ),
    concurrent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: 'Requests at the same time. Default: no limit.',
      }),
    ),
    tokens: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10,
        description: 'For purecloud-data-actions: how many tokens share the requests. Default: 1.',
      }),
    ),
  },
  { ...closed, description: 'One integration: where its requests go, and with which credentials.' },
);

/** An operator's `*.integrations.json`: source of its type, its check and schemas/integrations.schema.json. */
export const IntegrationsFileSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Gives completion and checks in the editor.' })),
    description: Type.Optional(Type.String()),
    integrations: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}$' }), Integration, {
      additionalProperties: false,
      description: 'By the name that definitions say as "integration".',
    }),
  },
  {
    ...closed,
    title: 'Integrations',
    description: 'Which receivers data actions have, and how they prove themselves.',
  },
);

/** The content of an integrations file. */
export type IntegrationsFile = Static<typeof IntegrationsFileSchema>;
/** One integration as its operator wrote it. */
export type IntegrationSettings = Static<typeof Integration>;
/** The credentials of one integration as its operator wrote them. */
export type CredentialSettings = Static<typeof Credentials>;
/** A field of credentials: a text, or a secret by its name. */
export type CredentialField = Static<typeof Field>;
