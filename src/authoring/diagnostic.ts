/** Where in the authors' files something stands. */
export interface Place {
  /** The file as the user named it or as the flow refers to it. */
  readonly file: string;
  /** JSON Pointer (RFC 6901) within that file; `''` is the whole file. */
  readonly pointer: string;
}

/**
 * A fault in a definition, found before any call.
 *
 * `code` is stable and listed in docs/diagnostics.md; `message` says what is wrong, `hint` what would be right.
 */
export interface Diagnostic extends Place {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** 1-based; known when the file's text was at hand. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
}

/** Takes the faults of one file; who takes them says how severe they are when nothing is said. */
export type Report = (
  code: string,
  pointer: string,
  message: string,
  hint: string,
  severity?: Diagnostic['severity'],
) => void;

/** Whether any of the diagnostics forbids running the definition. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
