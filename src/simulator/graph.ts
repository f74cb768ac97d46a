/** An action as it is drawn. */
export interface GraphAction {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** What its author wrote of it in a few words: the prompt, the data action, the condition; empty when there is nothing. */
  readonly text: string;
  /** Such as `task:confirmNumber`; `flow` for what a flow does by itself. */
  readonly container: string;
}

/** A way on from an action. */
export interface GraphEdge {
  readonly from: string;
  /** The action it leads to; null: its container ends there, or the call does. */
  readonly to: string | null;
  /** The output path; null: the action has none. */
  readonly output: string | null;
  /** What stands on the way: the output path, or a choice by its name. */
  readonly label: string;
  /**
   * `path`: an output path. `behind`: the action behind it. `round`: on with the loop. `enter`: another container is
   * entered. `flow`: another flow is.
   */
  readonly kind: 'path' | 'behind' | 'round' | 'enter' | 'flow';
  /** Of `flow`: the unit that is entered. */
  readonly unit?: number;
}

/** A task, menu, state or bot. */
export interface GraphContainer {
  /** Such as `menu:askConsent`. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  /** Its first action; null when it is empty. */
  readonly first: string | null;
}

/** One flow as it is drawn. */
export interface GraphUnit {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  /** The action that a call begins with; null when there is none. */
  readonly start: string | null;
  readonly containers: readonly GraphContainer[];
  readonly actions: readonly GraphAction[];
  readonly edges: readonly GraphEdge[];
}
