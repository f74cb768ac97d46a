import type { Json } from '../../../authoring/json.ts';
import { type Expression, ExpressionError } from '../../expression/expression.ts';
import type { Shape } from '../../expression/shape.ts';
import type { VariableReader, VariableReference } from '../../variables.ts';
import type { Values } from './state.ts';
import { atomTerm, callTerm, literalTerm, NOT_SET, type Term } from './term.ts';

/** Largest term that is kept; what is larger counts as a value of its own, so that a loop cannot make terms without end. */
const MAX_TERM = 40;

/** Built-in variables that never change in a conversation. */
const LASTING = new Set([
  'Call.Ani',
  'Call.CalledAddress',
  'Call.CalledAddressOriginal',
  'Call.Contact',
  'Call.ContactId',
  'Call.ConversationId',
  'Call.ExternalContactId',
  'Call.RemoteName',
  'Chat.ConversationId',
  'Chat.Guest',
  'Email.ConversationId',
  'Message.ConversationId',
  'Survey.ConversationId',
  'Survey.CustomerAddress',
  'Survey.CustomerContact',
  'Survey.CustomerOrganization',
  'Workitem.Workitem',
]);

/** Functions that do not give the same for the same operands. */
const CHANGING =
  /^(GetCurrent|Find(?!First|String|$)|ResolveSlot|To(User|Queue|Group|Skill|WrapupCode|LanguageSkill|ScheduleGroup)$)/;

/** The names that an expression sees where it stands, and what is known of their values. */
export interface Known {
  readonly flow: Values;
  readonly task: Values;
  /** Whether the values of a variable are followed. */
  follows(name: string): boolean;
  /** A value that is not known further, the same one whenever it is asked for by this name. */
  fresh(name: string): Term;
}

/** Whether an atom stands for the same value through the whole conversation. */
export function lasts(atom: string): boolean {
  return LASTING.has(atom) || atom.startsWith('given ');
}

/** What an expression gives, as far as it is known. @param name tells unknown parts of it from those of others */
export function termOf(expression: Expression, known: Known, name: string): Term {
  let parts = 0;
  const unknown = () => known.fresh(`${name}#${parts++}`);
  const term = expression.shape === undefined ? unknown() : shapeTerm(expression.shape(), known, unknown);
  return term.size > MAX_TERM ? unknown() : term;
}

function shapeTerm(shape: Shape, known: Known, unknown: () => Term): Term {
  switch (shape.kind) {
    case 'literal':
      return literalTerm(shape.value);
    case 'read':
      return readTerm(shape.reference, known, unknown);
    case 'call':
      if (CHANGING.test(shape.name)) return unknown();
      return callTerm(
        shape.name,
        shape.operands.map((one) => shapeTerm(one, known, unknown)),
      );
    case 'opaque':
      return unknown();
  }
}

function readTerm({ scope, name, members }: VariableReference, known: Known, unknown: () => Term): Term {
  const whole =
    scope === 'builtIn'
      ? builtInTerm(name, unknown)
      : known.follows(name)
        ? ((scope === 'flow' ? known.flow : known.task).get(name) ?? NOT_SET)
        : unknown();
  return members.reduce((term, member) => callTerm('.', [literalTerm(member), term]), whole);
}

function builtInTerm(name: string, unknown: () => Term): Term {
  return LASTING.has(name) ? atomTerm(name) : unknown();
}

/** What an expression gives where all it reads is known for sure; undefined where it is not. */
export function certainValue(expression: Expression, known: Known): { readonly value?: Json } | undefined {
  const shape = expression.shape?.();
  if (shape === undefined || !isCertain(shape, known)) return undefined;
  try {
    const value = expression.evaluate(readerOf(known));
    return value === undefined ? {} : { value };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}

function isCertain(shape: Shape, known: Known): boolean {
  if (shape.kind === 'literal') return true;
  if (shape.kind === 'opaque') return false;
  if (shape.kind === 'call')
    return !CHANGING.test(shape.name) && shape.operands.every((one) => isCertain(one, known));
  const { scope, name } = shape.reference;
  if (scope === 'builtIn' || !known.follows(name)) return false;
  const term = (scope === 'flow' ? known.flow : known.task).get(name);
  return term === undefined || term.kind === 'literal';
}

function readerOf(known: Known): VariableReader {
  const literals = (values: Values) =>
    Object.fromEntries(
      [...values].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
    );
  return {
    now: 0,
    flowVariables: literals(known.flow),
    taskVariables: literals(known.task),
    builtIn: () => undefined,
  };
}
