import { isJsonObject, type Json, own } from '../../../authoring/json.ts';
import { ExpressionError } from '../expression.ts';
import { type FromVariable, fromVariable, toVariable } from './border.ts';
import { guardedOperation } from './guarded-operation.ts';
import { type ChosenOverload, chooseOverload } from './overload.ts';
import { parameterAt, type Signature } from './signatures.ts';
import type { ArchitectType, CallNode, Operation } from './tree.ts';
import { typeName } from './type-names.ts';

/**
 * What a call does some of whose operands have a type that only the call tells: the overload is chosen by the values.
 * Operands of unknown type, and the result of one, are as variables hold them.
 */
export function operationByValue(node: CallNode, candidates: readonly Signature[]): Operation {
  const declared = node.operands.map((operand) => operand.type);
  const known = new Map<string, Chosen>();
  return (values, facts) => {
    const possible = values.map((value, index) => possibleTypes(value, declared[index] ?? 'any'));
    const key = possible.map((types) => types[0]).join();
    const chosen = known.get(key) ?? choose(node.name, candidates, possible);
    known.set(key, chosen);
    const operands = values.map((value, index) =>
      isUnknown(declared[index]) ? (chosen.from[index]?.(value) ?? null) : value,
    );
    const result = chosen.run(operands, facts);
    return isUnknown(node.type) ? chosen.to(result) : result;
  };
}

interface Chosen {
  /** How each value becomes an operand. */
  readonly from: readonly FromVariable[];
  readonly to: (result: Json) => Json;
  readonly run: Operation;
}

function isUnknown(type: ArchitectType | undefined): boolean {
  return type === 'any' || type === 'any[]';
}

/** The first overload that takes the values as what they look like most. */
function choose(
  name: string,
  candidates: readonly Signature[],
  possible: readonly (readonly ArchitectType[])[],
): Chosen {
  for (const types of readings(possible)) {
    const chosen = chooseOverload(candidates, types);
    const run = chosen === undefined || chosen === 'ambiguous' ? undefined : runOf(chosen, types);
    if (run !== undefined) return run;
  }
  const first = possible.map(([type = 'any']) => typeName(type)).join(' and ');
  throw new ExpressionError(`\`${name}\` does not take ${first}`);
}

function runOf(
  { signature, returns, operandTypes }: ChosenOverload,
  types: readonly ArchitectType[],
): Chosen | undefined {
  const run = guardedOperation(signature.overload, operandTypes);
  if (run === undefined) return undefined;
  const from = types.map((type, index) => fromVariable(wantedType(signature, type, index)));
  return { from, to: toVariable(returns) ?? ((result) => result), run };
}

/** NOT_SET is handed on as what the overload has in its place. */
function wantedType(signature: Signature, type: ArchitectType, index: number): ArchitectType {
  return type === 'nts' ? (parameterAt(signature, index)?.type ?? 'any') : type;
}

/** How many ways to read the values of one call are tried. */
const MAX_READINGS = 64;

/** The ways to read values, likeliest first: the first operand's readings change least. */
function readings(possible: readonly (readonly ArchitectType[])[]): readonly (readonly ArchitectType[])[] {
  return possible.reduce<readonly (readonly ArchitectType[])[]>(
    (all, types) => all.flatMap((one) => types.map((type) => [...one, type])).slice(0, MAX_READINGS),
    [[]],
  );
}

/** What a value of unknown type may be, likeliest first. */
function possibleTypes(value: Json, declared: ArchitectType): readonly ArchitectType[] {
  if (!isUnknown(declared)) return [declared];
  if (value === null) return ['nts'];
  if (Array.isArray(value)) return listTypes(value);
  if (typeof value === 'boolean') return ['bln'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['int', 'dec', 'dur'] : ['dec'];
  return typeof value === 'string' ? textTypes(value) : objectTypes(value);
}

function listTypes(items: readonly Json[]): readonly ArchitectType[] {
  const set = items.filter((item) => item !== null);
  const [first] = set;
  if (first === undefined) return ['str[]', 'int[]', 'dec[]', 'dur[]', 'bln[]', 'any[]'];
  const isDecimal = set.some((item) => typeof item === 'number' && !Number.isInteger(item));
  const types = isDecimal ? ['dec'] : possibleTypes(first, 'any');
  return types.map((type) => `${type}[]`);
}

function textTypes(text: string): readonly ArchitectType[] {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return ['str', 'dtm'];
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return ['str', 'dat'];
  if (/^\d\d:\d\d:\d\d$/.test(text)) return ['str', 'tim'];
  // A decimal of more digits than a JSON number keeps.
  return /^-?\d+\.\d{15,}$|^-?\d{16,}\.\d+$/.test(text) ? ['dec', 'str'] : ['str', 'com'];
}

/** Members that tell what an object is; things of the organization are alike. */
const TELLING: readonly (readonly [member: string, type: ArchitectType])[] = [
  ['isTel', 'phn'],
  ['raw', 'phn'],
  ['amount', 'cur'],
  ['username', 'usr'],
  ['textToSpeech', 'pmt'],
];

function objectTypes(value: Json): readonly ArchitectType[] {
  if (!isJsonObject(value)) return ['any'];
  const told = TELLING.filter(([name]) => own(value, name) !== undefined).map(([, type]) => type);
  const isAddress = typeof value['id'] === 'string' && value['id'].includes('@');
  return [...told, ...(isAddress ? ['cpx_email_address'] : []), ...THINGS];
}

const THINGS = ['que', 'usr', 'skl', 'grp', 'lac', 'wrc', 'pmt', 'scg', 'jsn', 'cpx_email_address'];
