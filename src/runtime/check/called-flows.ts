import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { CalledFlow } from '../flow-action.ts';
import type { Program, Step, Unit } from '../program.ts';
import { fits, type ValueType } from '../value-type.ts';
import { sameVariable, type VariableDeclaration } from '../variables.ts';
import { entriesOf } from './entries-of.ts';

/** Finds calls of flows that cannot be called so, with inputs and outputs that these do not have. Pure. */
export function checkCalledFlows(program: Program): Diagnostic[] {
  return program.steps.flatMap((step) => {
    const call = step.type.callsFlow?.(step.settings);
    const unit = call === undefined ? undefined : program.unitsByReference.get(call.flow);
    if (call === undefined || unit === undefined || call.flow === '') return [];
    const wrong = ofWrongType(program, step, call, unit);
    return wrong.length > 0 ? wrong : [...inputs(step, call, unit), ...outputs(step, call, unit)];
  });
}

function ofWrongType(program: Program, step: Step, call: CalledFlow, unit: Unit): Diagnostic[] {
  const at = { ...step.place, pointer: step.place.pointer + call.pointer, severity: 'error' } as const;
  if (!call.types.includes(unit.type)) {
    const message = `\`${call.flow}\` is a flow of type ${unit.type}, which \`${step.type.type}\` cannot call`;
    return [
      { ...at, code: 'CALLED_FLOW_TYPE', message, hint: `it calls flows of type ${call.types.join(', ')}` },
    ];
  }
  const caller = program.units[step.unit]?.type ?? program.type;
  if (caller === 'commonModule' && unit.type === 'commonModule') {
    const message = 'a common module cannot call a common module';
    return [{ ...at, code: 'CALLED_FLOW_TYPE', message, hint: 'let the flow that calls this one call both' }];
  }
  const { compatibleFlowTypes } = unit;
  if (compatibleFlowTypes.length === 0 || compatibleFlowTypes.includes(caller)) return [];
  const message = `the common module \`${call.flow}\` is not made for ${caller} flows`;
  return [
    { ...at, code: 'CALLED_FLOW_TYPE', message, hint: `it is made for ${compatibleFlowTypes.join(', ')}` },
  ];
}

function inputs({ place }: Step, { flow, inputs }: CalledFlow, { variables }: Unit): Diagnostic[] {
  return entriesOf(inputs).flatMap(([name, value]) => {
    const at = { file: place.file, pointer: pointerTo(place.pointer, 'inputs', name) };
    const variable = variables.find((one) => sameVariable(one.name, name));
    if (variable?.isInput !== true) return [unknown('input', flow, name, variable, variables, at)];
    return mismatch(value?.type ?? 'any', variable.type, variable.name, at);
  });
}

function outputs({ place }: Step, { flow, saveOutputs }: CalledFlow, { variables }: Unit): Diagnostic[] {
  return entriesOf(saveOutputs).flatMap(([name, target]) => {
    const at = { file: place.file, pointer: pointerTo(place.pointer, 'saveOutputs', name) };
    const variable = variables.find((one) => sameVariable(one.name, name));
    if (variable?.isOutput !== true) return [unknown('output', flow, name, variable, variables, at)];
    return mismatch(variable.type, target?.type ?? 'any', target?.name ?? '', at);
  });
}

type At = Pick<Diagnostic, 'file' | 'pointer'>;

function unknown(
  which: 'input' | 'output',
  flow: string,
  name: string,
  variable: VariableDeclaration | undefined,
  variables: readonly VariableDeclaration[],
  at: At,
): Diagnostic {
  const flag = which === 'input' ? 'isInput' : 'isOutput';
  const known = variables.filter((one) => one[flag]).map((one) => one.name);
  return {
    ...at,
    severity: 'error',
    code: which === 'input' ? 'UNKNOWN_INPUT' : 'UNKNOWN_OUTPUT',
    message: `the flow \`${flow}\` has no ${which} \`${name}\``,
    hint:
      variable === undefined
        ? didYouMean(name, known, `declare it there with "${flag}": true`)
        : `mark \`${variable.name}\` there with "${flag}": true`,
  };
}

function mismatch(from: ValueType, to: ValueType, name: string, at: At): Diagnostic[] {
  if (fits(from, to)) return [];
  const message = `\`${name}\` is of type ${to}, this gives a value of type ${from}`;
  return [{ ...at, severity: 'error', code: 'WRONG_TYPE', message, hint: `give a value of type ${to}` }];
}
