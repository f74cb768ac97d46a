import type { Json } from '../../../authoring/json.ts';

/**
 * A value of a call as far as it is known before the call: a literal, something not known further (an atom), or what an
 * operation makes of such values. Terms with the same key always have the same value at the same moment of a call.
 */
export interface Term {
  readonly key: string;
  readonly kind: 'literal' | 'atom' | 'call';
  /** Name of the operation or of the atom. */
  readonly name: string;
  readonly operands: readonly Term[];
  /** Of a literal; absent for NOT_SET. */
  readonly value?: Json;
  /** Names of all atoms in it. */
  readonly atoms: ReadonlySet<string>;
  /** How many terms it is made of. */
  readonly size: number;
}

const NO_ATOMS: ReadonlySet<string> = new Set();

/** A value that is written out; undefined is NOT_SET. */
export function literalTerm(value: Json | undefined): Term {
  const key = value === undefined ? 'NOT_SET' : JSON.stringify(value);
  const term = { key, kind: 'literal', name: '', operands: [], atoms: NO_ATOMS, size: 1 } as const;
  return value === undefined ? term : { ...term, value };
}

/** What a variable is that nothing has set. */
export const NOT_SET = literalTerm(undefined);

/** A value that is not known further. @param name the same name, the same value */
export function atomTerm(name: string): Term {
  return { key: `<${name}>`, kind: 'atom', name, operands: [], atoms: new Set([name]), size: 1 };
}

/** What an operation that always gives the same makes of values. */
export function callTerm(name: string, operands: readonly Term[]): Term {
  return {
    key: `${name}(${operands.map((one) => one.key).join(',')})`,
    kind: 'call',
    name,
    operands,
    atoms: new Set(operands.flatMap((one) => [...one.atoms])),
    size: operands.reduce((sum, one) => sum + one.size, 1),
  };
}

/** The term with other atoms in the place of its own. */
export function renamed(term: Term, names: ReadonlyMap<string, string>): Term {
  if (![...term.atoms].some((name) => names.has(name))) return term;
  if (term.kind === 'atom') return atomTerm(names.get(term.name) ?? term.name);
  return callTerm(
    term.name,
    term.operands.map((one) => renamed(one, names)),
  );
}

/** What writes a number in another way, with the operand that holds it last. */
const SAME_NUMBER = new Set([
  'ToPhoneNumber',
  'convert:phoneNumber',
  'ToString',
  'convert:string',
  'Trim',
  'LTrim',
  'RTrim',
]);
/** Members of a phone number that write all of it. */
const WHOLE_NUMBER = new Set(['e164', 'raw']);
/** What puts texts together. */
const JOINS = new Set(['cat', 'Append', '+']);

/**
 * A term by the number it writes: `+4917…`, `4917…`, the phone number and its e164 are the same number, since WhatsApp
 * and the consent register know a number by its digits.
 */
export function numberOf(term: Term): Term {
  if (term.kind === 'literal') return typeof term.value === 'string' ? digits(term.value) : term;
  if (term.kind === 'atom') return term;
  const inner = sameNumber(term);
  if (inner !== undefined) return numberOf(inner);
  return isChoice(term) ? callTerm(term.name, choiceOf(term, numberOf)) : term;
}

function digits(text: string): Term {
  return literalTerm(text.replace(/\D/g, ''));
}

/** The operand that writes the same number as the term. */
function sameNumber({ name, operands }: Term): Term | undefined {
  const [first, second, third, ...more] = operands;
  if (SAME_NUMBER.has(name) && operands.length === 1) return first;
  if (name === '.') return first !== undefined && WHOLE_NUMBER.has(String(first.value)) ? second : undefined;
  if (name === 'Replace' && more.length === 0 && isNoDigit(second) && isNoDigit(third, { orEmpty: true }))
    return first;
  if (!JOINS.has(name) || (operands.length === 1 && name !== 'cat')) return undefined;
  const open = operands.filter((one) => !isNoDigit(one, { orEmpty: true }));
  return open.length === 1 ? open[0] : undefined;
}

function isNoDigit(term: Term | undefined, { orEmpty = false } = {}): boolean {
  const value = term?.value;
  return typeof value === 'string' && (orEmpty || value !== '') && !/\d/.test(value);
}

/** Whether a term is one of several values, whichever a condition says. */
function isChoice({ name, operands }: Term): boolean {
  return name === 'default' || (['If', '?', 'if'].includes(name) && operands.length >= 3);
}

/** The operands of a choice with what may come out changed, its conditions as they are. */
function choiceOf({ name, operands }: Term, change: (term: Term) => Term): readonly Term[] {
  return operands.map((one, index) =>
    name === 'default' || index % 2 === 1 || index === operands.length - 1 ? change(one) : one,
  );
}

/** What may come out of a choice, each of which may be a choice again; nothing for any other term. */
export function outcomesOf(term: Term): readonly Term[] {
  if (!isChoice(term)) return [];
  const values = term.operands.filter(
    (_, index) => term.name === 'default' || index % 2 === 1 || index === term.operands.length - 1,
  );
  return values;
}
