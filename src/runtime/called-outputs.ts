import { Type } from 'typebox';
import type { Json, JsonObject } from '../authoring/json.ts';
import type { ActionContext } from './flow-action.ts';
import { TargetVariable } from './settings.ts';
import { sameVariable, type Target } from './variables.ts';

/** The variables that get what a called task or flow gives back: the setting `saveOutputs`. */
export const SaveOutputs = Type.Optional(
  Type.Record(Type.String(), TargetVariable(), {
    description: 'Output of what was called, such as `Common.name` or `name`: the variable that gets it.',
  }),
);

/** Writes what a called task or flow gave back; an output that is NOT_SET makes its variable NOT_SET. */
export function saveOutputs(
  targets: { readonly [output: string]: Target } | undefined,
  values: JsonObject,
  context: Pick<ActionContext, 'write'>,
): void {
  for (const [output, target] of Object.entries(targets ?? {})) {
    const name = Object.keys(values).find((one) => sameVariable(one, output));
    context.write(target, name === undefined ? undefined : values[name]);
  }
}

/** Inputs as a call hands them over; those that are NOT_SET are left out. */
export function readInputs(
  inputs: { readonly [name: string]: Parameters<ActionContext['read']>[0] } | undefined,
  context: Pick<ActionContext, 'read'>,
): readonly (readonly [name: string, value: Json])[] {
  return Object.entries(inputs ?? {}).flatMap(([name, expression]) => {
    const value = context.read(expression);
    return value === undefined ? [] : [[name, value] as const];
  });
}
