import type { Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { type BotSettings, BotSettingsSchema } from './bot-settings.ts';
import { type Building, newSettingsContext } from './compile-actions.ts';
import { below, compileSettings, reporter, type SettingsContext } from './compile-settings.ts';
import type { Expression } from './expression/expression.ts';
import { Value } from './settings.ts';
import { compileNlu } from './understanding/compile-nlu.ts';
import { NluSchema, type NluSource } from './understanding/nlu-schema.ts';
import type { Nlu } from './understanding/understand.ts';
import type { NameScope } from './variables.ts';

/** What the bots of a flow understand, and how they ask. */
export interface Bot {
  readonly nlu: Nlu;
  readonly settings: BotSettings;
  /** How an intent is asked for when it is not sure. */
  readonly confirmations: ReadonlyMap<string, Expression>;
}

/** The bot of a flow that is none: it understands nothing. */
export const NO_BOT: Bot = {
  nlu: { intents: new Map(), slots: new Map(), knowledge: [], targets: new Map() },
  settings: {},
  confirmations: new Map(),
};

const CONFIRMATION = Value({ type: 'communication' });
const checkNlu = schemaCheck(NluSchema);
const checkSettings = schemaCheck(BotSettingsSchema);

/** Compiles `nlu` and `settings.bot` of a flow; their shape is checked with the flow's header. */
export function compileBot(flow: JsonObject, root: Place, scope: NameScope, building: Building): Bot {
  const given = own(flow, 'nlu');
  const source = isJsonObject(given) && checkNlu(given, root).length === 0 ? (given as NluSource) : {};
  const report = reporter(below(root, 'nlu'), building);
  return {
    nlu: compileNlu(source, scope.flow, (keys, code, message, hint) =>
      report(below({ file: '', pointer: '' }, ...keys).pointer, code, message, hint),
    ),
    settings: botSettings(flow, root, scope, building),
    confirmations: confirmations(source, root, newSettingsContext(scope, building)),
  };
}

function botSettings(flow: JsonObject, root: Place, scope: NameScope, building: Building): BotSettings {
  const settings = own(flow, 'settings');
  const given: Json = (isJsonObject(settings) ? own(settings, 'bot') : undefined) ?? {};
  const place = below(root, 'settings', 'bot');
  if (checkSettings(given, place).length > 0) return {};
  return compileSettings(BotSettingsSchema, given, place, newSettingsContext(scope, building)) as BotSettings;
}

function confirmations(
  { intents = {} }: NluSource,
  root: Place,
  context: SettingsContext,
): ReadonlyMap<string, Expression> {
  return new Map(
    Object.entries(intents).flatMap(([name, { confirmation }]) => {
      if (confirmation === undefined) return [];
      const place = below(root, 'nlu', 'intents', name, 'confirmation');
      // Not compiled yet: it was read from JSON a moment ago.
      const json = confirmation as unknown as Json;
      return [[name, compileSettings(CONFIRMATION, json, place, context) as Expression]];
    }),
  );
}
