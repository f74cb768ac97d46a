import type { JsonObject } from '../../authoring/json.ts';
import type { Coverage, FlowCoverage } from './coverage.ts';
import type { CoverageItem } from './coverage-items.ts';

/** Where a JSON Pointer of a file stands, from 1; undefined where nobody knows. */
export type LineOf = (place: CoverageItem['place']) => number | undefined;

/** Coverage for a terminal: a line a flow, then what is missing, with file and line. */
export function coverageText({ flows, ...all }: Coverage, lineOf: LineOf): string {
  const wide = Math.max(...flows.map(({ flow }) => flow.length), 'all'.length);
  const lines = flows.flatMap((flow) => [shareLine(flow.flow, flow, wide), ...missingLines(flow, lineOf)]);
  return [...lines, ...(flows.length > 1 ? [shareLine('all', all, wide)] : [])]
    .map((line) => `${line}\n`)
    .join('');
}

function shareLine(
  name: string,
  { percent, covered, items }: Pick<Coverage, 'percent' | 'covered' | 'items'>,
  wide: number,
): string {
  return `${name.padEnd(wide)}  ${percent.toFixed(1).padStart(5)} %  ${covered} of ${items}`;
}

function missingLines({ missing, unreachable }: FlowCoverage, lineOf: LineOf): readonly string[] {
  return [
    ...grouped(missing, lineOf).map(
      (items) => `  not taken: ${placeText(items[0], lineOf)} ${itemsText(items)}`,
    ),
    ...grouped(unreachable, lineOf).map(
      (items) =>
        `  cannot be taken: ${placeText(items[0], lineOf)} ${itemsText(items)} (${items[0]?.unreachable ?? ''})`,
    ),
  ];
}

/** What an action lacks, together, in the order of the file: an action that never ran lacks all of its paths. */
function grouped(items: readonly CoverageItem[], lineOf: LineOf): readonly (readonly CoverageItem[])[] {
  const byAction = new Map<string, CoverageItem[]>();
  for (const item of items) byAction.set(item.action, [...(byAction.get(item.action) ?? []), item]);
  const lineIn = (group: readonly CoverageItem[]) =>
    group[0] === undefined ? 0 : (lineOf(group[0].place) ?? 0);
  const fileIn = (group: readonly CoverageItem[]) => group[0]?.place.file ?? '';
  return [...byAction.values()].sort((a, b) => fileIn(a).localeCompare(fileIn(b)) || lineIn(a) - lineIn(b));
}

function placeText(item: CoverageItem | undefined, lineOf: LineOf): string {
  if (item === undefined) return '';
  const line = lineOf(item.place);
  return line === undefined ? item.place.file : `${item.place.file}:${line}`;
}

function itemsText(items: readonly CoverageItem[]): string {
  const [first] = items;
  if (first === undefined) return '';
  const isWhole = items.some(({ kind }) => kind === 'action');
  return isWhole ? first.action : `${first.action}: ${items.map(wayText).join(', ')}`;
}

/** A way of an action in words. */
export function wayText({ kind, output = '' }: Pick<CoverageItem, 'kind' | 'output'>): string {
  return kind === 'output' ? `→ ${output}` : WORDS[kind];
}

const WORDS: { readonly [kind in Exclude<CoverageItem['kind'], 'output'>]: string } = {
  action: 'the action itself',
  behind: 'going on behind it',
  defaultChoice: 'making no choice at all',
  noInput: 'no input',
  noMatch: 'input that does not fit',
};

/** Coverage as JSON prints it. */
export function coverageJson({ flows, ...all }: Coverage, lineOf: LineOf): JsonObject {
  const itemJson = (item: CoverageItem): JsonObject => ({
    action: item.action,
    kind: item.kind,
    ...(item.output !== undefined && { output: item.output }),
    file: item.place.file,
    pointer: item.place.pointer,
    line: lineOf(item.place) ?? null,
    ...(item.unreachable !== undefined && { reason: item.unreachable }),
  });
  return {
    ...all,
    flows: flows.map(({ missing, unreachable, ...flow }) => ({
      ...flow,
      missing: missing.map(itemJson),
      unreachable: unreachable.map(itemJson),
    })),
  };
}
