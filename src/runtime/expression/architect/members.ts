import { membersOf as membersOfType } from '../../members.ts';
import { architectType, valueType } from './border.ts';
import type { ArchitectType } from './tree.ts';

/** Members of a type, by their own spelling. */
export type Members = { readonly [member: string]: ArchitectType };

/** Members of a type; none for those that have no members. */
export function membersOf(type: ArchitectType): Members {
  const members = Object.entries(membersOfType(valueType(type)));
  return Object.fromEntries(members.map(([name, member]) => [name, architectType(member)]));
}
