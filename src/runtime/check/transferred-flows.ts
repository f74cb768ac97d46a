import type { Diagnostic } from '../../authoring/diagnostic.ts';
import type { Program, Step } from '../program.ts';

/** Finds transfers to flows of a type that cannot take the call. Pure. */
export function checkTransferredFlows(program: Program): Diagnostic[] {
  return program.steps.flatMap((step) => wrongType(program, step));
}

function wrongType(program: Program, { type, settings, place }: Step): Diagnostic[] {
  const target = type.transfersTo?.(settings);
  const unit = target === undefined ? undefined : program.unitsByReference.get(target.flow);
  if (target === undefined || unit === undefined || target.flow === '' || target.types.includes(unit.type))
    return [];
  return [
    {
      file: place.file,
      pointer: place.pointer + target.pointer,
      severity: 'error',
      code: 'CALLED_FLOW_TYPE',
      message: `\`${target.flow}\` is a flow of type ${unit.type}, which cannot take over here`,
      hint: `name a flow of type ${target.types.join(' or ')}`,
    },
  ];
}
