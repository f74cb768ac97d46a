import type { Place } from '../authoring/diagnostic.ts';
import type { Bot } from './bot.ts';
import type { Expression } from './expression/expression.ts';
import type { FlowActionType, GlobalChoice } from './flow-action.ts';
import type { FlowDefaults } from './flow-settings.ts';
import type { ContainerKind, FlowType } from './flow-types.ts';
import type { Audio } from './settings.ts';
import type { Target, TaskVariable, VariableDeclaration, VariableReference } from './variables.ts';
import type { ThingReference } from './written-things.ts';

/** The index behind the last action of a container: it has run out. */
export const END_OF_TASK = -1;
/** Marks that a step is over: the call waits or has ended. */
export const STOP = -2;
/** No enclosing loop. */
export const NO_LOOP = -1;

/** One action of a flow, compiled. Steps are a flat array; every way on is an index into it. */
export interface Step {
  /** Stable: given by the author, or derived from where the action stands. */
  readonly id: string;
  readonly type: FlowActionType;
  /** `type.flushes` and `type.enter`: types differ in shape, so looking these up a million times a second costs. */
  readonly flushes: boolean;
  readonly enter: FlowActionType['enter'];
  /** As `enter` wants them. */
  readonly settings: unknown;
  /** Output path → its first action. A path that is not here goes on at `next`. */
  readonly outputs: { readonly [name: string]: number };
  /** The action behind this one, or behind its parent, or `END_OF_TASK`. */
  readonly next: number;
  /** The innermost loop around it, or `NO_LOOP`. */
  readonly loop: number;
  /** The task, menu, state or bot it stands in. */
  readonly container: string;
  readonly containerKind: ContainerKind | 'flow';
  /** Index of its unit. */
  readonly unit: number;
  readonly place: Place;
  readonly reads: readonly VariableReference[];
  readonly writes: readonly Target[];
  /** What it leads to besides its paths: `task:name`, `menu:name`, `state:name`, `flow:name`. */
  readonly targets: readonly string[];
  /** Things of the environment that it names. */
  readonly things: readonly ThingReference[];
}

/** A variable with its initial value compiled. */
export interface InitialValue {
  readonly name: string;
  readonly value: Expression;
}

/** Where a flow begins, or goes when something fails. */
export interface Entrance {
  /** `flow`: what a flow does by itself, in no container. */
  readonly kind: ContainerKind | 'flow';
  readonly container: string;
  readonly at: number;
}

/** One flow of a program. */
export interface Unit {
  readonly index: number;
  /** How other flows refer to it; empty for the main flow. */
  readonly reference: string;
  readonly name: string;
  readonly type: FlowType;
  readonly languages: readonly string[];
  /** Container name → its first action, or `END_OF_TASK` for an empty one. */
  readonly containers: { readonly [kind in ContainerKind]: ReadonlyMap<string, number> };
  readonly startUp: Entrance;
  readonly initialGreeting?: Audio;
  /** `exits`: a bot goes back to its caller. */
  readonly errorHandling: Entrance & { readonly audio?: Audio; readonly exits?: true };
  /** What runs when the last task runs out: a disconnect, or the end of the workflow. */
  readonly endOfFlow: number;
  readonly variables: readonly VariableDeclaration[];
  readonly initialValues: readonly InitialValue[];
  /** `kind:name` of a container → its variables, by lower-case name. */
  readonly containerVariables: ReadonlyMap<string, ReadonlyMap<string, TaskVariable>>;
  /** `kind:name` of a container → its variables' initial values. */
  readonly containerInitialValues: ReadonlyMap<string, readonly InitialValue[]>;
  readonly globalChoices: readonly GlobalChoice[];
  /** Things of the environment that it names outside of its actions. */
  readonly things: readonly ThingReference[];
  /** Types of flow that may call this common module; empty: all. */
  readonly compatibleFlowTypes: readonly FlowType[];
  /** Variables whose value at the start of a call has a consent, as the author says, and where. */
  readonly assumesConsent: readonly { readonly name: string; readonly place: Place }[];
  readonly defaults: FlowDefaults;
  /** What its bots understand and how they ask. */
  readonly bot: Bot;
}

/**
 * A flow with every flow it calls or transfers to, compiled: what the interpreter steps through. Never stored; made
 * again from its source. Its own fields are those of the main flow, which is `units[0]`.
 */
export interface Program extends Unit {
  /** Hash of the source, which is what a conversation keeps. */
  readonly hash: string;
  readonly steps: readonly Step[];
  readonly byId: ReadonlyMap<string, number>;
  readonly units: readonly Unit[];
  /** By the name flows refer to them. */
  readonly unitsByReference: ReadonlyMap<string, Unit>;
}
