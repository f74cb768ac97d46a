import type { Expression } from '../../expression/expression.ts';
import type { Shape } from '../../expression/shape.ts';
import type { Program, Step } from '../../program.ts';
import { sameVariable } from '../../variables.ts';
import { answerOf, assignmentsOf, calledBy, type DataActions, dataCallOf, inputsNeeded } from './actions.ts';

/** How a variable gets a value: by an expression of other variables. */
interface Source {
  readonly variable: string;
  readonly unit: number;
  readonly reads: readonly string[];
  /** Whether the value is a literal, a copy of another variable, or the answer of the consent register. */
  readonly isPlain: boolean;
}

/**
 * The variables whose values the proof has to follow: numbers that are written to, statuses that are recorded, answers
 * of the register, what these are made of, and flags that conditions ask for. All others cannot change its outcome.
 *
 * @returns whether a variable of a unit is one of them
 */
export function followedVariables(
  program: Program,
  dataActions: DataActions,
): (unit: number, name: string) => boolean {
  const sources = sourcesOf(program, dataActions);
  const followed = new Set([...needed(program, dataActions), ...flags(program, sources)]);
  for (let size = -1; size !== followed.size; ) {
    size = followed.size;
    for (const { unit, variable, reads } of sources)
      if (followed.has(key(unit, variable))) for (const name of reads) followed.add(name);
  }
  return (unit, name) => followed.has(key(unit, name));
}

function key(unit: number, name: string): string {
  return `${unit} ${name.toLowerCase()}`;
}

function reads(unit: number, expression: Expression | undefined): readonly string[] {
  return (expression?.reads ?? []).map(({ name }) => key(unit, name));
}

function needed(program: Program, dataActions: DataActions): readonly string[] {
  return program.steps.flatMap((step) => {
    const call = dataCallOf(step, dataActions);
    if (call === undefined) return [];
    const answer = answerOf(call.messaging)?.status;
    const target = answer === undefined ? undefined : call.outputs[answer];
    return [
      ...inputsNeeded(call.messaging).flatMap((name) => reads(step.unit, call.inputs[name])),
      ...(target === undefined ? [] : [key(step.unit, target.name)]),
    ];
  });
}

/** Every way in which variables get values that are more than unknown. */
function sourcesOf(program: Program, dataActions: DataActions): readonly Source[] {
  return [
    ...program.steps.flatMap((step) => sourcesOfStep(program, step, dataActions)),
    ...program.units.flatMap((unit) =>
      [unit.initialValues, ...unit.containerInitialValues.values()]
        .flat()
        .map(({ name, value }) => source(unit.index, name, unit.index, value)),
    ),
  ];
}

function source(unit: number, variable: string, from: number, value: Expression): Source {
  return { unit, variable, reads: reads(from, value), isPlain: isPlain(value.shape?.()) };
}

function isPlain(shape: Shape | undefined): boolean {
  return shape?.kind === 'literal' || (shape?.kind === 'read' && shape.reference.members.length === 0);
}

function sourcesOfStep(program: Program, step: Step, dataActions: DataActions): readonly Source[] {
  const assigned = assignmentsOf(step);
  if (assigned !== undefined)
    return assigned.map(({ target, value }) => source(step.unit, target.name, step.unit, value));
  const call = dataCallOf(step, dataActions);
  const answer = call && answerOf(call.messaging)?.status;
  const target = answer === undefined ? undefined : call?.outputs[answer];
  const called = calledBy(program, step);
  return [
    ...step.writes.map(({ name }) => ({
      unit: step.unit,
      variable: name,
      reads: [],
      isPlain: name === target?.name || called !== undefined,
    })),
    ...(called === undefined ? [] : sourcesOfCall(step, called)),
  ];
}

function sourcesOfCall(step: Step, called: NonNullable<ReturnType<typeof calledBy>>): readonly Source[] {
  const { unit, task, inputs, outputs } = called;
  const variables =
    task === undefined
      ? unit.variables.map(({ name }) => name)
      : [...(unit.containerVariables.get(`task:${task}`)?.values() ?? [])].map(({ name }) => name);
  const given = Object.entries(inputs).flatMap(([input, value]) =>
    named(variables, input).map((name) => source(unit.index, name, step.unit, value)),
  );
  const back = Object.entries(outputs).flatMap(([output, target]) =>
    named(variables, output).map((name) => ({
      unit: step.unit,
      variable: target.name,
      reads: [key(unit.index, name)],
      isPlain: true,
    })),
  );
  return [...given, ...back];
}

function named(variables: readonly string[], name: string): readonly string[] {
  return variables.filter((one) => sameVariable(one, name));
}

/** Variables that conditions ask for and that only ever get literals, copies of such, or the register's answers. */
function flags(program: Program, sources: readonly Source[]): readonly string[] {
  const asked = program.steps.flatMap((step) => conditionReads(step));
  const notPlain = new Set(
    sources.filter((one) => !one.isPlain).map(({ unit, variable }) => key(unit, variable)),
  );
  const [main] = program.units;
  for (const { name, isInput } of main?.variables ?? []) if (isInput) notPlain.add(key(0, name));
  return [...new Set(asked)].filter((name) => !notPlain.has(name));
}

function conditionReads({ type, settings, outputs, unit }: Step): readonly string[] {
  const names = new Set([...type.outputs, ...Object.keys(outputs), 'default']);
  return [...names].flatMap((output) =>
    (type.holds?.(settings, output) ?? []).flatMap(({ value, equals }) => [
      ...reads(unit, value),
      ...reads(unit, equals),
    ]),
  );
}
