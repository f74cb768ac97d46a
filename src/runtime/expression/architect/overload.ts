import { parameterAt, type Signature } from './signatures.ts';
import type { ArchitectType } from './tree.ts';

/** The overload that takes the operands, and what its `any` stands for. */
export interface ChosenOverload {
  readonly signature: Signature;
  readonly returns: ArchitectType;
  /** The type each operand has in it: a bare NOT_SET takes the parameter's. */
  readonly operandTypes: readonly ArchitectType[];
}

/** Types that only the overloads naming them take: audio, choices and lists of choices. */
const NOT_ANY = new Set<ArchitectType>(
  (
    'aud bof cuf daf nuf phf stf tif tpf lne cte cre dwc lge rge sde ' +
    'blc cuc dac nuc phc stc tic tpc lcc lgc lqc ctc cec dlc lnc rec sec'
  ).split(' '),
);
/** Comparisons of nothing but NOT_SET compare Strings. */
const ASSUME_STRING = new Set(['==', '!=', 'AreEqual']);
/** These refuse nothing but NOT_SET. */
const REFUSE_NOT_SET = new Set(['Append', 'Sum', 'If', '?']);

/**
 * The first overload that takes operands of these types.
 *
 * Types must be the same, nothing is widened. `any` is one type all over an overload. An operand of unknown type (`any`)
 * fits everywhere.
 *
 * @returns `ambiguous` when unknown operands leave a choice; undefined when none fits.
 */
export function chooseOverload(
  signatures: readonly Signature[],
  types: readonly ArchitectType[],
): ChosenOverload | 'ambiguous' | undefined {
  if (types.some((type) => type === 'any' || type === 'any[]')) {
    const [first, ...more] = fittingOverloads(signatures, types);
    return more.length > 0 ? 'ambiguous' : first;
  }
  const exact = signatures.filter((one) => !isGeneric(one)).map((one) => matched(one, types, false));
  return exact.find(isChosen) ?? signatures.map((one) => matched(one, types, true)).find(isChosen);
}

/** Every overload that operands of these types may turn out to fit, those first that take a type of their own. */
export function fittingOverloads(
  signatures: readonly Signature[],
  types: readonly ArchitectType[],
): readonly ChosenOverload[] {
  const own = signatures.filter((one) => !isGeneric(one));
  return [...own, ...signatures.filter(isGeneric)].map((one) => matched(one, types, true)).filter(isChosen);
}

function isChosen(chosen: ChosenOverload | undefined): chosen is ChosenOverload {
  return chosen !== undefined;
}

/** Whether an overload takes values of any type. */
export function isGeneric({ parameters }: Signature): boolean {
  return parameters.some(({ type }) => type === 'any' || type === 'any[]');
}

/** Whether as many operands may come as there are. */
export function takesCount({ parameters, repeats }: Signature, count: number): boolean {
  return repeats ? count >= parameters.length : count === parameters.length;
}

/** @param notSetFits whether a bare NOT_SET fits every parameter that takes NOT_SET, or only those made for it. */
function matched(
  signature: Signature,
  types: readonly ArchitectType[],
  notSetFits: boolean,
): ChosenOverload | undefined {
  if (!takesCount(signature, types.length)) return undefined;
  const bound = new Set<ArchitectType>();
  for (const [index, type] of types.entries()) {
    const parameter = parameterAt(signature, index);
    if (parameter === undefined || !fits(parameter.type, type, notSetFits && parameter.takesNotSet))
      return undefined;
    const generic = boundBy(parameter.type, type);
    if (generic !== undefined) bound.add(generic);
  }
  if (bound.size > 1) return undefined;
  const known = [...bound][0] ?? unbound(signature, types);
  return known === undefined ? undefined : chosen(signature, types, known);
}

function fits(wanted: ArchitectType, type: ArchitectType, notSetFits: boolean): boolean {
  if (type === 'nts') return wanted === 'nts' || notSetFits;
  if (type === wanted || type === 'any') return true;
  const isCollection = type.endsWith('[]');
  if (wanted === 'any[]') return isCollection;
  if (wanted === 'any') return !isCollection && !NOT_ANY.has(type);
  if (wanted === 'cop') return !isCollection && type !== 'aud';
  if (wanted === 'apa') return type === 'aud' || type === 'pmt';
  return type === 'any[]' && wanted.endsWith('[]');
}

/** What `any` stands for by this operand. */
function boundBy(wanted: ArchitectType, type: ArchitectType): ArchitectType | undefined {
  if (type === 'nts' || type === 'any' || type === 'any[]') return undefined;
  if (wanted === 'any') return type;
  return wanted === 'any[]' ? type.slice(0, -'[]'.length) : undefined;
}

/** What `any` stands for when no operand tells; undefined where that is refused. */
function unbound(signature: Signature, types: readonly ArchitectType[]): ArchitectType | undefined {
  const { name } = signature;
  const [first, ...others] = types;
  const decides = name === 'If' || name === '?' ? others : [first, ...others];
  const isBare = decides.length > 0 && decides.every((type) => type === 'nts');
  if (isBare && ASSUME_STRING.has(name)) return 'str';
  if (isBare && (REFUSE_NOT_SET.has(name) || isGeneric(signature))) return undefined;
  return 'any';
}

function chosen(signature: Signature, types: readonly ArchitectType[], bound: ArchitectType): ChosenOverload {
  const filled = (type: ArchitectType) => (type === 'any' ? bound : type === 'any[]' ? `${bound}[]` : type);
  const returns = filled(signature.returns);
  const operandTypes = types.map((type, index) => {
    const wanted = parameterAt(signature, index)?.type ?? type;
    if (type === 'nts') return wanted === 'nts' ? returns : filled(wanted);
    return type;
  });
  return { signature, returns, operandTypes };
}
