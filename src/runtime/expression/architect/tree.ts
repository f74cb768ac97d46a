import type { Json } from '../../../authoring/json.ts';
import type { FindInOrganization } from '../../find-object.ts';
import type { VariableReference } from '../../variables.ts';
import type { Signature } from './signatures.ts';

/**
 * A type of Architect expressions by its code: `int`, `dec`, `str`, `bln`, `cur`, `dtm`, `dur`, `phn`, `aud`, `jsn`, `que` …
 * A collection has `[]` behind it. `nts` is a NOT_SET that nothing has given a type yet, `any` what only a call can tell.
 */
export type ArchitectType = string;

/**
 * An expression with its types, as Architect keeps it: the same names, operands in the same order, the same nesting.
 *
 * Values while a call runs: `int` a number, `dec` its plain text with at least one decimal (`"7.2"`, `"9.0"`), `dtm` the
 * text `2026-01-05T10:00:00Z`, `dur` whole milliseconds, `cur` `{amount, code}` (texts or null), `phn` as
 * `toPhoneNumber` makes it, `aud` a list of `{text}`, `com` a text, `que` and its kin `{id, name}`; NOT_SET is null.
 */
export type TypedNode = LiteralNode | VariableNode | CallNode;

/** A value written in the text. */
export interface LiteralNode {
  readonly kind: 'literal';
  /** `null` is NOT_SET. */
  readonly value: Json;
  readonly type: ArchitectType;
  /** 1-based character of the text. */
  readonly pos: number;
}

/** A variable, without what is read of it: members are calls of `.`. */
export interface VariableNode {
  readonly kind: 'variable';
  readonly reference: VariableReference;
  readonly type: ArchitectType;
  readonly pos: number;
}

/** A function or an operator with its operands. */
export interface CallNode {
  readonly kind: 'call';
  /** The function in its own spelling (`Append`), or the operator (`+`, `and`, `.`, `[`, `?`). */
  readonly name: string;
  /** The overload as `overloadKey` writes it: `+(dec,int)`, `Append(str?,str...?)`, `ToString(dec?,int)`. */
  readonly overload: string;
  /** `.` has the member's name first and `[` the index first, as Architect has it. */
  readonly operands: readonly TypedNode[];
  readonly type: ArchitectType;
  /** All overloads that may be the one, where only a call tells the types of the operands; `overload` is the first. */
  readonly candidates?: readonly Signature[];
  /** Where the function's name stands, or the operator itself. */
  readonly pos: number;
}

/** What an operation may ask of the running call beside its operands. */
export interface CallFacts {
  /** Now, as `2026-01-05T10:00:00Z`. */
  readonly now: string;
  /** Language tags of the flow, the default first; empty where there is no flow. */
  readonly languages?: readonly string[];
  /** A thing of the organization; null when there is none, or more than one. Absent where no call can have any. */
  readonly find?: FindInOrganization;
  /** Told the name of a rule in `rules.ts` when the result depended on an open question. */
  readonly dependsOn?: (rule: string) => void;
}

/**
 * What an overload does. `If`, `?`, `and` and `or` have none: their operands are not all evaluated.
 *
 * @param operands values by type as `TypedNode` says; `null` is NOT_SET. A null where the overload has no `?` never arrives:
 *   it is refused before.
 * @throws ExpressionError
 */
export type Operation = (operands: readonly Json[], facts: CallFacts) => Json;
