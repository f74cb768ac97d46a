import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';

/** The kinds of definitions that are read, by the words users know them by. */
export type DefinitionKind =
  | 'flow'
  | 'data action'
  | 'task'
  | 'environment'
  | 'platform'
  | 'integrations'
  | 'campaign'
  | 'test';

const KIND_BY_NAME: readonly (readonly [suffix: string, kind: DefinitionKind])[] = [
  ['.flow.json', 'flow'],
  ['.data-action.json', 'data action'],
  ['.custom.json', 'data action'],
  ['.customAuth.json', 'data action'],
  ['.task.json', 'task'],
  ['.environment.json', 'environment'],
  ['.platform.json', 'platform'],
  ['.integrations.json', 'integrations'],
  ['.campaign.json', 'campaign'],
  ['.test.json', 'test'],
];

/** What a definition is by the end of its file's name. */
export function kindByName(file: string): DefinitionKind | undefined {
  return KIND_BY_NAME.find(([suffix]) => file.endsWith(suffix))?.[1];
}

/** What a definition is by its keys, whatever its file is called. */
export function kindByContent(json: Json): DefinitionKind | undefined {
  if (!isJsonObject(json)) return undefined;
  if (hasAny(json, 'startUp', 'tasks', 'menus')) return 'flow';
  if (isJsonObject(json['tests'])) return 'test';
  if (hasAny(json, 'contract', 'integrationType', 'actionType')) return 'data action';
  if (hasAny(json, 'oauthClients', 'whatsappIntegrations')) return 'platform';
  if (isJsonObject(json['integrations'])) return 'integrations';
  if (hasAny(json, 'contactList', 'messagesPerMinute')) return 'campaign';
  if (Array.isArray(json['actions'])) return 'task';
  return hasAny(json, 'queues', 'speechCharactersPerSecond') ? 'environment' : undefined;
}

const NAMES: { readonly [kind in DefinitionKind]: string } = {
  flow: 'a flow',
  'data action': 'a data action',
  task: 'a task',
  environment: 'an environment',
  platform: 'a platform',
  integrations: 'a file of integrations',
  campaign: 'a campaign',
  test: 'a file of flow tests',
};

const HINTS: { readonly [kind in DefinitionKind]: string } = {
  flow: 'a flow has "type", "name" and "startUp"; its file ends in .flow.json',
  'data action': 'a data action has "contract" and "config"; its file ends in .data-action.json',
  task: 'a task file has "actions"; it ends in .task.json and a flow refers to it',
  environment: 'an environment has "settings" and "queues"; its file ends in .environment.json',
  platform: 'a platform has "organization" and "oauthClients"; its file ends in .platform.json',
  integrations: 'it has "integrations", each with a "type"; the file ends in .integrations.json',
  campaign: 'a campaign has "name", "contactList" and "messagesPerMinute"; its file ends in .campaign.json',
  test: 'it has "tests" by name, each with "caller" and "expect"; the file ends in .test.json',
};

/** One fault for a file that is something else than wanted; nothing where it may just be incomplete. */
export function wrongKind(file: string, json: Json, wanted: DefinitionKind): Diagnostic | undefined {
  const found = kindByContent(json);
  if (found === wanted) return undefined;
  const foreign = foreignKind(json);
  const what = foreign ?? (found === undefined ? undefined : NAMES[found]);
  return what === undefined
    ? undefined
    : fault(file, `this is ${what}, not ${NAMES[wanted]}`, HINTS[found ?? wanted]);
}

/** The fault of a file that is nothing known. */
export function unknownKind(file: string, json: Json): Diagnostic {
  const foreign = foreignKind(json);
  const message = foreign === undefined ? 'this is no definition Attendant knows' : `this is ${foreign}`;
  return fault(file, message, `${HINTS.flow}; ${HINTS['data action']}`);
}

const ARCHY_FLOW_TYPE = /^(inbound|outbound|inqueue|secure|common|work|voice|bot|digital)[A-Za-z]*$/;

/** JSON files of the neighbourhood that people give by mistake. */
function foreignKind(json: Json): string | undefined {
  if (Array.isArray(json)) return 'a list';
  if (!isJsonObject(json)) return 'a single value';
  const [first = '', ...more] = Object.keys(json);
  if (hasAny(json, 'devDependencies', 'dependencies', 'scripts')) return 'a package.json';
  if (more.length === 0 && ARCHY_FLOW_TYPE.test(first)) return 'a flow as Archy writes it';
  if (hasAny(json, 'flowSequenceItemList', 'manifest')) return 'a flow as Architect stores it';
  return undefined;
}

function hasAny(json: JsonObject, ...keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(json, key));
}

function fault(file: string, message: string, hint: string): Diagnostic {
  const at = { file, pointer: '', line: 1, column: 1 } as const;
  return { ...at, severity: 'error', code: 'FILE_UNKNOWN_KIND', message, hint };
}
