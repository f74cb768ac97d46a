import { own } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { arityOf, METHOD_NAMES } from './value-methods.ts';
import type { Tool } from './velocity-method.ts';
import type { Step } from './velocity-template.ts';
import { toolNamed } from './velocity-tools.ts';

type FaultOf = (message: string, hint: string) => Error;

/** Refuses what a reference does when it is no known tool or method, or would reach into the program. */
export function checkSteps(root: string, steps: readonly Step[], faultOf: FaultOf): void {
  const tool = toolNamed(root);
  const [first, ...others] = steps;
  if (tool !== undefined && first !== undefined) checkToolStep(tool, first, faultOf);
  for (const step of tool === undefined ? steps : others) checkStep(step, faultOf);
}

function checkToolStep(tool: Tool, step: Step, faultOf: FaultOf): void {
  const names = [...Object.keys(tool.methods), ...Object.keys(tool.constants)];
  if (step.kind === 'index') throw faultOf(`\`$${tool.name}\` has no elements`, `known: ${names.join(', ')}`);
  const method = own(tool.methods, step.name);
  const shown = `\`$${tool.name}.${step.name}\``;
  if (method !== undefined && step.kind === 'call') {
    checkCount(shown, step.values.length, method, faultOf);
    return;
  }
  if (method !== undefined) throw faultOf(`${shown} needs a value`, `write $${tool.name}.${step.name}(…)`);
  if (constantOf(tool, step.name) === undefined)
    throw faultOf(`${shown} cannot be used here`, didYouMean(step.name, names, 'leave it out'));
  if (step.kind === 'call') checkCount(shown, step.values.length, { minimum: 0, maximum: 0 }, faultOf);
}

/** A constant of a tool; as Velocity, `$esc.Quote` and `$esc.getQuote()` find it, too. */
export function constantOf(tool: Tool, name: string): string | undefined {
  const bare = name.replace(/^get(?=[A-Z])/, '');
  return own(tool.constants, bare.charAt(0).toLowerCase() + bare.slice(1));
}

function checkStep(step: Step, faultOf: FaultOf): void {
  if (step.kind === 'index') return;
  if (step.kind === 'property') {
    if (step.name !== 'class' && !isForbiddenKey(step.name)) return;
    throw faultOf(`\`${step.name}\` cannot be used here`, 'give the property another name');
  }
  const arity = arityOf(step.name);
  if (arity === undefined)
    throw faultOf(
      `\`${step.name}\` cannot be used here`,
      didYouMean(step.name, METHOD_NAMES, 'leave it out'),
    );
  checkCount(`\`${step.name}\``, step.values.length, arity, faultOf);
}

function checkCount(
  shown: string,
  count: number,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  faultOf: FaultOf,
): void {
  if (count >= minimum && count <= maximum) return;
  const most =
    maximum === minimum ? '' : maximum === Number.POSITIVE_INFINITY ? ' or more' : ` to ${maximum}`;
  throw faultOf(`${shown} takes ${minimum}${most} values, not ${count}`, 'separate values by commas');
}
