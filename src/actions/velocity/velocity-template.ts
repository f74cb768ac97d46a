/** A Velocity template, parsed. */
export interface VelocityTemplate {
  readonly body: Block;
  /** In the order of the text. */
  readonly references: readonly TemplateReference[];
}

/** Where something stands in a template; both 1-based. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A name that a template reads. Tools such as `$esc` are none, and neither are references behind a backslash. */
export interface TemplateReference extends TextPlace {
  /** What it begins with, such as `input`. */
  readonly root: string;
  /** The properties it then reads, such as `subject`, up to the first method or computed index. */
  readonly path: readonly string[];
  /** As the template has it, such as `$!{input.subject}`. */
  readonly raw: string;
  /** Whether it prints nothing when there is no value: `$!`. */
  readonly isSilent: boolean;
  /** Whether a `#set` or `#foreach` before it gives the name its value. */
  readonly isAssigned: boolean;
}

/** Every reference of a template, to be compared with the names that a contract knows. */
export function referencesOf(template: VelocityTemplate): readonly TemplateReference[] {
  return template.references;
}

export type Block = readonly TemplatePart[];

/** A part of a template, in the order of the text. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | Reference
  | { readonly kind: 'set'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | { readonly kind: 'foreach'; readonly name: string; readonly list: Expression; readonly body: Block };

/** One way through an `#if`. */
export interface Branch {
  /** Absent: `#else`. */
  readonly condition?: Expression;
  readonly body: Block;
}

/** A value that is read by its name, or a tool that is called. */
export interface Reference {
  readonly kind: 'reference';
  readonly root: string;
  readonly steps: readonly Step[];
  readonly raw: string;
  readonly isSilent: boolean;
  /** Whether it begins with one of the tools that templates have. */
  readonly isTool: boolean;
  /** How many backslashes stand before it. */
  readonly backslashes: number;
}

/** What is done with the value reached so far. */
export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression };

export type Expression =
  | Reference
  | { readonly kind: 'constant'; readonly value: string | boolean | null }
  | { readonly kind: 'number'; readonly number: number; readonly isDecimal: boolean }
  | { readonly kind: 'interpolated'; readonly body: Block }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | Chain;

/** Operands of one rank, read from left to right. A list, so that a long one needs no deep stack. */
export interface Chain {
  readonly kind: 'chain';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: Operator; readonly operand: Expression }[];
}

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';
