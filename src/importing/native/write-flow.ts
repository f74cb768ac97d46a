import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { FlowSchema, MAX_FLOW_NAME } from '../../runtime/flow.ts';
import { FLOW_TYPE_NAMES, runnableFlowType } from '../../runtime/flow-types.ts';
import { type ArchyFlow, listAt, objectAt, textAt } from '../archy/archy-flow.ts';
import { ImportFault } from '../notes.ts';
import { type ContainerKind, unique } from './flow-names.ts';
import { languageTag } from './language-tag.ts';
import { nativeAudio } from './native-audio.ts';
import { writeActions } from './write-actions.ts';
import { writeMenus } from './write-menus.ts';
import { writeNlu } from './write-nlu.ts';
import { writeErrorHandling, writeSettings } from './write-settings.ts';
import { writeVariables } from './write-variables.ts';
import type { Writing } from './writing.ts';

/** The task that holds the body of flows which have one instead of tasks: in-queue flows and common modules. */
const BODY: { readonly [type: string]: string } = {
  inqueueCall: 'In-Queue Task',
  commonModule: 'Common Module',
};

/**
 * A flow in Archy's shape as a flow file.
 *
 * @throws ImportFault for a flow type that cannot be run here.
 */
export function writeFlow({ type, flow }: ArchyFlow, writing: Writing): JsonObject {
  const runnable = runnableFlowType(type);
  if (runnable === undefined)
    throw new ImportFault(
      'IMPORT_FLOW',
      `flows of the type \`${type}\` cannot be run here`,
      'see docs/flows.md for the types that can',
    );
  const containers = writeContainers(flow, BODY[type] ?? 'Main', writing);
  if (Object.values(containers).every((one) => one === undefined))
    throw new ImportFault(
      'IMPORT_FLOW',
      'the flow holds no task, menu, state or bot',
      'is it the whole flow?',
    );
  const description = textAt(flow, 'description') ?? '';
  const languages = languagesOf(flow);
  const variables = writeVariables(flow['variables'], 'of the flow', writing);
  const greeting = nativeAudio(flow['initialGreeting'], writing.things);
  return whatIsThere({
    type: runnable,
    name: flowName(flow),
    description: description === '' ? undefined : description,
    languages: languages.length === 0 ? undefined : languages,
    variables: Object.keys(variables).length === 0 ? undefined : variables,
    startUp: startUp(flow, containers, BODY[type] ?? 'Main', writing),
    initialGreeting: greeting,
    errorHandling: writeErrorHandling(flow, writing),
    settings: writeSettings(flow, writing),
    compatibleFlowTypes: compatibleTypes(flow),
    nlu: writeNlu(flow, writing),
    ...containers,
  });
}

/** Flow types that may call a common module; exports and Archy write them in lower case. */
function compatibleTypes(flow: JsonObject): readonly string[] | undefined {
  const written = listAt(objectAt(flow, 'settingsCommonModule'), 'compatibleFlowTypes').map((one) =>
    textAt(one, 'flowType'),
  );
  const found = FLOW_TYPE_NAMES.filter((name) => written.includes(name.toLowerCase()));
  const types = [...new Set(found.flatMap((name) => runnableFlowType(name) ?? []))];
  return types.length === 0 ? undefined : types;
}

/** Only keys that flow files have, without those that hold nothing. */
function whatIsThere(flow: { readonly [key: string]: Json | undefined }): JsonObject {
  const entries = Object.entries(flow).filter((one): one is [string, Json] => one[1] !== undefined);
  return Object.fromEntries(entries.filter(([key]) => Object.hasOwn(FlowSchema.properties, key)));
}

function flowName(flow: JsonObject): string {
  const name = (textAt(flow, 'name') ?? '')
    .replaceAll('/', '-')
    .slice(0, MAX_FLOW_NAME)
    .replace(/-debug$/, '')
    .trim();
  return name === '' ? 'Imported flow' : name;
}

/** Language tags, the default first: `en-us` → `en-US`. What is no tag, such as an open placeholder, is left out. */
function languagesOf(flow: JsonObject): readonly string[] {
  const supported = Object.keys(objectAt(flow, 'supportedLanguages'));
  const first = textAt(flow, 'defaultLanguage');
  const all = [...(first === undefined ? [] : [first]), ...supported].map(languageTag);
  return [...new Set(all.filter((tag) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)))];
}

function writeContainers(
  flow: JsonObject,
  bodyName: string,
  writing: Writing,
): { readonly [key: string]: JsonObject | undefined } {
  const menus = writeMenus(writing);
  const tasks = { ...list('task', flow, writing), ...body(flow, bodyName, writing) };
  const all = { menus, tasks, states: list('state', flow, writing), bots: list('bot', flow, writing) };
  return Object.fromEntries(
    Object.entries(all).map(([key, one]) => [key, Object.keys(one).length === 0 ? undefined : one]),
  );
}

function list(kind: ContainerKind, flow: JsonObject, writing: Writing): JsonObject {
  const entries = listAt(flow, `${kind}s`).flatMap((one, index): [string, JsonObject][] => {
    const json = isJsonObject(one) ? one[kind] : undefined;
    return isJsonObject(json) ? [[`${index}`, json]] : [];
  });
  return Object.fromEntries(
    entries.map(([index, json], position) => {
      const name = writing.names.nameAt(kind, position);
      return [
        name,
        container(
          json['actions'],
          json['variables'],
          `in ${kind} \`${name}\``,
          `/${kind}s/${index}/${kind}/actions`,
          writing,
        ),
      ];
    }),
  );
}

/** A list of actions; with variables of its own, an object that holds both. */
function container(
  actions: Json | undefined,
  variables: Json | undefined,
  where: string,
  pointer: string,
  writing: Writing,
): Json {
  const written = writeActions(actions, { where, pointer }, writing);
  const declared = writeVariables(variables, where, writing);
  return Object.keys(declared).length === 0 ? written : { variables: declared, actions: written };
}

function body(flow: JsonObject, name: string, writing: Writing): JsonObject {
  if (!Array.isArray(flow['startUpTaskActions'])) return {};
  const own = unique(
    name,
    new Set(listAt(flow, 'tasks').map((_one, index) => writing.names.nameAt('task', index))),
  );
  return {
    [own]: container(
      flow['startUpTaskActions'],
      flow['startUpTaskVariables'],
      `in task \`${own}\``,
      '/startUpTaskActions',
      writing,
    ),
  };
}

/** Where the flow begins: what `startUpRef` names, else the body, else the first container there is. */
function startUp(
  flow: JsonObject,
  containers: { readonly [key: string]: JsonObject | undefined },
  bodyName: string,
  writing: Writing,
): JsonObject {
  if (Array.isArray(flow['startUpTaskActions']))
    return { task: Object.keys(containers['tasks'] ?? {}).at(-1) ?? bodyName };
  const reference = textAt(flow, 'startUpRef') ?? '';
  const kind = writing.names.kindOf(reference);
  const name = kind === undefined ? undefined : writing.names.find(kind, reference);
  if (kind !== undefined && name !== undefined) return { [kind]: name };
  const [first = 'tasks'] = ['menus', 'states', 'bots', 'tasks'].filter(
    (key) => containers[key] !== undefined,
  );
  const found = Object.keys(containers[first] ?? {})[0] ?? 'Main';
  writing.notes.add(
    'warning',
    '/startUpRef',
    'IMPORT_REFERENCE',
    `the flow does not say where it begins; it begins with \`${found}\``,
    'set "startUp" in the flow file',
  );
  return { [first.slice(0, -1)]: found };
}
