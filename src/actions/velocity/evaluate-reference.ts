import { own } from '../../authoring/json.ts';
import { constantOf } from './check-steps.ts';
import type { Evaluation } from './evaluation.ts';
import { VALUE_METHODS } from './value-methods.ts';
import { EvaluationFailure, type Meter } from './velocity-meter.ts';
import { textOf, wholeOf } from './velocity-method.ts';
import type { Expression, Reference, Step } from './velocity-template.ts';
import { toolNamed } from './velocity-tools.ts';
import { NULL, textValue, toValue, type Value } from './velocity-value.ts';

type Evaluate = (expression: Expression) => Value;

/** The value of a reference. Names are own properties only; an exact name goes before one in another case. */
export function valueOfReference(reference: Reference, evaluation: Evaluation, evaluate: Evaluate): Value {
  const { root, steps, isTool } = reference;
  const isCalled = isTool && steps.length > 0;
  let value = isCalled
    ? useTool(reference, evaluation, evaluate)
    : valueOfRoot(root, reference.raw, evaluation);
  for (const step of isCalled ? steps.slice(1) : steps) {
    if (value.type === 'null') return NULL;
    evaluation.meter.step();
    value = takeStep(value, step, evaluation, evaluate);
  }
  return value;
}

function valueOfRoot(root: string, raw: string, { scope, variables, meter }: Evaluation): Value {
  const assigned = variables.get(root);
  if (assigned !== undefined) return assigned;
  const name = keyOf(scope.roots, root, meter);
  const found = name === undefined ? undefined : own(scope.roots, name);
  if (name === undefined || found === undefined) return NULL;
  return toValue(found.value, { name, raw, ...(found.isSecret === true && { isSecret: true }) });
}

/** The key of an object that a name means. */
function keyOf(object: { readonly [key: string]: unknown }, name: string, meter: Meter): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  const keys = Object.keys(object);
  meter.spend(keys.length);
  return keys.find((key) => key.toLowerCase() === lower);
}

function takeStep(value: Value, step: Step, evaluation: Evaluation, evaluate: Evaluate): Value {
  if (step.kind === 'property') return value.type === 'map' ? propertyOf(value, step.name, evaluation) : NULL;
  if (step.kind === 'index') return elementOf(value, evaluate(step.index), evaluation);
  const method = own(VALUE_METHODS[value.type], step.name);
  const values = [value, ...step.values.map((one) => evaluate(one))];
  if (method === undefined || values.length < method.minimum || values.length > method.maximum) return NULL;
  return method.run(values, evaluation.meter);
}

function propertyOf(value: Value & { readonly type: 'map' }, name: string, { meter }: Evaluation): Value {
  const { map, from } = value;
  const key = keyOf(map, name, meter);
  if (key === undefined) return NULL;
  return toValue(own(map, key), from && { ...from, name: `${from.name}.${key}` });
}

/** An element by its number, from the end when it is negative, or an entry by its name. */
function elementOf(value: Value, index: Value, evaluation: Evaluation): Value {
  const name = textOf(index);
  if (value.type === 'map') return name === undefined ? NULL : propertyOf(value, name, evaluation);
  const at = wholeOf(index);
  if (value.type !== 'list' || at === undefined) return NULL;
  return toValue(value.list.at(at), value.from && { ...value.from, name: `${value.from.name}[${at}]` });
}

function useTool({ root, steps }: Reference, { meter }: Evaluation, evaluate: Evaluate): Value {
  const [step] = steps;
  const tool = toolNamed(root);
  if (tool === undefined || step === undefined || step.kind === 'index')
    throw new EvaluationFailure(`\`$${root}\` cannot be used`);
  meter.step();
  const method = own(tool.methods, step.name);
  if (step.kind === 'call' && method !== undefined)
    return method.run(
      step.values.map((one) => evaluate(one)),
      meter,
    );
  const text = constantOf(tool, step.name);
  return text === undefined ? NULL : textValue(text);
}

/** What a reference that has no value is called: the name it reads, or the first one its tool is given. */
export function nameOf(expression: Expression): string | undefined {
  if (expression.kind === 'interpolated')
    return firstName(expression.body.flatMap((part) => (part.kind === 'reference' ? [part] : [])));
  if (expression.kind !== 'reference') return undefined;
  if (!expression.isTool) return [expression.root, ...namesOf(expression.steps)].join('.');
  return firstName(expression.steps.flatMap((step) => (step.kind === 'call' ? step.values : [])));
}

function firstName(expressions: readonly Expression[]): string | undefined {
  return expressions.map((one) => nameOf(one)).find((name) => name !== undefined);
}

function namesOf(steps: readonly Step[]): readonly string[] {
  const end = steps.findIndex(({ kind }) => kind !== 'property');
  return steps
    .slice(0, end < 0 ? steps.length : end)
    .flatMap((step) => (step.kind === 'property' ? [step.name] : []));
}
