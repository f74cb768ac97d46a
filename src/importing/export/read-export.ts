import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { type ArchyFlow, listAt, objectAt, textAt } from '../archy/archy-flow.ts';
import { ImportFault, type Notes, newNotes } from '../notes.ts';
import { decodeExport } from './decode-export.ts';
import { exportActions, MAX_EXPORT_ACTIONS } from './export-actions.ts';
import { readFacts } from './export-facts-reader.ts';
import { choiceTasks, exportMenu } from './export-menus.ts';
import { type ExportItem, type ExportReading, namesById, referenceTo } from './export-reading.ts';
import { exportSettings } from './export-settings.ts';
import { exportVariables } from './export-variables.ts';

/** Exports' flow types → Archy's root keys. */
const TYPES: { readonly [type: string]: string } = {
  inboundcall: 'inboundCall',
  outboundcall: 'outboundCall',
  inqueuecall: 'inqueueCall',
  securecall: 'secureCall',
  inboundshortmessage: 'inboundShortMessage',
  inboundchat: 'inboundChat',
  inboundemail: 'inboundEmail',
  workflow: 'workflow',
  commonmodule: 'commonModule',
  bot: 'botFlow',
  digitalbot: 'digitalBot',
  surveyinvite: 'surveyInvite',
  workitem: 'workitem',
  voicemail: 'voicemail',
  voicesurvey: 'voiceSurvey',
  inqueueemail: 'inqueueEmail',
  inqueueshortmessage: 'inqueueShortMessage',
};

/** What the items of a flow are, by their class. The body of in-queue flows and common modules is no task of its own. */
const COLLECTIONS: { readonly [className: string]: ExportItem['collection'] } = {
  State: 'states',
  Menu: 'menus',
  BotState: 'bots',
};
const BODIES = ['LoopTask', 'CommonModuleTask'];

/** How deep embedded common modules are followed; Architect allows none within another. */
const MAX_EMBEDDED = 3;

/**
 * Reads a flow exported from Architect (`.i3…`) into Archy's shape.
 *
 * @throws ImportFault where the file is no export, or one of an unknown type.
 */
export function readExport(file: string, text: string): ArchyFlow {
  return readModel(decodeExport(text), newNotes(file), MAX_EMBEDDED);
}

function readModel(model: JsonObject, notes: Notes, depth: number): ArchyFlow {
  const written = textAt(model, 'type') ?? '';
  const type = own(TYPES, written.toLowerCase());
  if (type === undefined)
    throw new ImportFault(
      'IMPORT_FLOW',
      `the export is of the flow type \`${written}\`, which is not known`,
      'call flows, message flows, workflows, bots and common modules are',
    );
  const reading = newReading(model, type, notes);
  const flow = {
    ...header(model, reading),
    ...body(reading, textAt(model, 'initialSequence') ?? ''),
    ...exportSettings(model, reading),
  };
  const embedded = listAt(model, 'commonModules').flatMap((module) => {
    const inner = isJsonObject(module) ? module['model'] : undefined;
    return isJsonObject(inner) && Array.isArray(inner['flowSequenceItemList']) && depth > 0
      ? [readModel(inner, notes, depth - 1)]
      : [];
  });
  return { type, flow, facts: readFacts(model), embedded, notes };
}

function newReading(model: JsonObject, type: string, notes: Notes): ExportReading {
  const items = listAt(model, 'flowSequenceItemList').flatMap((json): [string, ExportItem][] => {
    const id = textAt(json, 'id');
    if (!isJsonObject(json) || id === undefined) return [];
    const collection = own(COLLECTIONS, textAt(json, '__type') ?? '') ?? 'tasks';
    return [[id, { id, name: textAt(json, 'name') ?? id, collection, json }]];
  });
  const names = [model, ...items.map(([, item]) => item.json)].flatMap((one) =>
    listAt(one, 'variables').map((variable): [string, string] => [
      textAt(variable, 'id') ?? '',
      textAt(variable, 'name') ?? '',
    ]),
  );
  return {
    type,
    items: new Map(items),
    names: new Map(names),
    byId: new Map([...idNames(model), ...callers(model)]),
    notes,
    budget: { left: MAX_EXPORT_ACTIONS },
  };
}

function idNames(model: JsonObject): ReadonlyMap<string, string> {
  const modules = listAt(model, 'commonModules').map((module) =>
    isJsonObject(module) ? objectAt(module, 'model')['variables'] : undefined,
  );
  return namesById([
    model['uiMetaData'] ?? null,
    model['manifest'] ?? null,
    ...modules.map((one) => one ?? null),
  ]);
}

/** Actions that call a common module, with its name. */
function callers(model: JsonObject): readonly (readonly [string, string])[] {
  return listAt(model, 'commonModules').flatMap((module) => {
    const name = textAt(module, 'name') ?? textAt(objectAt(module, 'model'), 'name');
    const references = listAt(module, 'actionReferences').map((one) =>
      typeof one === 'string' ? one : textAt(one, 'id'),
    );
    return references.flatMap((id): [string, string][] =>
      id === undefined || name === undefined ? [] : [[id, name]],
    );
  });
}

function header(model: JsonObject, reading: ExportReading): JsonObject {
  const description = textAt(model, 'description') ?? '';
  const languages = listAt(model, 'supportedLanguages').filter(
    (tag): tag is string => typeof tag === 'string',
  );
  return {
    name: textAt(model, 'name') ?? '',
    ...(description === '' ? {} : { description }),
    ...(typeof model['defaultLanguage'] === 'string' ? { defaultLanguage: model['defaultLanguage'] } : {}),
    supportedLanguages: Object.fromEntries(languages.map((tag) => [tag, { none: true }])),
    variables: exportVariables(model['variables'], reading.names),
  };
}

/** Tasks, menus, states and bots, and where the flow begins. */
function body(reading: ExportReading, start: string): JsonObject {
  const items = [...reading.items.values()];
  const inner = choiceTasks(items);
  const main = items.find(({ json }) => BODIES.includes(textAt(json, '__type') ?? ''));
  const collected = { tasks: [] as Json[], menus: [] as Json[], states: [] as Json[], bots: [] as Json[] };
  for (const item of items) {
    if (item === main || (inner.has(item.id) && item.id !== start)) continue;
    collected[item.collection].push({
      [item.collection.slice(0, -1)]:
        item.collection === 'menus' ? exportMenu(item, reading) : exportTask(item, reading),
    });
  }
  const present = Object.fromEntries(Object.entries(collected).filter(([, list]) => list.length > 0));
  if (main === undefined) return { ...present, startUpRef: referenceTo(start, reading) };
  return {
    ...present,
    startUpTaskActions: exportActions(main, reading),
    startUpTaskVariables: exportVariables(main.json['variables'], reading.names),
  };
}

function exportTask(item: ExportItem, reading: ExportReading): JsonObject {
  const paths = listAt(item.json, 'paths').flatMap((path) => textAt(path, 'label') ?? []);
  return {
    name: item.name,
    refId: item.id,
    variables: exportVariables(item.json['variables'], reading.names),
    actions: exportActions(item, reading),
    ...(paths.length === 0 ? {} : { outputPaths: paths.map((name) => ({ outputPath: { name } })) }),
  };
}
