import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { convert } from '../runtime/expression/conversion.ts';
import { ExpressionError } from '../runtime/expression/expression.ts';
import { itemType, type ScalarType, THING_TYPES, type VariableType } from '../runtime/value-type.ts';
import type { VariableDeclaration } from '../runtime/variables.ts';

interface Accepted {
  /** Follows the name of the field. */
  readonly must: string;
  /** Whether it is written in JSON as the type wants it; `convert` then checks the value itself. */
  accepts(value: Json): boolean;
}

const isText = (value: Json) => typeof value === 'string';
const isNamed = (value: Json) => isText(value) || (isJsonObject(value) && typeof value['name'] === 'string');
const isWhole = (value: Json) => Number.isInteger(value);

/** What may be given for each type. Stricter than inside a flow: a caller of an API knows what it sends. */
const ACCEPTED: { readonly [type in ScalarType]?: Accepted } = {
  string: { must: 'must be a string', accepts: isText },
  integer: { must: 'must be a whole number of at most 15 digits', accepts: isWhole },
  decimal: { must: 'must be a number', accepts: (value) => typeof value === 'number' },
  boolean: { must: 'must be true or false', accepts: (value) => typeof value === 'boolean' },
  dateTime: { must: 'must be a time such as 2026-01-15T12:00:00Z', accepts: isText },
  duration: { must: 'must be a duration as a whole number', accepts: isWhole },
  phoneNumber: {
    must: 'must be a phone number with + and country code, or a tel: or sip: address',
    accepts: (value) => isText(value) && isAddress(convert(value, 'phoneNumber')),
  },
  date: { must: 'must be a date such as 2026-01-15', accepts: isText },
  time: { must: 'must be a time of day such as 12:00:00', accepts: isText },
  currency: {
    must: 'must be an amount with its currency such as {"amount": 5.25, "code": "USD"}',
    accepts: isJsonObject,
  },
  communication: { must: 'must be a string', accepts: isText },
  json: { must: 'must be JSON', accepts: () => true },
};

function aType(type: ScalarType): string {
  return /^[aeiou](?!ser)/.test(type) ? `an ${type}` : `a ${type}`;
}

function accepted(type: ScalarType): Accepted {
  const own = ACCEPTED[type];
  if (own !== undefined) return own;
  if (THING_TYPES.has(type)) return { must: `must be the name of ${aType(type)}`, accepts: isNamed };
  return { must: `must be an object of type ${type}`, accepts: isJsonObject };
}

/**
 * The inputs a flow is started with, by declared name.
 *
 * @param given by `Flow.name` or bare `name`, in any case; null leaves a variable NOT_SET.
 * @param field where they stand in the request, for refusals.
 */
export function readFlowInputs(
  variables: readonly VariableDeclaration[],
  given: JsonObject,
  field: string,
): Outcome<JsonObject> {
  const known = variables.filter((variable) => variable.isInput);
  const inputs: Record<string, Json> = {};
  for (const [name, value] of Object.entries(given)) {
    const wanted = name.toLowerCase().replace(/^flow\./, '');
    const variable = known.find((one) => one.name.toLowerCase() === `flow.${wanted}`);
    if (variable === undefined) return refuseUnknown(name, known, field);
    const at = `${field}.${name}`;
    if (Object.hasOwn(inputs, variable.name))
      return refuse('constraint.validation', `${at} is given twice: as Flow.x and as x.`, { field: at });
    const must = faultOf(value, variable.type);
    if (must !== undefined) return refuse('constraint.validation', `${at} ${must}.`, { field: at });
    inputs[variable.name] = value;
  }
  return done(inputs);
}

/** What a value must be and is not, or undefined when it fits. */
function faultOf(value: Json, type: VariableType): string | undefined {
  if (value === null) return undefined;
  const item = itemType(type);
  if (item === undefined)
    return isAccepted(value, type as ScalarType) ? undefined : accepted(type as ScalarType).must;
  if (!Array.isArray(value)) return 'must be a list';
  const isFit = value.every((one: Json) => one === null || isAccepted(one, item));
  return isFit ? undefined : `must be a list in which each item ${accepted(item).must}`;
}

function isAccepted(value: Json, type: ScalarType): boolean {
  if (!accepted(type).accepts(value)) return false;
  try {
    convert(value, type);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function isAddress(number: Json | undefined): boolean {
  return isJsonObject(number) && (number['isTel'] === true || number['isSip'] === true);
}

/** A name that is no name is not repeated: it may be a number put in the wrong place. */
function refuseUnknown(name: string, known: readonly VariableDeclaration[], field: string): Outcome<never> {
  const at = /^[a-z][\w.]{0,99}$/i.test(name) ? `${field}.${name}` : field;
  const list = known.map((variable) => variable.name).join(', ');
  const message =
    at === field ? `${field} holds an input the flow does not have` : `${at} is no input of the flow`;
  return refuse('constraint.validation', `${message}; ${list === '' ? 'it has none' : `known: ${list}`}.`, {
    field: at,
  });
}
