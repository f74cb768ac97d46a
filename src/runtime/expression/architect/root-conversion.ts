import { ArchitectFault } from './fault.ts';
import { chooseOverload } from './overload.ts';
import { functionSignatures } from './signatures.ts';
import type { ArchitectType, CallNode, TypedNode } from './tree.ts';
import { typeName } from './type-names.ts';

/** Functions that Architect puts around a whole expression, by wanted type and then by the type that is there. */
const CONVERSIONS: { readonly [wanted: ArchitectType]: { readonly [from: ArchitectType]: string } } = {
  int: byName('ToInt', ['bln', 'dec', 'str', 'dur']),
  dec: byName('ToDecimal', ['bln', 'cur', 'str', 'int']),
  bln: byName('ToBool', ['dec', 'str', 'int']),
  dtm: byName('ToDateTime', ['str', 'int']),
  dur: byName('ToDuration', ['str', 'int']),
  cur: byName('ToCurrency', ['str', 'dec', 'int']),
  phn: byName('ToPhoneNumber', ['str']),
  com: byName('ToCommunication', ['str']),
  aud: {
    str: 'ToAudioTTS',
    int: 'ToAudioNumber',
    dec: 'ToAudioNumber',
    bln: 'ToAudioBool',
    dur: 'ToAudioDuration',
    cur: 'ToAudioCurrency',
    dtm: 'ToAudioDateTime',
    pmt: 'ToAudio',
  },
};

/**
 * The expression made to give the wanted type: Architect converts a whole expression, and nothing within it. Published
 * flows show that collections become a String too.
 *
 * @throws ArchitectFault when the types do not convert.
 */
export function convertRoot(node: TypedNode, wanted: ArchitectType): TypedNode {
  if (node.type === wanted || wanted === 'any' || node.type === 'any') return node;
  if (node.type === 'nts') return { ...node, type: wanted };
  const name = conversion(node.type, wanted);
  const chosen = name === undefined ? undefined : chooseOverload(functionSignatures(name), [node.type]);
  if (name === undefined || chosen === undefined || chosen === 'ambiguous') throw wrongType(node, wanted);
  const { signature, returns } = chosen;
  const { pos } = node;
  return {
    kind: 'call',
    name,
    overload: signature.overload,
    operands: [node],
    type: returns,
    pos,
  } satisfies CallNode;
}

function conversion(from: ArchitectType, wanted: ArchitectType): string | undefined {
  if (wanted === 'str') return 'ToString';
  const conversions = Object.hasOwn(CONVERSIONS, wanted) ? CONVERSIONS[wanted] : undefined;
  return conversions !== undefined && Object.hasOwn(conversions, from) ? conversions[from] : undefined;
}

function byName(name: string, from: readonly ArchitectType[]): { readonly [from: ArchitectType]: string } {
  return Object.fromEntries(from.map((type) => [type, name]));
}

function wrongType({ type, pos }: TypedNode, wanted: ArchitectType): ArchitectFault {
  return new ArchitectFault(
    pos,
    'WRONG_TYPE',
    `this gives ${typeName(type)}, but ${typeName(wanted)} is wanted`,
    wanted.endsWith('[]')
      ? 'make a collection with MakeList(…)'
      : 'convert it with a function such as ToString or ToInt',
  );
}
