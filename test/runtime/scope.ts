import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { Report } from '../../src/runtime/expression/compile-rule.ts';
import type { VariableType } from '../../src/runtime/value-type.ts';
import type { NameScope, VariableDeclaration, VariableReader } from '../../src/runtime/variables.ts';

/** A scope with the variables named, `{ a: 'string' }` for `Flow.a`. */
export function scopeOf(types: { readonly [name: string]: VariableType }): NameScope {
  const declarations = Object.entries(types).map(([name, type]): [string, VariableDeclaration] => [
    `flow.${name.toLowerCase()}`,
    { name: `Flow.${name}`, type, isInput: false, isOutput: false },
  ]);
  return { taskName: 'main', flow: new Map(declarations), task: new Map() };
}

/** Gives the values named, `{ a: 1 }` for `Flow.a`; null is NOT_SET. */
export function readerOf(values: JsonObject): VariableReader {
  const set = Object.entries(values).filter(([, value]) => value !== null);
  return {
    now: Date.UTC(2026, 0, 5, 10),
    flowVariables: Object.fromEntries(set.map(([name, value]): [string, Json] => [`Flow.${name}`, value])),
    taskVariables: {},
    builtIn: () => undefined,
  };
}

/** A report that keeps what it is told: code and pointer. */
export function newReport(): {
  readonly report: Report;
  readonly faults: { code: string; pointer: string }[];
} {
  const faults: { code: string; pointer: string }[] = [];
  return { faults, report: (pointer, code) => faults.push({ code, pointer }) };
}
