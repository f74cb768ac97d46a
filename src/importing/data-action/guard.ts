import type { Expression, Reference } from '../../actions/velocity/velocity-template.ts';
import type { Guard } from './template-parts.ts';

/**
 * The value that a condition asks for, or undefined when it asks for something else: `"$!{input.x}" != ""` and
 * `$input.x`. Without the exclamation mark a missing value prints itself and is not empty.
 */
export function guardOf(condition: Expression): Guard | undefined {
  if (condition.kind === 'reference') return guardBy(condition, 'false');
  if (condition.kind !== 'chain') return undefined;
  const { first, rest } = condition;
  const [only] = rest;
  if (rest.length !== 1 || only?.operator !== '!=') return undefined;
  const { operand } = only;
  if (operand.kind !== 'constant' || operand.value !== '') return undefined;
  const part = first.kind === 'interpolated' && first.body.length === 1 ? first.body[0] : undefined;
  return part?.kind === 'reference' && part.isSilent ? guardBy(part, 'emptyText') : undefined;
}

function guardBy(reference: Reference, leavesOut: Guard['leavesOut']): Guard | undefined {
  const { root, steps, raw, isTool, backslashes } = reference;
  if (isTool || backslashes > 0) return undefined;
  const path = steps.flatMap((step) => (step.kind === 'property' ? [step.name] : []));
  return path.length === steps.length ? { root, path, raw, leavesOut } : undefined;
}
