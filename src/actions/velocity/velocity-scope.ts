import type { Json } from '../../authoring/json.ts';

/** What the names of a template mean. Names are found whatever their case. */
export interface VelocityScope {
  /**
   * The value a reference begins with, or undefined when there is none.
   *
   * `input` and `credentials` are objects whose properties are read by name; a name of a translation map is a text that
   * holds JSON, since Genesys Cloud prints values into success templates as JSON.
   */
  readonly roots: { readonly [name: string]: ScopeRoot };
}

/** The value of one name. */
export interface ScopeRoot {
  readonly value: Json;
  /** Whether what is read from it must never be shown. */
  readonly isSecret?: true;
}
