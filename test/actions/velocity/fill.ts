import { type EvaluatedVelocity, evaluateVelocity } from '../../../src/actions/velocity/evaluate-velocity.ts';
import { plainText } from '../../../src/actions/velocity/marked-text.ts';
import { parseVelocity } from '../../../src/actions/velocity/parse-velocity.ts';
import type { Budget } from '../../../src/actions/velocity/velocity-meter.ts';
import type { VelocityFault } from '../../../src/actions/velocity/velocity-reader.ts';
import type { VelocityTemplate } from '../../../src/actions/velocity/velocity-template.ts';
import type { Json } from '../../../src/authoring/json.ts';

/** A template that must be readable. */
export function templateOf(text: string): VelocityTemplate {
  const parsed = parseVelocity(text);
  if (!parsed.ok) throw new Error(`${parsed.fault.message} (${parsed.fault.line}:${parsed.fault.column})`);
  return parsed.template;
}

/** What is wrong with a template that must not be readable. */
export function faultOf(text: string): VelocityFault {
  const parsed = parseVelocity(text);
  if (parsed.ok) throw new Error('The template can be read');
  return parsed.fault;
}

/** A template filled with names; `credentials` is secret. */
export function fill(
  text: string,
  values: { readonly [name: string]: Json } = {},
  budget: Partial<Budget> = {},
): EvaluatedVelocity {
  const roots = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === 'credentials' ? { value, isSecret: true as const } : { value },
    ]),
  );
  return evaluateVelocity(templateOf(text), { roots }, budget);
}

/** What a filled template prints, or why it cannot be filled. */
export function print(text: string, values: { readonly [name: string]: Json } = {}): string {
  const result = fill(text, values);
  return result.ok ? plainText(result.text) : `(${result.message})`;
}
