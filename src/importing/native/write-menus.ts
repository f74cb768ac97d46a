import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../authoring/json.ts';
import { menu as menuAction } from '../../runtime/flow-actions/menu.ts';
import { listAt, objectAt, onlyEntry, textAt } from '../archy/archy-flow.ts';
import { idIn, isSubMenu, unique } from './flow-names.ts';
import { languageTag } from './language-tag.ts';
import { nativeAudio } from './native-audio.ts';
import { nativeSeconds, nativeValue } from './native-value.ts';
import { writeActions } from './write-actions.ts';
import type { NativeAction, Spot, Writing } from './writing.ts';

/** What a choice needs beside its action. */
const BESIDE = ['name', 'refId', 'dtmf', 'globalDtmf', 'globalSpeechRecTerms', 'speechRecTerms'];
/** Transfers of a menu have no failure path: the menu is played again (facts/ACTIONS 4.1). */
const TRANSFERS = /^menuTransfer/;

/** Every menu of a flow, sub-menus beside their parents. */
export function writeMenus(writing: Writing): JsonObject {
  return Object.fromEntries(
    writing.names.menus.map(({ json, pointer, name }) => [
      name,
      writeMenu(json, `in menu \`${name}\``, pointer, writing),
    ]),
  );
}

function writeMenu(json: JsonObject, where: string, pointer: string, writing: Writing): JsonObject {
  const settings = objectAt(json, 'settingsMenu');
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  const choices = listAt(json, 'choices').map((choice, index): readonly [string, JsonObject] => {
    const [kind, given] = onlyEntry(choice) ?? ['menuDisconnect', {}];
    const body = isJsonObject(given) ? given : {};
    const key = unique(keyOf(body), taken);
    for (const id of [textAt(body, 'refId'), textAt(body, 'name')])
      if (id !== undefined && !keys.has(id)) keys.set(id, key);
    const spot = { where: `${where}, choice ${key}`, pointer: pointerTo(pointer, 'choices', index, kind) };
    return [key, writeChoice(kind, body, spot, writing)];
  });
  const byDefault = keys.get(idIn(textAt(json, 'defaultChildMenuRef') ?? ''));
  const repeatCount = nativeValue(settings['repeatCount'], writing.things);
  const timeoutSeconds = nativeSeconds(settings['menuSelectionTimeout'], writing.things);
  return onlyKnown({
    audio: nativeAudio(json['audio'], writing.things) ?? '',
    choices: Object.fromEntries(choices),
    ...(byDefault === undefined ? {} : { defaultChoice: byDefault }),
    ...(typeof repeatCount === 'number' ? { repeatCount } : {}),
    ...(typeof timeoutSeconds === 'number' ? { timeoutSeconds } : {}),
    ...extension(settings, writing),
  });
}

/** Extension dialling, where menus here have it. */
function extension(settings: JsonObject, writing: Writing): JsonObject {
  const listens = nativeValue(settings['listenForExtensionDialing'], writing.things);
  const delay = nativeSeconds(settings['extensionDialingMaxDelay'], writing.things);
  return {
    ...(typeof listens === 'boolean' ? { listenForExtensionDialing: listens } : {}),
    ...(typeof delay === 'number' ? { extensionDialingMaxDelaySeconds: delay } : {}),
  };
}

function onlyKnown(settings: JsonObject): JsonObject {
  const { properties = {} } = menuAction.settings as { properties?: object };
  return Object.fromEntries(Object.entries(settings).filter(([key]) => Object.hasOwn(properties, key)));
}

/** `digit_1` → `1`; a choice that is only spoken goes by its name. */
function keyOf(choice: JsonObject): string {
  const digit = /^digit_([0-9*#])$/.exec(textAt(choice, 'dtmf') ?? '')?.[1];
  const name = textAt(choice, 'name') ?? 'choice';
  return digit ?? (/^[0-9*#]$/.test(name) ? `choice ${name}` : name);
}

function writeChoice(kind: string, choice: JsonObject, spot: Spot, writing: Writing): JsonObject {
  const name = textAt(choice, 'name') ?? '';
  const terms = termsOf(choice);
  const isGlobal = globalOf(choice, terms !== undefined);
  return {
    ...(name === '' ? {} : { name }),
    ...(terms === undefined ? {} : { terms }),
    ...(isGlobal === undefined ? {} : { global: isGlobal }),
    actions: choiceActions(kind, choice, spot, writing),
  };
}

/** Words of one language as a list, of several by their tags. */
function termsOf(choice: JsonObject): Json | undefined {
  const byLanguage = Object.entries(objectAt(choice, 'speechRecTerms')).flatMap(
    ([tag, one]): [string, readonly string[]][] => {
      const terms = listAt(one, 'terms').filter(
        (term): term is string => typeof term === 'string' && term !== '',
      );
      return terms.length === 0 ? [] : [[languageTag(tag), [...new Set(terms)]]];
    },
  );
  return byLanguage.length > 1 ? Object.fromEntries(byLanguage) : byLanguage[0]?.[1];
}

/** What of a choice counts in all menus: its key, its words, or both. */
function globalOf(choice: JsonObject, hasTerms: boolean): Json | undefined {
  const key = choice['globalDtmf'] === true;
  const words = choice['globalSpeechRecTerms'] === true && hasTerms;
  if (key) return words || !hasTerms ? true : 'key';
  return words ? 'words' : undefined;
}

function choiceActions(
  kind: string,
  choice: JsonObject,
  spot: Spot,
  writing: Writing,
): readonly NativeAction[] {
  if (kind === 'menuTask') {
    const actions = listAt(objectAt(choice, 'task'), 'actions');
    return writeActions(actions, { ...spot, pointer: pointerTo(spot.pointer, 'task', 'actions') }, writing);
  }
  if (isSubMenu(kind, choice)) {
    const found = writing.names.menus.find(({ pointer }) => pointer === spot.pointer);
    return [{ jumpToMenu: { menu: found?.name ?? '' } }];
  }
  const key = kind.slice('menu'.length);
  const action = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
  const settings = Object.fromEntries(Object.entries(choice).filter(([name]) => !BESIDE.includes(name)));
  const written = writeActions([{ [action]: settings }], spot, writing);
  return TRANSFERS.test(kind) ? written.map(repeatOnFailure) : written;
}

function repeatOnFailure(action: NativeAction): NativeAction {
  const [key, settings] = onlyEntry(action) ?? ['', null];
  if (!isJsonObject(settings) || own(settings, 'outputs') !== undefined || key === 'unknownAction')
    return action;
  return { ...action, [key]: { ...settings, outputs: { failure: [{ repeatMenu: {} }] } } };
}
