import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import type { Program, Step } from '../runtime/program.ts';

/** How much of an action is shown. */
const MAX_TEXT = 120;
/** Settings that say most of an action, the best first. */
const TELLING = [
  'audio',
  'text',
  'dataAction',
  'task',
  'menu',
  'state',
  'flow',
  'queue',
  'exp',
  'question',
  'message',
  'body',
  'schedule',
  'scheduleGroup',
  'dataTable',
  'decisionTable',
  'prompt',
  'name',
  'user',
  'number',
  'language',
  'seconds',
  'count',
  'reason',
  'path',
];

/** What is drawn by itself, or says nothing. */
const NOT_TOLD = ['outputs', 'choices', 'cases', 'actions', 'saveAs', 'digits'];
/** Operators that are words. */
const WORDS = ['and', 'or', 'in'];

interface Written {
  readonly flow?: Json;
  readonly taskFiles?: JsonObject;
}

/** What authors wrote of actions, in words that fit into a box. @param bundle of a flow version */
export function writtenActions(program: Program, bundle: string) {
  const source = JSON.parse(bundle) as Written & { readonly flows?: { readonly [name: string]: Written } };
  const unitsSource = program.units.map(({ reference, index }) =>
    index === 0 ? source : (source.flows?.[reference] ?? {}),
  );
  const settingsOf = (step: Step) => written(unitsSource[step.unit] ?? {}, step);
  return {
    /** What a flow does by itself has no author. */
    textOf: (step: Step) => (step.containerKind === 'flow' ? '' : short(told(settingsOf(step)))),
    /** A choice of a menu is told by its name. */
    labelOf(step: Step, output: string) {
      if (step.type.type !== 'menu') return output;
      const key = output.split('/').at(-1) ?? output;
      const choices = member(settingsOf(step), 'choices');
      const name = member(member(choices, key), 'name');
      return typeof name === 'string' && name !== key ? `${key} · ${name}` : key;
    },
  };
}

/** The JSON of an action, in the flow itself or in the task file that its container refers to. */
function written({ flow, taskFiles = {} }: Written, { place, container, containerKind }: Step): Json {
  const body = member(member(flow ?? null, `${containerKind}s`), container);
  const ref = member(body, '$ref') ?? member(member(body, 'actions'), '$ref');
  const root = typeof ref === 'string' ? own(taskFiles, ref) : flow;
  return place.pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>((value, part) => member(value, part) ?? null, root ?? null);
}

function member(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isJsonObject(value) ? own(value, key) : undefined;
}

function told(json: Json): string {
  if (!isJsonObject(json)) return Array.isArray(json) || json === true ? '' : String(json ?? '');
  if (isJsonObject(json['languages'])) return told(Object.values(json['languages'])[0] ?? null);
  const condition = own(json, 'condition') ?? own(json, 'until') ?? own(json, 'while');
  if (condition !== undefined) return expressionText(condition);
  const key = TELLING.find((one) => Object.hasOwn(json, one));
  if (key !== undefined) return told(own(json, key) ?? null);
  return Object.entries(json)
    .filter(([name]) => !NOT_TOLD.includes(name))
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : expressionText(value)}`)
    .join(', ');
}

/** An expression as people read it; those that are no operator are written as functions. */
function expressionText(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(expressionText).join(', ')}]`;
  if (!isJsonObject(json)) return JSON.stringify(json);
  const [operator = '', operands = null] = Object.entries(json)[0] ?? [];
  if (operator === 'var' || operator === 'exp')
    return String(Array.isArray(operands) ? operands[0] : operands);
  const list: readonly Json[] = Array.isArray(operands) ? operands : [operands];
  const texts = list.map(expressionText);
  if (operator === '!') return `not ${texts.join(' ')}`;
  return /^\w+$/.test(operator) && !WORDS.includes(operator)
    ? `${operator}(${texts.join(', ')})`
    : texts.join(` ${operator} `);
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT - 1)}…`;
}
