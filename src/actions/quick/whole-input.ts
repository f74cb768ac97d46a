import type { JsonObject } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import type { VelocityTemplate } from '../velocity/velocity-template.ts';
import { type Hole, plainParts, type QuickText } from './plain-parts.ts';

/** What JSON has for blanks. */
const BLANK = /^[ \t\r\n]*$/;

/** A short way for a body that is `${input.rawRequest}` and nothing else, as one real export in seven has it. */
export function wholeInput(template: VelocityTemplate): QuickText | undefined {
  const parts = plainParts(template) ?? [];
  const isAlone = parts.every((part) => (typeof part === 'string' ? BLANK.test(part) : isWholeInput(part)));
  if (!isAlone || parts.filter((part) => typeof part !== 'string').length !== 1) return undefined;
  return (input) => {
    if (!isFlat(input)) return undefined;
    return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(input))).join('');
  };
}

function isWholeInput({ root, name, escaping }: Hole): boolean {
  return root === 'input' && name === 'rawRequest' && escaping === undefined;
}

/** Whether an input holds nothing that the long way would look into. */
function isFlat(input: JsonObject): boolean {
  return Object.entries(input).every(
    ([name, value]) =>
      !isForbiddenKey(name) &&
      (typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'object' || value === null),
  );
}
