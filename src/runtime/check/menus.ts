import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { pointerTo } from '../../authoring/json.ts';
import { keysOf } from '../flow-actions/menu.ts';
import type { Program, Step, Unit } from '../program.ts';

/** Finds keys that mean two things in one flow, and ways back to a menu where there is none. Pure. */
export function checkMenus(program: Program): Diagnostic[] {
  return [...program.units.flatMap((unit) => keyFaults(program, unit)), ...menusMissed(program)];
}

/** A key that counts in all menus must not mean something else in another. */
function keyFaults(program: Program, unit: Unit): Diagnostic[] {
  const global = unit.globalChoices.filter(({ key }) => key !== '');
  return [...unit.containers.menu].flatMap(([name, at]) => {
    const step = program.steps[at];
    if (step === undefined) return [];
    return keysOf(step.settings).flatMap((key): Diagnostic[] => {
      const other = global.find((one) => one.key === key && one.menu !== name);
      if (other === undefined) return [];
      const isGlobal = global.some((one) => one.key === key && one.menu === name);
      return [isGlobal ? claimedTwice(step, key, other.menu) : hidden(step, key, other.menu)];
    });
  });
}

function claimedTwice(step: Step, key: string, other: string): Diagnostic {
  return {
    file: step.place.file,
    pointer: pointerTo(step.place.pointer, 'choices', key, 'global'),
    severity: 'error',
    code: 'MENU_GLOBAL_KEY',
    message: `the key ${key} counts in all menus for a choice of the menu \`${other}\`, too`,
    hint: 'give one of them another key, or take away its "global"',
  };
}

function hidden(step: Step, key: string, other: string): Diagnostic {
  return {
    file: step.place.file,
    pointer: pointerTo(step.place.pointer, 'choices', key),
    severity: 'warning',
    code: 'MENU_KEY_HIDDEN',
    message: `the key ${key} counts in all menus for a choice of the menu \`${other}\`; here it means this one`,
    hint: 'give one of them another key',
  };
}

/** Previous Menu and Repeat Menu in a flow that has no menus. */
function menusMissed(program: Program): Diagnostic[] {
  return program.steps
    .filter(({ type }) => type.type === 'previousMenu' || type.type === 'repeatMenu')
    .filter(({ unit }) => program.units[unit]?.containers.menu.size === 0)
    .map(({ type, place }) => ({
      ...place,
      severity: 'error',
      code: 'NO_MENU',
      message: `\`${type.type}\` has no menu to go to: the flow has none`,
      hint: 'add one under "menus", or go to a task with jumpToTask',
    }));
}
