import type { ArchitectType, Operation } from '../tree.ts';
import type { OperationGroup } from './operation-group.ts';

const OPERATIONS: OperationGroup = {};

/**
 * What an overload does with operands of the given types.
 *
 * @param overload key such as `+(dec,int)`; `If`, `?`, `and` and `or` have none, as not all their operands are evaluated.
 * @returns `undefined` for an overload that is not there.
 */
export function operationFor(overload: string, types: readonly ArchitectType[]): Operation | undefined {
  const entry = Object.hasOwn(OPERATIONS, overload) ? OPERATIONS[overload] : undefined;
  return typeof entry === 'function' ? entry : entry?.forTypes(types);
}
