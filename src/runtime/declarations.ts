import { Type } from 'typebox';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { below, reporter } from './compile-settings.ts';
import { compileValue } from './expression/compile-value.ts';
import { VariableSchema } from './flow.ts';
import type { Body } from './flow-parts.ts';
import { type FlowType, runnableFlowType } from './flow-types.ts';
import type { InitialValue } from './program.ts';
import { VARIABLE_TYPES, type VariableType } from './value-type.ts';
import { flowScopes, type NameScope, type TaskVariable, type VariableDeclaration } from './variables.ts';
import { type ThingReference, writtenThings } from './written-things.ts';

const checkTaskVariables = schemaCheck(Type.Record(Type.String(), VariableSchema));

/** Faults in the shape of a task's own variables; those of the flow are checked with its header. */
export function checkDeclarations({ variables, variablesPlace }: Body): readonly Diagnostic[] {
  return variables === undefined ? [] : checkTaskVariables(variables, variablesPlace);
}

/** A flow's declared variables, by lower-case name. */
export function declarations(flow: JsonObject): ReadonlyMap<string, VariableDeclaration> {
  const { type } = flow;
  const prefixes = flowScopes(typeof type === 'string' ? runnableFlowType(type) : undefined);
  const variables = declared(own(flow, 'variables'), prefixes);
  return new Map(variables.map((variable) => [variable.name.toLowerCase(), variable]));
}

/** @param prefixes what names may begin with: `Flow`, `Task` … */
function declared(json: Json | undefined, prefixes: readonly string[]): VariableDeclaration[] {
  if (!isJsonObject(json)) return [];
  return Object.entries(json).flatMap(([name, variable]): VariableDeclaration[] => {
    const [prefix = ''] = name.toLowerCase().split('.');
    if (!isJsonObject(variable) || !prefixes.some((one) => one.toLowerCase() === prefix)) return [];
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

/** The names an action of this task, menu or state can use. */
export function newScope(
  body: Body,
  flow: ReadonlyMap<string, VariableDeclaration>,
  flowType?: FlowType,
): NameScope {
  const prefix = body.kind === 'state' || body.kind === 'bot' ? 'State' : 'Task';
  const task = new Map<string, TaskVariable>(
    declared(body.variables, [prefix]).map(({ name, type, isOutput }) => [
      name.toLowerCase(),
      { name, type, ...(isOutput && { isOutput }) },
    ]),
  );
  return { taskName: body.name, flow, task, prefix, ...(flowType === undefined ? {} : { flowType }) };
}

/**
 * The initial values of declared variables, compiled; names that cannot be are faults.
 *
 * @param of whose variables they are: the flow's, or those of the scope's task or state.
 */
export function initialValues(
  json: Json | undefined,
  of: 'flow' | 'container',
  place: Place,
  scope: NameScope,
  context: { readonly diagnostics: Diagnostic[]; readonly things?: ThingReference[] },
): InitialValue[] {
  const prefixes = of === 'flow' ? flowScopes(scope.flowType) : [scope.prefix ?? 'Task'];
  reportBadNames(json, prefixes, place, context);
  return declared(json, prefixes).flatMap(({ name, type, initialValue }) => {
    if (initialValue === undefined) return [];
    const at = below(place, name, 'initialValue');
    context.things?.push(...writtenThings(initialValue, type, at));
    return [{ name, value: compileValue(initialValue, type, scope, reporter(at, context)) }];
  });
}

function reportBadNames(
  json: Json | undefined,
  prefixes: readonly string[],
  place: Place,
  context: { readonly diagnostics: Diagnostic[] },
): void {
  const seen = new Map<string, string>();
  const isName = new RegExp(`^(${prefixes.join('|')})\\.[A-Za-z]\\w*$`, 'i');
  for (const name of Object.keys(isJsonObject(json) ? json : {})) {
    const report = reporter(below(place, name), context);
    if (!isName.test(name)) {
      const right = prefixes.map((prefix) => `${prefix}.name`).join(' or ');
      report(
        '',
        'VARIABLE_NAME',
        `\`${name}\` is no name for a variable here`,
        `write ${right}: a letter, then letters, digits or _`,
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
