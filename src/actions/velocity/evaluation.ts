import type { MarkedText } from './marked-text.ts';
import type { Meter } from './velocity-meter.ts';
import type { VelocityScope } from './velocity-scope.ts';
import type { Block } from './velocity-template.ts';
import type { Value } from './velocity-value.ts';

/** One evaluation of a template. */
export interface Evaluation {
  readonly scope: VelocityScope;
  /** What `#set` and `#foreach` have given a value. */
  readonly variables: Map<string, Value>;
  readonly meter: Meter;
  /** References that printed themselves so far. */
  readonly unfilled: Unfilled[];
  /** The text of a block: quoted texts hold one. */
  readonly fill: (block: Block) => MarkedText;
}

/** A reference that printed itself, since it has no value. */
export interface Unfilled {
  /** As the template has it, such as `${input.subject}`. */
  readonly raw: string;
  /** What has no value, such as `input.subject`. */
  readonly name: string;
}
