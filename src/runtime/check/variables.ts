import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Expression } from '../expression/expression.ts';
import type { Program, Step, Unit } from '../program.ts';
import { fits } from '../value-type.ts';
import { inputVariable } from '../variables.ts';

/** Finds variables that are read though nothing ever sets them, and inputs that the called task does not have. Pure. */
export function checkVariables(program: Program): Diagnostic[] {
  return [...neverSet(program), ...taskInputs(program)];
}

function neverSet(program: Program): Diagnostic[] {
  return program.units.flatMap((unit) =>
    neverSetIn(
      unit,
      program.steps.filter((step) => step.unit === unit.index),
    ),
  );
}

function neverSetIn({ initialValues, variables }: Unit, steps: readonly Step[]): Diagnostic[] {
  const written = new Set(steps.flatMap((step) => step.writes.map((target) => target.name)));
  const initial = new Set(initialValues.map(({ name }) => name));
  // What a customer says fills slots, too.
  const isSet = (name: string) => written.has(name) || initial.has(name) || name.startsWith('Slot.');
  const unset = new Set(
    variables.filter(({ name, isInput }) => !isInput && !isSet(name)).map(({ name }) => name),
  );
  return steps.flatMap((step): Diagnostic[] => {
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

/** Inputs of a Call Task name variables of the task it calls. */
function taskInputs(program: Program): Diagnostic[] {
  return program.steps.flatMap((step) => {
    if (step.type.type !== 'callTask') return [];
    const { task, inputs = {} } = step.settings as CallTaskSettings;
    if (program.units[step.unit]?.containers.task.has(task) !== true || typeof inputs !== 'object') return [];
    return Object.entries(inputs).flatMap(([name, value]) => inputFault(program, step, task, name, value));
  });
}

interface CallTaskSettings {
  readonly task: string;
  readonly inputs?: { readonly [name: string]: Expression };
}

function inputFault(
  program: Program,
  step: Step,
  task: string,
  name: string,
  value: Expression,
): Diagnostic[] {
  const variables = program.units[step.unit]?.containerVariables.get(`task:${task}`);
  const variable = inputVariable(variables, name);
  if (variable !== undefined && fits(value?.type ?? 'any', variable.type)) return [];
  const at = {
    file: step.place.file,
    pointer: pointerTo(step.place.pointer, 'inputs', name),
    severity: 'error',
  } as const;
  if (variable !== undefined) {
    return [
      {
        ...at,
        code: 'WRONG_TYPE',
        message: `\`${variable.name}\` is of type ${variable.type}, this gives a value of type ${value.type}`,
        hint: `give a value of type ${variable.type}`,
      },
    ];
  }
  const known = [...(variables?.values() ?? [])].map((one) => one.name);
  return [
    {
      ...at,
      code: 'UNKNOWN_INPUT',
      message: `the task \`${task}\` has no variable \`${name}\``,
      hint: didYouMean(name, known, 'declare it under "variables" of the task'),
    },
  ];
}
