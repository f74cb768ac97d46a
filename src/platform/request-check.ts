import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { done, type Outcome, refuse } from './refusal.ts';

/** One fault as TypeBox reports it; the parts that are used. */
interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/**
 * Makes the check of a request body: the value typed, or a refusal that names the field and what it must be.
 * What stands in the field is not repeated: it may be a phone number.
 */
export function requestCheck<T extends TSchema>(schema: T): (body: unknown) => Outcome<Static<T>> {
  const validator: Validator<Record<never, never>, T> = Compile(schema);
  return (body) => {
    if (validator.Check(body)) return done(body as Static<T>);
    const fault = validator.Errors(body)[0];
    return fault === undefined ? refuse('bad.request', 'The body does not fit.') : refuseFault(fault);
  };
}

function refuseFault(fault: Fault): Outcome<never> {
  const field = fieldOf(fault);
  if (field === '') return refuse('bad.request', 'The body must be a JSON object.');
  return refuse('constraint.validation', `${field} ${sentence(fault)}.`, { field });
}

/** The dotted name of the field to blame; for a missing one, the first that is missing. */
function fieldOf(fault: Fault): string {
  const names = fault.instancePath.split('/').slice(1);
  const missing = 'requiredProperties' in fault.params ? fault.params.requiredProperties : undefined;
  if (Array.isArray(missing)) names.push(String(missing[0]));
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}

function sentence(fault: Fault): string {
  if (fault.keyword === 'required') return 'is required';
  if (fault.keyword === 'boolean') return 'is not known here';
  if ('allowedValues' in fault.params && Array.isArray(fault.params.allowedValues)) {
    return `must be one of ${fault.params.allowedValues.join(', ')}`;
  }
  return fault.message.replace(/^must match pattern .*/s, 'holds characters that are not allowed here');
}
