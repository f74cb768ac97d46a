import { isJsonObject, type Json } from '../../authoring/json.ts';
import type { Program, Step } from '../../runtime/program.ts';
import { type CoverageItem, coverageItems } from '../coverage/coverage-items.ts';
import type { Explored } from './explorer.ts';

/** Why something is not taken. */
export interface NotTaken {
  readonly item: CoverageItem;
  readonly reason: string;
}

/** The JSON that an author wrote at a place. */
export type Written = (place: CoverageItem['place']) => Json | undefined;

const MAX_CONDITION = 160;

/** Says of everything that the search did not take why; what is only behind something else is told there. */
export function notTaken(
  program: Program,
  { missing, seen, isOver }: Pick<Explored, 'missing' | 'seen' | 'isOver'>,
  written: Written,
): readonly NotTaken[] {
  const lacking = new Set(missing.map(({ key }) => key));
  const unreachable = coverageItems(program).flatMap((item): readonly NotTaken[] =>
    item.unreachable === undefined ? [] : [{ item, reason: item.unreachable }],
  );
  const roots = missing.filter((item) => item.kind !== 'action' && !lacking.has(item.action));
  const behind = missing.filter((item) => item.kind === 'action' && !isBehind(program, item, lacking));
  return [
    ...unreachable,
    ...roots.map((item) => ({ item, reason: reasonOf(program, item, { seen, isOver, written }) })),
    ...behind.map((item) => ({
      item,
      reason: isForErrors(program, item)
        ? 'only an error of the flow leads here, and no call had one'
        : isOver
          ? 'not found before the time was over'
          : 'no call came here',
    })),
  ];
}

/** Whether another path that is not taken leads to an action. */
function isBehind({ steps, byId }: Program, { action }: CoverageItem, lacking: ReadonlySet<string>): boolean {
  const index = byId.get(action);
  return steps.some(
    ({ id, outputs, next }) =>
      (lacking.has(id) && (next === index || Object.values(outputs).includes(index ?? -1))) ||
      Object.entries(outputs).some(([output, to]) => to === index && lacking.has(`${id} → ${output}`)),
  );
}

/** Whether an action begins what a flow does about an error. */
function isForErrors({ units, byId }: Program, { unit, action }: CoverageItem): boolean {
  return units[unit]?.errorHandling.at === byId.get(action);
}

interface Known extends Pick<Explored, 'seen' | 'isOver'> {
  readonly written: Written;
}

function reasonOf(program: Program, item: CoverageItem, { seen, isOver, written }: Known): string {
  const step = program.steps[program.byId.get(item.action) ?? -1];
  const limit = isOver ? 'not found before the time was over' : 'not found';
  const held = step === undefined ? [] : (step.type.holds?.(step.settings, item.output ?? '') ?? []);
  if (step === undefined || held.length === 0) return limit;
  const condition = conditionText(written(item.place), item);
  const values = seen.get(step.id) ?? [];
  const never = `${condition === '' ? 'its condition' : condition} was never so`;
  if (isFixed(program, step))
    return `cannot be so: nothing sets what it is about${values.length === 0 ? '' : ` (${values.join('; ')})`}`;
  return `${limit}: ${never}${values.length === 0 ? '' : `; tried ${values.join('; ')}`}`;
}

/** Whether a condition is only about variables that nothing ever sets. */
function isFixed({ steps, units }: Program, { reads, unit }: Step): boolean {
  return (
    reads.length > 0 &&
    reads.every(({ scope, name }) => {
      if (scope !== 'flow') return false;
      const declared = units[unit]?.variables.find((one) => one.name === name);
      const isSet = steps.some((step) => step.unit === unit && step.writes.some((one) => one.name === name));
      return declared !== undefined && !declared.isInput && !isSet && !isOfBot(name);
    })
  );
}

/** What customers say fills slots. */
function isOfBot(name: string): boolean {
  return name.toLowerCase().startsWith('slot.');
}

/** The condition as its author wrote it. */
function conditionText(settings: Json | undefined, { output = '' }: CoverageItem): string {
  if (!isJsonObject(settings)) return '';
  const { condition, value, cases } = settings;
  if (condition !== undefined) return `${output === 'no' ? 'not ' : ''}${expressionText(condition)}`;
  const [, number] = /^case (\d+)$/.exec(output) ?? [];
  const one = Array.isArray(cases) ? (cases[Number(number ?? 0) - 1] as Json | undefined) : undefined;
  if (!isJsonObject(one)) return '';
  const wanted = expressionText(one['case'] ?? null);
  return value === undefined ? wanted : `${expressionText(value)} = ${wanted}`;
}

function expressionText(json: Json): string {
  const { exp } = isJsonObject(json) ? json : {};
  const text = typeof exp === 'string' ? exp : typeof json === 'string' ? `"${json}"` : JSON.stringify(json);
  return text.length > MAX_CONDITION ? `${text.slice(0, MAX_CONDITION - 1)}…` : text;
}
