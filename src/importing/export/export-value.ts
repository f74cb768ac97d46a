import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { listAt, objectAt, textAt } from '../archy/archy-flow.ts';

/** How a value was entered in Architect (facts/ACTIONS 1.1). A builder (4) holds its expression already compiled. */
const MODE = { literal: 1, variable: 2, noValue: 3 } as const;

const NO_VALUE: JsonObject = { noValue: true };

/** Architect's short type names in exports → Archy's. A collection has `_coll` behind it. */
const TYPES: { readonly [code: string]: string } = {
  str: 'string',
  int: 'integer',
  dec: 'decimal',
  bln: 'boolean',
  dtm: 'dateTime',
  dat: 'date',
  tim: 'time',
  dur: 'duration',
  cur: 'currency',
  phn: 'phoneNumber',
  que: 'queue',
  usr: 'user',
  skl: 'skill',
  lac: 'languageSkill',
  grp: 'group',
  pmt: 'prompt',
  wrc: 'wrapupCode',
  sch: 'schedule',
  scg: 'scheduleGroup',
  emg: 'emergencyGroup',
  jsn: 'json',
  com: 'communication',
  tsl: 'timeslot',
  lng: 'language',
  cpx_external_contact: 'externalContact',
  cpx_external_organization: 'externalOrganization',
  cpx_agent_score_pair: 'agentScorePair',
  cpx_email_address: 'emailAddress',
};

/** Archy's name of a type in an export: `str_coll` → `stringCollection`. */
export function archyType(code: string): string {
  const isCollection = code.endsWith('_coll');
  const item = isCollection ? code.slice(0, -'_coll'.length) : code;
  return `${own(TYPES, item) ?? item.replace(/^cpx_/, '')}${isCollection ? 'Collection' : ''}`;
}

/** Whether a JSON value of an export is a value as Architect stores it: text, type and how it was entered. */
export function isExportValue(json: Json | undefined): boolean {
  return isJsonObject(json) && typeof json['text'] === 'string' && typeof json['type'] === 'string';
}

/** A value of an export in Archy's form: `{exp}`, `{lit}`, `{var}` or `{noValue}`. @param names variable's id → its present name. */
export function exportValue(
  json: Json | undefined,
  names: ReadonlyMap<string, string> = new Map(),
): JsonObject {
  if (!isJsonObject(json) || !isExportValue(json) || json['outOfService'] === true) return NO_VALUE;
  const mode = objectAt(json, 'uiMetaData')['mode'];
  // Architect compiles every value that is in use.
  if (mode !== MODE.literal && !Object.hasOwn(json, 'config')) return NO_VALUE;
  const type = textAt(json, 'type') ?? 'str';
  const isEmpty = Object.hasOwn(objectAt(json, 'config'), 'emp');
  if (mode === MODE.literal) return isEmpty && type !== 'str' ? NO_VALUE : { lit: literal(json, type) };
  const text = currentText(json, names);
  if (mode === MODE.noValue || isEmpty || text.trim() === '') return NO_VALUE;
  return mode === MODE.variable ? { var: text } : { exp: text };
}

function literal(value: JsonObject, type: string): Json {
  if (type.endsWith('_coll')) return items(value).map((item) => exportValue(item));
  const text = textAt(value, 'text') ?? '';
  const properties = objectAt(value, 'properties');
  if (text === '' && Object.keys(properties).length > 0) return literalProperties(properties);
  return scalar(text, type, value);
}

/** A choice or card is an object of values. */
function literalProperties(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, exportValue(one)]));
}

function items(value: JsonObject): readonly Json[] {
  return listAt(objectAt(objectAt(value, 'config'), 'lit'), 'items');
}

function scalar(text: string, type: string, value: JsonObject): Json {
  switch (type) {
    case 'int':
    case 'dec':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'bln':
      return text.toLowerCase() === 'true';
    case 'dur':
      return duration(text);
    case 'pmt':
      return { name: promptName(text, value) };
    default:
      return Object.hasOwn(OBJECTS, type) ? { name: text } : text;
  }
}

