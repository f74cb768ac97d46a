import type { Json } from './json.ts';

/** Columns of a line in this repository's JSON files. */
const WIDTH = 130;

/** JSON text as this repository's formatter lays it out: on one line what fits, else one member a line. */
export function jsonLayout(value: Json, width = WIDTH): string {
  return `${laidOut(value, '', 0, width)}\n`;
}

/** @param taken columns of the line that stand before and behind the value. */
function laidOut(value: Json, indent: string, taken: number, width: number): string {
  const flat = onOneLine(value);
  if (value === null || typeof value !== 'object' || indent.length + taken + flat.length <= width)
    return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item: Json) => inner + laidOut(item, inner, 1, width))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return inner + name + laidOut(item, inner, name.length + 1, width);
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
