import { Type } from 'typebox';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { below, reporter } from './compile-settings.ts';
import { compileValue } from './expression/compile-value.ts';
import { VariableSchema } from './flow.ts';
import type { Body } from './flow-parts.ts';
import type { InitialValue } from './program.ts';
import { VARIABLE_TYPES, type ValueType, type VariableType } from './value-type.ts';
import type { NameScope, TaskVariable, VariableDeclaration } from './variables.ts';

const checkTaskVariables = schemaCheck(Type.Record(Type.String(), VariableSchema));

/** Faults in the shape of a task's own variables; those of the flow are checked with its header. */
export function checkDeclarations({ variables, variablesPlace }: Body): readonly Diagnostic[] {
  return variables === undefined ? [] : checkTaskVariables(variables, variablesPlace);
}

/** A flow's declared variables, by lower-case name. */
export function declarations(flow: JsonObject): ReadonlyMap<string, VariableDeclaration> {
  const variables = own(flow, 'variables');
  return new Map(declared(variables, 'Flow.').map((variable) => [variable.name.toLowerCase(), variable]));
}

function declared(json: Json | undefined, prefix: string): VariableDeclaration[] {
  if (!isJsonObject(json)) return [];
  return Object.entries(json).flatMap(([name, variable]): VariableDeclaration[] => {
    if (!isJsonObject(variable) || !name.toLowerCase().startsWith(prefix.toLowerCase())) return [];
    const { type, initialValue } = variable;
    if (!VARIABLE_TYPES.includes(type as VariableType)) return [];
    return [
      {
        name,
        type: type as VariableType,
        isInput: variable['isInput'] === true,
        isOutput: variable['isOutput'] === true,
        ...(initialValue === undefined ? {} : { initialValue }),
      },
    ];
  });
}

/** The names an action of this task or menu can use. */
export function newScope(body: Body, flow: ReadonlyMap<string, VariableDeclaration>): NameScope {
  const task = new Map<string, TaskVariable>(
    declared(body.variables, 'Task.').map(({ name, type }) => [name.toLowerCase(), { name, type }]),
  );
  return { taskName: body.name, flow, task };
}

/** The initial values of declared variables, compiled; names that cannot be are faults. */
export function initialValues(
  json: Json | undefined,
  prefix: string,
  place: Place,
  scope: NameScope,
  context: { readonly diagnostics: Diagnostic[] },
): InitialValue[] {
  reportBadNames(json, prefix, place, context);
  return declared(json, prefix).flatMap(({ name, type, initialValue }) => {
    if (initialValue === undefined) return [];
    const at = below(place, name, 'initialValue');
    return [{ name, value: compileValue(initialValue, type as ValueType, scope, reporter(at, context)) }];
  });
}

function reportBadNames(
  json: Json | undefined,
  prefix: string,
  place: Place,
  context: { readonly diagnostics: Diagnostic[] },
): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(isJsonObject(json) ? json : {})) {
    const report = reporter(below(place, name), context);
    if (!new RegExp(`^${prefix}[A-Za-z]\\w*$`, 'i').test(name)) {
      report(
        '',
        'VARIABLE_NAME',
        `\`${name}\` is no name for a variable here`,
        `write ${prefix}name: a letter, then letters, digits or _`,
      );
    }
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      report(
        '',
        'DUPLICATE_VARIABLE',
        `\`${name}\` is \`${other}\` again: upper and lower case do not differ`,
        'rename or remove one',
      );
    seen.set(name.toLowerCase(), name);
  }
}
