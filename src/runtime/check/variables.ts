import type { Diagnostic } from '../../authoring/diagnostic.ts';
import type { Program } from '../program.ts';

/** Finds variables that are read though nothing ever sets them, and declared ones that nothing reads. Pure. */
export function checkVariables(program: Program): Diagnostic[] {
  const written = new Set(program.steps.flatMap((step) => step.writes.map((target) => target.name)));
  const initial = new Set(program.initialValues.map(({ name }) => name));
  const isSet = (name: string) => written.has(name) || initial.has(name);
  const unset = new Set(
    program.variables.filter(({ name, isInput }) => !isInput && !isSet(name)).map(({ name }) => name),
  );
  return program.steps.flatMap((step): Diagnostic[] => {
    const names = new Set(step.reads.filter(({ name }) => unset.has(name)).map(({ name }) => name));
    return [...names].map((name) => ({
      ...step.place,
      severity: 'warning',
      code: 'NEVER_SET',
      message: `\`${name}\` is read here, but nothing ever sets it: it is always NOT_SET`,
      hint: 'give it an initialValue, make it an input, or set it before',
    }));
  });
}
