import type { Place } from '../authoring/diagnostic.ts';
import type { Expression } from './expression/expression.ts';
import type { FlowDefaults, FlowType } from './flow.ts';
import type { FlowActionType } from './flow-action.ts';
import type { Audio } from './settings.ts';
import type { Target, TaskVariable, VariableDeclaration, VariableReference } from './variables.ts';

/** The index behind the last action of a task: the task has run out. */
export const END_OF_TASK = -1;
/** No enclosing loop. */
export const NO_LOOP = -1;

/** One action of a flow, compiled. Steps are a flat array; every way on is an index into it. */
export interface Step {
  /** Stable: given by the author, or derived from where the action stands. */
  readonly id: string;
  readonly type: FlowActionType;
  /** As `enter` wants them. */
  readonly settings: unknown;
  /** Output path → its first action. A path that is not here goes on at `next`. */
  readonly outputs: { readonly [name: string]: number };
  /** The action behind this one, or behind its parent, or `END_OF_TASK`. */
  readonly next: number;
  /** The innermost loop around it, or `NO_LOOP`. */
  readonly loop: number;
  /** The task or menu it stands in. */
  readonly container: string;
  readonly place: Place;
  readonly reads: readonly VariableReference[];
  readonly writes: readonly Target[];
}

/** A variable with its initial value compiled. */
export interface InitialValue {
  readonly name: string;
  readonly value: Expression;
}

/** A flow, compiled: what the interpreter steps through. Never stored; made again from its source. */
export interface Program {
  readonly name: string;
  readonly type: FlowType;
  /** Hash of the source, which is what a conversation keeps. */
  readonly hash: string;
  readonly languages: readonly string[];
  readonly steps: readonly Step[];
  readonly byId: ReadonlyMap<string, number>;
  /** Task name → its first action, or `END_OF_TASK` for an empty one. */
  readonly tasks: ReadonlyMap<string, number>;
  readonly menus: ReadonlyMap<string, number>;
  readonly startUp: { readonly container: string; readonly at: number };
  readonly initialGreeting?: Audio;
  readonly errorHandling: { readonly container: string; readonly at: number; readonly audio?: Audio };
  /** What runs when the last task runs out: a disconnect, or the end of the workflow. */
  readonly endOfFlow: number;
  readonly variables: readonly VariableDeclaration[];
  readonly initialValues: readonly InitialValue[];
  /** Task name → its variables, by lower-case name. */
  readonly taskVariables: ReadonlyMap<string, ReadonlyMap<string, TaskVariable>>;
  /** Task name → its variables' initial values. */
  readonly taskInitialValues: ReadonlyMap<string, readonly InitialValue[]>;
  readonly defaults: FlowDefaults;
}