/** Types whose literal is the name of an object; its id is in the value's tree. */
const OBJECTS = {
  que: 1,
  usr: 1,
  grp: 1,
  skl: 1,
  lac: 1,
  wrc: 1,
  sch: 1,
  scg: 1,
  emg: 1,
  cnl: 1,
  lng: 1,
  img: 1,
};

/** System prompts have ids such as `__processing__`. */
function promptName(text: string, value: JsonObject): string {
  const id = textAt(objectAt(objectAt(value, 'config'), 'lit'), 'val') ?? '';
  if (/^Prompt(System)?\./.test(text)) return text;
  return /^__.*__$/.test(id) ? `PromptSystem.${text}` : `Prompt.${text}`;
}

/** `P0D0H1M0S0F` (days, hours, minutes, seconds, milliseconds) as Archy writes durations; zeros are left out. */
function duration(text: string): Json {
  const [, sign, ...parts] = /^(-?)P(\d+)D(\d+)H(\d+)M(\d+)S(\d+)F$/.exec(text) ?? [];
  if (sign === undefined) return text;
  const units = ['days', 'hours', 'minutes', 'seconds', 'ms'];
  const entries = units.map((unit, index) => [unit, Number(`${sign}${parts[index]}`)] as const);
  return Object.fromEntries(entries.filter(([, amount]) => amount !== 0));
}

/** The text of an expression with variables by their present names: exports keep the ones they had when it was typed. */
function currentText(value: JsonObject, names: ReadonlyMap<string, string>): string {
  const text = textAt(value, 'text') ?? '';
  return references(value['config'])
    .sort((a, b) => b.at - a.at)
    .reduce((so, { at, written, id }) => {
      const name = names.get(id);
      const stands = so.slice(at, at + written.length);
      const isStale = name !== undefined && name.toLowerCase() !== written.toLowerCase();
      return isStale && stands === written ? so.slice(0, at) + name + so.slice(at + written.length) : so;
    }, text);
}

interface Reference {
  readonly at: number;
  readonly written: string;
  readonly id: string;
}

function references(config: Json | undefined): Reference[] {
  if (Array.isArray(config)) return config.flatMap((one: Json) => references(one));
  if (!isJsonObject(config)) return [];
  return Object.entries(config).flatMap(([key, node]) => {
    const at = isJsonObject(node) ? node['pos'] : undefined;
    const written = textAt(node, 'text');
    const id = textAt(node, 'val');
    if (key === 'ref' && typeof at === 'number' && written !== undefined && id !== undefined)
      return [{ at: at - 1, written, id }];
    return isJsonObject(node) ? references(node['operands']) : [];
  });
}

/** Conversions that Architect adds where a value is of another type than is wanted (facts/EXPRESSIONS 2.3). */
const CONVERSIONS = [
  'ToString',
  'ToInt',
  'ToDecimal',
  'ToBool',
  'ToDateTime',
  'ToDuration',
  'ToCurrency',
  'ToPhoneNumber',
];

/** The same, with the conversion that Architect added at its root written out: for inputs, which are sent as they are. */
export function exportInput(json: Json | undefined, names: ReadonlyMap<string, string>): JsonObject {
  const value = exportValue(json, names);
  const [name = '', node] = Object.entries(objectAt(json, 'config'))[0] ?? [];
  const [operand] = Object.values(
    isJsonObject(listAt(node, 'operands')[0]) ? (listAt(node, 'operands')[0] as JsonObject) : {},
  );
  const isAdded = isJsonObject(node) && isJsonObject(operand) && node['pos'] === operand['pos'];
  const text = value['exp'];
  return CONVERSIONS.includes(name) && isAdded && typeof text === 'string'
    ? { exp: `${name}(${text})` }
    : value;
}
