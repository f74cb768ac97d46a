import type { Json } from '../../authoring/json.ts';
import { refuseNesting } from '../../authoring/load-gate.ts';
import type { Meter } from './velocity-meter.ts';
import { originOfAll, type Tool, textOf } from './velocity-method.ts';
import { NULL, textValue, type Value } from './velocity-value.ts';

/**
 * `$successTemplateUtils`: what Genesys Cloud gives success templates to make one value out of an array.
 *
 * @see https://help.mypurecloud.com/articles/velocity-macros-data-actions/
 */
export const successTemplateTool: Tool = {
  name: 'successTemplateUtils',
  methods: { firstFromArray: { minimum: 1, maximum: 2, run: firstFromArray } },
  constants: {},
};

/**
 * The first element of an array as JSON text; without one the default, as it is given. That anything but an array counts
 * as an empty one is a guess.
 */
function firstFromArray([array = NULL, ifNone = NULL]: readonly Value[], meter: Meter): Value {
  const [first] = listOf(array, meter) ?? [];
  if (first === undefined) return ifNone;
  const text = JSON.stringify(first);
  meter.spend(text.length);
  return textValue(text, originOfAll([array]));
}

function listOf(value: Value, meter: Meter): readonly Json[] | undefined {
  if (value.type === 'list') return value.list;
  const text = textOf(value);
  if (text === undefined) return undefined;
  meter.spend(text.length);
  const parsed = parse(text) ?? parse(firstBrackets(text));
  return Array.isArray(parsed) ? parsed : undefined;
}

function parse(text: string): Json | undefined {
  if (refuseNesting(text) !== undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Definitions in use have `[0].[0]` as a default: what follows the first array is left unread. */
function firstBrackets(text: string): string {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]]/g)) {
    if (token === '[') depth++;
    if (token === ']' && --depth <= 0) return text.slice(0, index + 1);
  }
  return text;
}
