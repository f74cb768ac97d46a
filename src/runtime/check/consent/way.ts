import type { Step } from '../../program.ts';
import type { Proof } from './effects.ts';
import type { CallState } from './state.ts';

/** One way in which calls can go on. */
export interface Way {
  readonly to: CallState;
  /** What happens, in the words of a caller or of the flow; absent where there is no choice. */
  readonly told?: string;
  /** How far it is from what a call usually does: 0 nothing happens, 1 a choice, 2 an error. */
  readonly cost: 0 | 1 | 2;
}

/** What happens on an output path, as a caller does it or by the action's id. */
export function told({ program }: Proof, step: Step, output: string): string {
  const { type, settings, container, containerKind, id, unit } = step;
  const done = type.callerDoes?.(settings, output);
  const isMenu = program.units[unit]?.containers.menu.get(container) === program.byId.get(id);
  const where = containerKind === 'menu' && isMenu ? `menu \`${container}\`` : `\`${id}\``;
  return done === undefined ? `${output} of ${where}` : `${done} at ${where}`;
}
