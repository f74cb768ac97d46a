import { type Diagnostic, hasErrors, type Report } from '../authoring/diagnostic.ts';
import { type Json, pointerTo } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import type { BudgetLimits } from '../calling/request-budget.ts';
import type { Integration } from './integration.ts';
import {
  type IntegrationSettings,
  type IntegrationsFile,
  IntegrationsFileSchema,
} from './integrations-file.ts';
import { readCredentials } from './read-credentials.ts';
import { readBaseUrl, readHosts } from './read-hosts.ts';
import { findRegion } from './regions.ts';

/** The sound integrations of a file, and all faults of the file. */
export interface ReadIntegrations {
  readonly integrations: readonly Integration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Requests a minute that Genesys Cloud allows for a token of client credentials. */
const GENESYS_REQUESTS_PER_MINUTE = 300;

const checkShape = schemaCheck(IntegrationsFileSchema);

/** Reads an integrations file, and finds every fault in it. No message repeats what could be a secret. */
export function readIntegrations(json: Json, file: string): ReadIntegrations {
  const shape = checkShape(json, { file, pointer: '' }).map(withoutValues);
  if (shape.length > 0) return { integrations: [], diagnostics: shape };
  // The shape check has just found no fault.
  const { integrations } = json as unknown as IntegrationsFile;
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, pointer, message, hint, severity = 'error') =>
    diagnostics.push({ severity, file, pointer, code, message, hint });
  const read = Object.entries(integrations).flatMap(([name, settings]) => {
    const before = diagnostics.length;
    const integration = readIntegration(name, settings, report);
    return integration === undefined || hasErrors(diagnostics.slice(before)) ? [] : [integration];
  });
  reportDoubles(integrations, report);
  return { integrations: read, diagnostics };
}

/** What stands under credentials may be a secret in the wrong place: the fault is told without it. */
function withoutValues(fault: Diagnostic): Diagnostic {
  const at = /^\/integrations\/[^/]+(\/credentials(\/.*)?)?$/.exec(fault.pointer);
  if (at === null) return fault;
  if (fault.code === 'UNKNOWN_SETTING' && at[1] === undefined)
    return {
      ...fault,
      code: 'WRONG_VALUE',
      message: 'this cannot be the name of an integration',
      hint: 'use letters, digits, spaces and _ . -',
    };
  const isValue = fault.code === 'WRONG_TYPE' || fault.code === 'WRONG_VALUE';
  if (!isValue || at[1] === undefined || at[2] === '/type') return fault;
  return {
    ...fault,
    message: 'this cannot stand here',
    hint: 'write {"secret": "NAME"}, or a text that is no secret',
  };
}

function readIntegration(
  name: string,
  settings: IntegrationSettings,
  report: Report,
): Integration | undefined {
  const at = pointerTo('/integrations', name);
  reportMisplaced(settings, at, report);
  const place = placeOf(settings, at, report);
  const credentials = readCredentials({ name, settings, at, ...place }, report);
  if (place === undefined || credentials === undefined) return undefined;
  const { dataActions } = settings;
  const budget = budgetOf(settings);
  return {
    name,
    type: settings.type,
    hosts: place.hosts,
    ...(place.baseUrl !== undefined && { baseUrl: place.baseUrl }),
    credentials,
    ...(dataActions !== undefined && { dataActions }),
    ...(budget !== undefined && { budget }),
  };
}

/** Where the requests of an integration may go. */
interface Place {
  readonly hosts: readonly string[];
  readonly baseUrl?: string;
  readonly tokenUrl?: string;
}

/** What belongs to one type of integration and means nothing for another. */
const BELONGS: { readonly [key in 'hosts' | 'baseUrl' | 'region' | 'tokens']: (type: string) => boolean } = {
  hosts: (type) => type === 'custom-rest-actions',
  baseUrl: (type) => type !== 'custom-rest-actions' && type !== 'purecloud-data-actions',
  region: (type) => type === 'purecloud-data-actions',
  tokens: (type) => type === 'purecloud-data-actions',
};

function reportMisplaced(settings: IntegrationSettings, at: string, report: Report): void {
  const { type } = settings;
  for (const [key, belongs] of Object.entries(BELONGS)) {
    if (!Object.hasOwn(settings, key) || belongs(type)) continue;
    const own = Object.keys(BELONGS).find((other) => other !== 'tokens' && BELONGS[other as 'hosts'](type));
    report(
      'INTEGRATION',
      pointerTo(at, key),
      `an integration of type ${type} has no \`${key}\``,
      `it has \`${own}\``,
    );
  }
}

function placeOf(settings: IntegrationSettings, at: string, report: Report): Place | undefined {
  const { type, hosts, baseUrl, region } = settings;
  if (type === 'custom-rest-actions')
    return hosts === undefined ? missing('hosts') : { hosts: readHosts(hosts, `${at}/hosts`, report) };
  if (type !== 'purecloud-data-actions')
    return baseUrl === undefined ? missing('baseUrl') : readBaseUrl(baseUrl, `${at}/baseUrl`, report);
  if (region === undefined) return missing('region');
  const found = findRegion(region);
  if (found.ok) return { ...found, hosts: [found.baseUrl, found.tokenUrl].map((url) => new URL(url).host) };
  report('UNKNOWN_REGION', `${at}/region`, found.message, found.hint);
  return undefined;

  function missing(key: 'hosts' | 'baseUrl' | 'region'): undefined {
    report('INTEGRATION', at, `\`${key}\` is missing`, EXAMPLES[key]);
  }
}

const EXAMPLES = {
  hosts: 'say which hosts may be called: "hosts": ["api.example.com"]',
  baseUrl: 'say where its paths lead: "baseUrl": "https://mine.my.salesforce.com"',
  region: 'say the domain of its region: "region": "mypurecloud.de"',
};

/** Genesys Cloud counts requests for each token. */
function budgetOf({
  type,
  requestsPerMinute,
  concurrent,
  tokens = 1,
}: IntegrationSettings): BudgetLimits | undefined {
  const usual = type === 'purecloud-data-actions' ? GENESYS_REQUESTS_PER_MINUTE * tokens : undefined;
  const perMinute = requestsPerMinute ?? usual;
  if (perMinute === undefined && concurrent === undefined) return undefined;
  return {
    ...(perMinute !== undefined && { requestsPerMinute: perMinute }),
    ...(concurrent !== undefined && { concurrent }),
  };
}

/** A data action in two lists would be sent with whichever credentials come first. */
function reportDoubles(integrations: IntegrationsFile['integrations'], report: Report): void {
  const owners = new Map<string, string>();
  for (const [name, { dataActions = [] }] of Object.entries(integrations)) {
    for (const [index, dataAction] of dataActions.entries()) {
      const owner = owners.get(dataAction);
      owners.set(dataAction, owner ?? name);
      if (owner === undefined) continue;
      const pointer = pointerTo('/integrations', name, 'dataActions', index);
      const message = `\`${dataAction}\` is in the list of \`${owner}\`, too`;
      report('INTEGRATION_AMBIGUOUS', pointer, message, 'name it in one list only');
    }
  }
}
