import type { ArchitectType, Operation } from '../tree.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { AUDIO } from './audio.ts';
import { CASTS } from './casts.ts';
import { COMPARISON } from './comparison.ts';
import { DATES } from './dates.ts';
import { DURATIONS } from './durations.ts';
import { LISTS } from './lists.ts';
import { LOOK_UPS } from './look-ups.ts';
import { MEMBERS } from './members.ts';
import { MESSAGES } from './messages.ts';
import { MONEY } from './money.ts';
import { NUMBERS } from './numbers.ts';
import type { OperationGroup } from './operation-group.ts';
import { TEXT } from './text.ts';

const OPERATIONS: OperationGroup = {
  ...ARITHMETIC,
  ...AUDIO,
  ...CASTS,
  ...COMPARISON,
  ...DATES,
  ...DURATIONS,
  ...LISTS,
  ...LOOK_UPS,
  ...MEMBERS,
  ...MESSAGES,
  ...MONEY,
  ...NUMBERS,
  ...TEXT,
};

/**
 * What an overload does with operands of the given types.
 *
 * @param overload key such as `+(dec,int)`; `If`, `?`, `and` and `or` have none, as not all their operands are evaluated.
 * @param types of the operands, in their order; collections with `[]`.
 * @returns `undefined` for an overload that is not there.
 */
export function operationFor(overload: string, types: readonly ArchitectType[]): Operation | undefined {
  const entry = Object.hasOwn(OPERATIONS, overload) ? OPERATIONS[overload] : undefined;
  return typeof entry === 'function' ? entry : entry?.forTypes(types);
}
