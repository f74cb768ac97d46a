import type { Json } from '../../../authoring/json.ts';
import { didYouMean } from '../../../authoring/suggest.ts';
import type { VariableReference } from '../../variables.ts';
import {
  choiceId,
  choicesNamed,
  choicesOf,
  constantOf,
  constantVariable,
  partsOfChoice,
} from './constants.ts';
import { ArchitectFault } from './fault.ts';
import { checkLimits } from './limits.ts';
import { membersOf } from './members.ts';
import { keywordHint, mismatch, noOverload, notOutermost, unknownFunction } from './mismatch.ts';
import { chooseOverload, fittingOverloads, isGeneric } from './overload.ts';
import type { CallSyntax, LiteralSyntax, NameSyntax, SyntaxNode } from './parser.ts';
import { parse } from './parser.ts';
import { convertRoot } from './root-conversion.ts';
import { functionSignatures, operatorSignatures, type Signature } from './signatures.ts';
import type { ArchitectType, CallNode, LiteralNode, TypedNode } from './tree.ts';
import { typeName } from './type-names.ts';

/** A variable that an expression names. */
export interface FoundName {
  readonly reference: VariableReference;
  readonly type: ArchitectType;
  /** How many of the parts are its name; the rest are members. */
  readonly length: number;
}

/** Why a name is none. */
export interface NameProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Finds the longest variable whose name begins the parts of a dotted name. */
export type FindName = (parts: readonly string[]) => FoundName | NameProblem;

/**
 * Reads an expression's text and gives everything its type.
 *
 * @param wanted what the expression must give; it converts by Architect's rules. `any` takes what comes.
 * @throws ArchitectFault
 */
export function resolve(text: string, wanted: ArchitectType, findName: FindName): TypedNode {
  const node = typed(parse(text), findName, true);
  return convertRoot(node, wanted);
}

function typed(syntax: SyntaxNode, findName: FindName, isRoot = false): TypedNode {
  if (syntax.kind === 'literal') return literal(syntax);
  if (syntax.kind === 'name') return named(syntax, findName);
  if (syntax.name === '.' && !syntax.isFunction) return dotted(syntax, findName);
  const operands = syntax.operands.map((operand) => typed(operand, findName));
  if (syntax.name === '[' && !syntax.isFunction) return bracketed(syntax, operands);
  return called(syntax, operands, isRoot);
}

function literal({ type, text, pos }: LiteralSyntax): LiteralNode {
  return { kind: 'literal', value: literalValue(type, text), type, pos };
}

function literalValue(type: LiteralSyntax['type'], text: string): Json {
  if (type === 'int') return Number(text) + 0;
  if (type === 'bln') return text === 'true';
  if (type === 'dec') return plainDecimal(text);
  return type === 'nts' ? null : text;
}

/** `12.` is `12.0`, `.50` is `0.5`. */
function plainDecimal(text: string): string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)0*(\d*)\.(\d*?)0*$/.exec(text) ?? [];
  return `${sign}${whole === '' ? '0' : whole}.${decimals === '' ? '0' : decimals}`;
}

function named({ parts, pos }: NameSyntax, findName: FindName): TypedNode {
  const texts = parts.map((part) => part.text);
  const two = texts.slice(0, 2).join('.');
  const choices = choicesNamed(two);
  const constant = constantVariable(two);
  const special = choices ?? constant;
  const found = special === undefined ? findName(texts) : builtIn(special.name, special.type);
  if ('code' in found)
    throw new ArchitectFault(pos, found.code, found.message, keywordHint(two) ?? found.hint);
  const variable: TypedNode = { kind: 'variable', reference: found.reference, type: found.type, pos };
  return parts
    .slice(found.length)
    .reduce<TypedNode>((object, { text, dot }) => member('.', text, object, dot, dot), variable);
}

function builtIn(name: string, type: ArchitectType): FoundName {
  return { reference: { scope: 'builtIn', name, members: [], type: 'any' }, type, length: 2 };
}

function dotted({ operands: [name, object], pos }: CallSyntax, findName: FindName): TypedNode {
  if (name?.kind !== 'literal' || object === undefined) throw noOverload('.', [], pos);
  return member('.', name.text, typed(object, findName), pos, name.pos);
}

function bracketed({ pos }: CallSyntax, [index, object]: readonly TypedNode[]): TypedNode {
  if (index === undefined || object === undefined) throw noOverload('[', [], pos);
  if (object.type.endsWith('[]') || index.type !== 'str') return item(index, object, pos);
  if (index.kind === 'literal') return member('[', String(index.value), object, pos, index.pos);
  throw new ArchitectFault(
    index.pos,
    'EXPRESSION_TYPE',
    'a member is named by a text that is computed',
    'write the name itself: ["name"]',
  );
}

/** What is unknown of both is an index and a collection: a member's name has to be written out. */
function item(index: TypedNode, object: TypedNode, pos: number): CallNode {
  const [chosen] = fittingOverloads(operatorSignatures('['), [index.type, object.type]);
  if (chosen?.signature.parameters[0]?.type !== 'int') {
    throw new ArchitectFault(
      pos,
      'EXPRESSION_TYPE',
      `${typeName(object.type)} has no items by ${typeName(index.type)}`,
      object.type.endsWith('[]')
        ? 'an item is named by a whole number, the first is 0'
        : 'only collections have items',
    );
  }
  const { signature, returns } = chosen;
  return {
    kind: 'call',
    name: '[',
    overload: signature.overload,
    operands: [index, object],
    type: returns,
    pos,
  };
}

