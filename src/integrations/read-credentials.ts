import type { Report } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { CredentialFields, Credentials } from './integration.ts';
import type { CredentialField, CredentialSettings, IntegrationSettings } from './integrations-file.ts';
import { readBaseUrl, readHosts } from './read-hosts.ts';
import { isSecretName, looksLikeCredential, looksRandom } from './secret-looks.ts';

type CredentialType = CredentialSettings['type'];

/** The credentials of one integration, and what else is known of it. */
export interface CredentialGround {
  readonly name: string;
  readonly settings: IntegrationSettings;
  /** JSON Pointer of the integration. */
  readonly at: string;
  readonly hosts?: readonly string[];
  /** Of the region. */
  readonly tokenUrl?: string;
}

/** Which credentials each type of integration may have. */
const FITTING: { readonly [type in IntegrationSettings['type']]: readonly CredentialType[] } = {
  'custom-rest-actions': ['basicAuth', 'userDefined', 'userDefinedOAuth', 'oauthClient'],
  'purecloud-data-actions': ['pureCloudOAuthClient'],
  'salesforce-datadip': ['oauthClient', 'basicAuth'],
  'microsoft-dynamics-data-actions': ['oauthClient', 'basicAuth'],
  'zendesk-data-actions': ['basicAuth', 'oauthClient'],
};

/** The fields of those types that have a fixed set; the last one is secret whatever it is called. */
const FIELDS: { readonly [type in CredentialType]?: readonly [string, string] } = {
  basicAuth: ['userName', 'password'],
  pureCloudOAuthClient: ['clientId', 'clientSecret'],
  oauthClient: ['clientId', 'clientSecret'],
};

/** Keys of credentials that mean something for one type only. */
const KEYS: { readonly [key in 'authentication' | 'hosts' | 'tokenUrl' | 'scope']: CredentialType } = {
  authentication: 'userDefinedOAuth',
  hosts: 'userDefinedOAuth',
  tokenUrl: 'oauthClient',
  scope: 'oauthClient',
};

/** Reads the credentials of an integration, noting every fault; undefined when they cannot be used. */
export function readCredentials(ground: CredentialGround, report: Report): Credentials | undefined {
  const { settings, at } = ground;
  const { credentials } = settings;
  if (credentials === undefined) {
    if (settings.type !== 'purecloud-data-actions') return { kind: 'none' };
    report('CREDENTIALS', at, 'Genesys Cloud wants credentials', EXAMPLE);
    return undefined;
  }
  const here = `${at}/credentials`;
  if (!FITTING[settings.type].includes(credentials.type)) {
    const hint = didYouMean(credentials.type, FITTING[settings.type], '');
    const message = `an integration of type ${settings.type} has no credentials of type ${credentials.type}`;
    report('CREDENTIALS', `${here}/type`, message, hint);
    return undefined;
  }
  reportKeys(credentials, here, report);
  reportSecrets(credentials, `${here}/fields`, report);
  return credentialsOf(ground, credentials, here, report);
}

const EXAMPLE =
  'add "credentials": {"type": "pureCloudOAuthClient", "fields": {"clientId": {"secret": "…"}, "clientSecret": {"secret": "…"}}}';

function credentialsOf(
  ground: CredentialGround,
  credentials: CredentialSettings,
  here: string,
  report: Report,
): Credentials | undefined {
  const { type, fields } = credentials;
  if (type === 'userDefined') return { kind: 'userDefined', fields };
  if (type === 'userDefinedOAuth') return authenticationAction(ground, credentials, here, report);
  const pair = pairOf(type, fields, `${here}/fields`, report);
  if (type === 'basicAuth') return pair && { kind: 'basic', userName: pair[0], password: pair[1] };
  const from = type === 'oauthClient' ? tokenUrlOf(credentials, here, report) : ground;
  const { tokenUrl, hosts = [] } = from ?? {};
  if (pair === undefined || tokenUrl === undefined) return undefined;
  const { scope } = credentials;
  const [clientId, clientSecret] = pair;
  const client = { tokenUrl, hosts, clientId, clientSecret, tokens: ground.settings.tokens ?? 1 };
  return { kind: 'oauthClient', ...client, ...(scope !== undefined && { scope }) };
}

function authenticationAction(
  ground: CredentialGround,
  { fields, authentication, hosts }: CredentialSettings,
  here: string,
  report: Report,
): Credentials | undefined {
  if (authentication === undefined) {
    const hint = 'name the data action that asks for the access: "authentication": "office-365-auth"';
    report('CREDENTIALS', here, '`authentication` is missing', hint);
    return undefined;
  }
  if (hosts !== undefined) readHosts(hosts, `${here}/hosts`, report);
  return {
    kind: 'authenticationAction',
    fields,
    dataAction: authentication,
    hosts: hosts ?? ground.hosts ?? [],
  };
}

function tokenUrlOf({ tokenUrl }: CredentialSettings, here: string, report: Report) {
  if (tokenUrl === undefined) {
    const hint = 'say where tokens come from: "tokenUrl": "https://login.example.com/oauth2/token"';
    report('CREDENTIALS', here, '`tokenUrl` is missing', hint);
    return undefined;
  }
  const read = readBaseUrl(tokenUrl, `${here}/tokenUrl`, report);
  return read && { tokenUrl, hosts: read.hosts };
}

/** Both fields of a type that has exactly two. */
function pairOf(
  type: CredentialType,
  fields: CredentialFields,
  at: string,
  report: Report,
): readonly [CredentialField, CredentialField] | undefined {
  const names = FIELDS[type] ?? ['', ''];
  for (const name of Object.keys(fields).filter((one) => !names.includes(one)))
    report(
      'CREDENTIALS',
      pointerTo(at, name),
      `credentials of type ${type} have no such field`,
      didYouMean(name, names, ''),
    );
  const [first, second] = names.map((name) => fields[name]);
  for (const name of names.filter((one) => fields[one] === undefined))
    report('CREDENTIALS', at, `\`${name}\` is missing`, `add "${name}": {"secret": "NAME"}`);
  return first === undefined || second === undefined ? undefined : [first, second];
}

function reportKeys(credentials: CredentialSettings, here: string, report: Report): void {
  for (const [key, type] of Object.entries(KEYS)) {
    if (!Object.hasOwn(credentials, key) || credentials.type === type) continue;
    const message = `credentials of type ${credentials.type} have no \`${key}\``;
    report('CREDENTIALS', pointerTo(here, key), message, `it belongs to ${type}`);
  }
}

/** Secrets do not belong in files that are passed on (D8). */
function reportSecrets({ type, fields }: CredentialSettings, at: string, report: Report): void {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string') continue;
    const hint = `write "${name}": {"secret": "NAME"} and set the environment variable NAME, or store it with \`attendant secret set NAME\``;
    const isSecret = isSecretName(name) || FIELDS[type]?.[1] === name || looksLikeCredential(value);
    if (isSecret)
      report('SECRET_WRITTEN_OUT', pointerTo(at, name), `the secret \`${name}\` is written out`, hint);
    else if (looksRandom(value) && FIELDS[type]?.[0] !== name)
      report('SECRET_WRITTEN_OUT', pointerTo(at, name), `\`${name}\` looks like a secret`, hint, 'warning');
  }
}
