import type { Json } from '../../authoring/json.ts';
import type { ValueType } from '../value-type.ts';
import { toText } from './conversion.ts';
import { boundedText, ExpressionError, MAX_TEXT } from './expression.ts';
import { toPhoneNumber } from './phone-number.ts';

/** An Architect function that JSONLogic rules can call by its name. */
export interface FunctionDefinition {
  readonly minimum: number;
  readonly maximum: number;
  readonly type: ValueType;
  readonly description: string;
  /** `null` among the values is NOT_SET; so is an `undefined` result. @throws ExpressionError */
  run(...values: readonly Json[]): Json | undefined;
}

/** Architect's functions that are operators in JSONLogic rules; the names are Architect's. */
export const FUNCTIONS: { readonly [name: string]: FunctionDefinition } = {
  Append: {
    minimum: 1,
    maximum: 50,
    type: 'string',
    description: 'Joins texts; NOT_SET counts as an empty text.',
    run: (...texts) => boundedText(texts.map((one) => (one === null ? '' : toText(one))).join('')),
  },
  Contains: {
    minimum: 2,
    maximum: 2,
    type: 'boolean',
    description: 'Whether the first text contains the second; upper and lower case differ.',
    run: (text, part) => textOf(text, 'Contains').includes(textOf(part, 'Contains')),
  },
  IsNotSetOrEmpty: {
    minimum: 1,
    maximum: 1,
    type: 'boolean',
    description: 'Whether a value is NOT_SET, an empty text or an empty collection.',
    run: (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  },
  IsSet: {
    minimum: 1,
    maximum: 1,
    type: 'boolean',
    description: 'Whether a variable has a value. An empty text is one.',
    run: (value) => value !== null,
  },
  Left: {
    minimum: 2,
    maximum: 2,
    type: 'string',
    description: 'The first characters of a text.',
    run: (text, count) => textOf(text, 'Left').slice(0, countOf(count, 'Left')),
  },
  Length: {
    minimum: 1,
    maximum: 1,
    type: 'integer',
    description: 'How many characters a text has.',
    run: (text) => textOf(text, 'Length').length,
  },
  Lower: {
    minimum: 1,
    maximum: 1,
    type: 'string',
    description: 'A text in lower case.',
    run: (text) => textOf(text, 'Lower').toLowerCase(),
  },
  Replace: {
    minimum: 3,
    maximum: 3,
    type: 'string',
    description: 'A text with every occurrence of the second replaced by the third.',
    run: (text, find, by) => replace(textOf(text, 'Replace'), textOf(find, 'Replace'), by),
  },
  Right: {
    minimum: 2,
    maximum: 2,
    type: 'string',
    description: 'The last characters of a text.',
    run: (text, count) => {
      const length = countOf(count, 'Right');
      return length === 0 ? '' : textOf(text, 'Right').slice(-length);
    },
  },
  ToPhoneNumber: {
    minimum: 1,
    maximum: 1,
    type: 'phoneNumber',
    description:
      'A phone number of a text such as `+13175550123`, `tel:+13175550123` or `sip:ann@example.com`.',
    run: (text) => (text === null ? undefined : toPhoneNumber(toText(text))),
  },
  ToString: {
    minimum: 1,
    maximum: 1,
    type: 'string',
    description: 'The text of any value; NOT_SET stays NOT_SET.',
    run: (value) => (value === null ? undefined : toText(value)),
  },
  Upper: {
    minimum: 1,
    maximum: 1,
    type: 'string',
    description: 'A text in upper case.',
    run: (text) => textOf(text, 'Upper').toUpperCase(),
  },
};

/** NOT_SET where a text is needed is an error in Architect. */
function textOf(value: Json | undefined, name: string): string {
  if (typeof value === 'string') return value;
  throw new ExpressionError(
    value === null ? `${name} got NOT_SET where it needs a text` : `${name} needs a text`,
  );
}

function countOf(value: Json | undefined, name: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new ExpressionError(`${name} needs a whole number of characters from 0`);
}

function replace(text: string, find: string, by: Json | undefined): string {
  if (find === '') return text;
  const parts = text.split(find);
  const between = by === null || by === undefined ? '' : textOf(by, 'Replace');
  // Said before it is made: a long text in place of every letter of another takes the memory of the process.
  if (text.length + (parts.length - 1) * between.length > MAX_TEXT + parts.length * find.length)
    throw new ExpressionError(`Replace makes a text of more than ${MAX_TEXT} characters`);
  return parts.join(between);
}
