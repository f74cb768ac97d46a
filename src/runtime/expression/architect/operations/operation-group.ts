import type { ArchitectType, Operation } from '../tree.ts';

/** Operations by overload key; those over `any` are made for the types they are called with. */
export type OperationGroup = { readonly [overload: string]: Operation | OperationByType };

/** An operation whose work depends on its operands' types. */
export interface OperationByType {
  readonly forTypes: (types: readonly ArchitectType[]) => Operation;
}

/** An entry for an overload over `any`. */
export function byType(forTypes: OperationByType['forTypes']): OperationByType {
  return { forTypes };
}