/** What is read of a value by name: `.name` or `["name"]`. */
function member(sign: '.' | '[', name: string, object: TypedNode, pos: number, namePos: number): TypedNode {
  const constant = object.kind === 'call' ? folded(object, name) : undefined;
  if (constant !== undefined) return { kind: 'literal', ...constant, pos: object.pos };
  const { overload, id, type } = memberOf(sign, name, object.type, namePos);
  const operand: LiteralNode = { kind: 'literal', value: id, type: 'str', pos: namePos };
  return { kind: 'call', name: sign, overload, operands: [operand, object], type, pos };
}

/** Architect keeps `System.Currencies.USD.code` as the text it is. */
function folded(object: CallNode, part: string): { value: Json; type: ArchitectType } | undefined {
  const [choice] = object.operands;
  return object.name === '.' && choice?.kind === 'literal'
    ? constantOf(object.type, String(choice.value), part)
    : undefined;
}

function memberOf(
  sign: '.' | '[',
  name: string,
  type: ArchitectType,
  pos: number,
): { overload: string; id: string; type: ArchitectType } {
  const overload = `${sign}(str,any)`;
  if (type === 'jsn' || type === 'any') return { overload, id: name, type };
  if (type === 'con') return { overload, id: name, type: 'str' };
  const choices = operatorSignatures('.').find(({ parameters }) => parameters[1]?.type === type);
  if (choices !== undefined) return choice(choices, name, type, pos);
  const members = membersOf(type);
  const own = Object.keys(members).find((one) => one.toLowerCase() === name.toLowerCase());
  const memberType = own === undefined ? undefined : members[own];
  if (own !== undefined && memberType !== undefined) return { overload, id: own, type: memberType };
  throw new ArchitectFault(
    pos,
    'UNKNOWN_MEMBER',
    `a value of type ${typeName(type)} has no \`${name}\``,
    /^(length|count|size)$/i.test(name)
      ? lengthHint(type)
      : type.endsWith('[]')
        ? 'an item is [0] or GetAt(…, 0)'
        : didYouMean(
            name,
            [...Object.keys(members), ...partsOfChoice(type)],
            'values of this type have no members',
          ),
  );
}

function lengthHint(type: ArchitectType): string {
  return type.endsWith('[]')
    ? 'Count(…) tells how many items there are'
    : 'Length(…) tells how long a text is';
}

function choice(signature: Signature, name: string, type: ArchitectType, pos: number) {
  const known = choicesOf(type);
  const own =
    known?.find((one) => one.toLowerCase() === name.toLowerCase()) ??
    (known === undefined ? name : undefined);
  if (own !== undefined)
    return { overload: signature.overload, id: choiceId(type, own), type: signature.returns };
  throw new ArchitectFault(
    pos,
    'UNKNOWN_MEMBER',
    `there is no choice \`${name}\` here`,
    didYouMean(name, known ?? [], ''),
  );
}

function called(syntax: CallSyntax, operands: readonly TypedNode[], isRoot: boolean): CallNode {
  const { name, isFunction, pos } = syntax;
  const signatures = isFunction ? functionSignatures(name) : operatorSignatures(name);
  const [first] = signatures;
  if (first === undefined) throw unknownFunction(name, pos);
  const types = operands.map((operand) => operand.type);
  const chosen = chooseOverload(signatures, types);
  if (chosen === undefined) throw mismatch(first.name, signatures, types, pos);
  if (first.name === 'AudioPlaybackOptions' && !isRoot) throw notOutermost(pos);
  if (chosen === 'ambiguous') return undecided(first.name, signatures, operands, pos);
  const retyped = operands.map((operand, index) =>
    withType(operand, chosen.operandTypes[index] ?? operand.type),
  );
  const checked = checkLimits(chosen.signature, retyped);
  return {
    kind: 'call',
    name: first.name,
    overload: chosen.signature.overload,
    operands: checked,
    type: chosen.returns,
    pos,
  };
}

/**
 * A call whose overload the values choose. `If` needs none: its branches are what they are. Limits of literals are left
 * to the call.
 */
function undecided(
  name: string,
  signatures: readonly Signature[],
  operands: readonly TypedNode[],
  pos: number,
): CallNode {
  const fitting = fittingOverloads(
    signatures,
    operands.map(({ type }) => type),
  );
  const [first, ...more] = fitting;
  const { overload } = (fitting.find(({ signature }) => isGeneric(signature)) ?? first)?.signature ?? {
    overload: name,
  };
  const type = more.every(({ returns }) => returns === first?.returns) ? (first?.returns ?? 'any') : 'any';
  const candidates = fitting.map(({ signature }) => signature);
  return { kind: 'call', name, overload, operands, type, pos, candidates };
}

function withType(operand: TypedNode, type: ArchitectType): TypedNode {
  return operand.type === type ? operand : { ...operand, type };
}
