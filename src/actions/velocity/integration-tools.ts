import { encodeForm } from './escape-tool.ts';
import { plainText } from './marked-text.ts';
import type { Meter } from './velocity-meter.ts';
import { escapedText, escaping, originOfAll, type Tool, textOf } from './velocity-method.ts';
import { joined, NULL, printed, textValue, type Value } from './velocity-value.ts';

/** `$encoding`: what Genesys Cloud has for the header of basic authentication. */
export const encodingTool: Tool = {
  name: 'encoding',
  methods: { base64: { minimum: 1, maximum: 1, run: base64 } },
  constants: {},
};

/** `$urlTool`: query parameters that are left out when they have no value. */
export const urlTool: Tool = {
  name: 'urlTool',
  methods: { optionalQueryParam: { minimum: 2, maximum: 2, run: optionalQueryParam } },
  constants: {},
};

/** `$salesforce`: the signs that Salesforce's search language (SOSL) reserves. */
export const salesforceTool: Tool = {
  name: 'salesforce',
  methods: {
    escReserved: escaping((text) => text.replaceAll(/[?&|!{}[\]()^~*:\\"'+-]/g, '\\$&'), 'escReserved'),
  },
  constants: {},
};

/** `$msdynamics`: filters for Microsoft Dynamics 365. */
export const dynamicsTool: Tool = {
  name: 'msdynamics',
  methods: { phoneNumberFilter: { minimum: 2, maximum: 2, run: phoneNumberFilter } },
  constants: {},
};

/** The whole text is encoded as one: its pieces would give something else. */
function base64([value = NULL]: readonly Value[], meter: Meter): Value {
  const text = printed(value, meter);
  if (text === undefined) return NULL;
  const plain = plainText(text);
  meter.spend(4 * plain.length);
  const from = originOfAll([{ type: 'text', text }]);
  const encoded = Buffer.from(plain, 'utf8').toString('base64');
  meter.checkText(encoded.length);
  return textValue(encoded, from && { ...from, escapedBy: 'base64' });
}

/** `name=value`, or nothing for a value that is null or empty. */
function optionalQueryParam([name = NULL, value = NULL]: readonly Value[], meter: Meter): Value {
  const [key, text] = [printed(name, meter), printed(value, meter)];
  if (key === undefined || text === undefined || plainText(text) === '') return textValue('');
  const [left, right] = [key, text].map((part) => escapedText(part, encodeForm, 'url', meter));
  return { type: 'text', text: joined([left ?? [], [{ text: '=' }], right ?? []], meter) };
}

/**
 * An OData filter that finds a number in any of the fields, as it was given and as its digits alone. The exact text that
 * Genesys Cloud writes is not documented.
 *
 * @see https://help.mypurecloud.com/articles/phone-number-searches-with-the-data-action-integration/
 */
function phoneNumberFilter([number = NULL, fields = NULL]: readonly Value[], meter: Meter): Value {
  const given = textOf(number);
  if (given === undefined || fields.type !== 'list') return NULL;
  meter.spend(2 * given.length * fields.list.length);
  const numbers = [...new Set([given.replaceAll("'", "''"), given.replaceAll(/\D/g, '')])];
  const tests = fields.list.flatMap((field) => numbers.map((text) => `${String(field)} eq '${text}'`));
  return textValue(tests.join(' or '), originOfAll([number, fields]));
}
