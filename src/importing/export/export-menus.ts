import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { listAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import { exportAction } from './export-action.ts';
import { exportActions } from './export-actions.ts';
import { exportAudio } from './export-audio.ts';
import type { ExportItem, ExportReading } from './export-reading.ts';
import { exportValue } from './export-value.ts';

/** The two keys beside the digits. Source: Genesys' scripting package. */
const SYMBOL_KEYS: { readonly [digit: number]: string } = { 10: '#', 11: '*' };

/** A menu of an export in Archy's form. */
export function exportMenu(item: ExportItem, reading: ExportReading): JsonObject {
  const { json } = item;
  const byDefault = textAt(json, 'defaultMenuChoice');
  const value = (field: string) => exportValue(json[field], reading.names);
  return {
    name: item.name,
    refId: item.id,
    audio: exportAudio(json['prompts'], reading.names),
    settingsMenu: {
      repeatCount: value('promptRepeatCount'),
      menuSelectionTimeout: value('promptRepeatDelay'),
      extensionDialingMaxDelay: value('extensionDialingDelay'),
      listenForExtensionDialing: value('useExtensionDialing'),
    },
    ...(byDefault === undefined ? {} : { defaultChildMenuRef: `./choices/menu[${byDefault}]` }),
    choices: listAt(json, 'menuChoiceList').flatMap((choice) =>
      isJsonObject(choice) ? [exportChoice(choice, reading)] : [],
    ),
  };
}

function exportChoice(choice: JsonObject, reading: ExportReading): JsonObject {
  const [key, settings] = choiceAction(choice['action'], reading);
  const { digit, speechRecTerms } = choice;
  const terms = Object.entries(isJsonObject(speechRecTerms) ? speechRecTerms : {}).filter(
    ([, list]) => Array.isArray(list) && list.length > 0,
  );
  return {
    [key]: {
      ...settings,
      name: textAt(choice, 'name') ?? '',
      refId: textAt(choice, 'id') ?? '',
      ...(typeof digit === 'number' ? { dtmf: `digit_${SYMBOL_KEYS[digit] ?? digit}` } : {}),
      ...(choice['globalDtmf'] === true ? { globalDtmf: true } : {}),
      ...(choice['globalSpeech'] === true ? { globalSpeechRecTerms: true } : {}),
      ...(terms.length === 0
        ? {}
        : { speechRecTerms: Object.fromEntries(terms.map(([tag, list]) => [tag, { terms: list }])) }),
    },
  };
}

/** A choice is one action; its own task stands in the export as an item of the flow and in Archy within the choice. */
function choiceAction(json: Json | undefined, reading: ExportReading): readonly [string, JsonObject] {
  if (!isJsonObject(json)) return ['menuDisconnect', {}];
  if (textAt(json, '__type') === 'TaskAction')
    return ['menuTask', { task: { actions: taskActions(json, reading) } }];
  const [key, settings] = onlyEntry(exportAction(json, [], reading)) ?? ['disconnect', {}];
  return [`menu${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, isJsonObject(settings) ? settings : {}];
}

function taskActions(json: JsonObject, reading: ExportReading): readonly JsonObject[] {
  const item = reading.items.get(textAt(json, 'taskReference') ?? '');
  if (item !== undefined) return exportActions(item, reading);
  reading.notes.add(
    'error',
    '',
    'IMPORT_REFERENCE',
    `the menu choice \`${textAt(json, 'name') ?? ''}\` leads to a task that the export does not hold`,
    'export the flow again',
  );
  return [];
}

/** Ids of tasks that stand within a menu's choice and nowhere else. */
export function choiceTasks(items: Iterable<ExportItem>): ReadonlySet<string> {
  const tasks = new Set<string>();
  for (const { json } of items)
    for (const choice of listAt(json, 'menuChoiceList')) {
      const action = isJsonObject(choice) ? choice['action'] : undefined;
      if (textAt(action, '__type') === 'TaskAction') tasks.add(textAt(action, 'taskReference') ?? '');
    }
  return tasks;
}
