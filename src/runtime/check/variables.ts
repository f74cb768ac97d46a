import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { Expression } from '../expression/expression.ts';
import type { Program, Step, Unit } from '../program.ts';
import { fits, type ValueType } from '../value-type.ts';
import { inputVariable, type Target, type TaskVariable } from '../variables.ts';
import { entriesOf } from './entries-of.ts';

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

/** Inputs and outputs of a Call Task name variables of the task it calls. */
function taskInputs(program: Program): Diagnostic[] {
  return program.steps.flatMap((step) => {
    if (step.type.type !== 'callTask') return [];
    const { task, inputs, saveOutputs } = step.settings as CallTaskSettings;
    const variables = program.units[step.unit]?.containerVariables.get(`task:${task}`);
    if (variables === undefined) return [];
    return [
      ...entriesOf(inputs).flatMap(([name, value]) => inputFault(step, task, name, value, variables)),
      ...entriesOf(saveOutputs).flatMap(([name, target]) => outputFault(step, task, name, target, variables)),
    ];
  });
}

interface CallTaskSettings {
  readonly task: string;
  readonly inputs?: { readonly [name: string]: Expression };
  readonly saveOutputs?: { readonly [name: string]: Target };
}

type TaskVariables = ReadonlyMap<string, TaskVariable>;

/** Settings that do not fit their schema are compiled all the same. */
function inputFault(
  step: Step,
  task: string,
  name: string,
  value: Expression,
  variables: TaskVariables,
): Diagnostic[] {
  const variable = inputVariable(variables, name);
  const pointer = pointerTo(step.place.pointer, 'inputs', name);
  if (variable === undefined) return [unknownVariable(step, 'input', task, name, pointer, variables)];
  return mismatch(step, pointer, value?.type ?? 'any', variable);
}

function outputFault(
  step: Step,
  task: string,
  name: string,
  target: Target,
  variables: TaskVariables,
): Diagnostic[] {
  const variable = inputVariable(variables, name);
  const pointer = pointerTo(step.place.pointer, 'saveOutputs', name);
  if (variable?.isOutput === true) return mismatch(step, pointer, variable.type, target);
  const outputs = new Map([...variables].filter(([, one]) => one.isOutput === true));
  return [unknownVariable(step, 'output', task, name, pointer, outputs)];
}

function unknownVariable(
  step: Step,
  which: 'input' | 'output',
  task: string,
  name: string,
  pointer: string,
  variables: TaskVariables,
): Diagnostic {
  const known = [...variables.values()].map((one) => one.name);
  const otherwise = `declare it under "variables" of the task${which === 'input' ? '' : ' with "isOutput": true'}`;
  return {
    file: step.place.file,
    pointer,
    severity: 'error',
    code: which === 'input' ? 'UNKNOWN_INPUT' : 'UNKNOWN_OUTPUT',
    message: `the task \`${task}\` has no ${which === 'input' ? 'variable' : 'output'} \`${name}\``,
    hint: didYouMean(name, known, otherwise),
  };
}

function mismatch(
  step: Step,
  pointer: string,
  from: ValueType,
  to: { readonly name: string; readonly type: ValueType },
): Diagnostic[] {
  if (fits(from, to.type)) return [];
  return [
    {
      file: step.place.file,
      pointer,
      severity: 'error',
      code: 'WRONG_TYPE',
      message: `\`${to.name}\` is of type ${to.type}, this gives a value of type ${from}`,
      hint: `give a value of type ${to.type}`,
    },
  ];
}
