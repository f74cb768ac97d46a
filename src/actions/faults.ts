import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import type { TemplateFault } from '../authoring/path-template.ts';

/** Collects the diagnostics of one file. */
export class Faults {
  readonly #file: string;
  readonly #found: Diagnostic[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  get hasErrors(): boolean {
    return hasErrors(this.#found);
  }

  add(diagnostics: readonly Diagnostic[]): void {
    this.#found.push(...diagnostics);
  }

  error(code: string, pointer: string, message: string, hint: string): void {
    this.#found.push({ severity: 'error', code, file: this.#file, pointer, message, hint });
  }

  warning(code: string, pointer: string, message: string, hint: string): void {
    this.#found.push({ severity: 'warning', code, file: this.#file, pointer, message, hint });
  }

  /** A fault within a text: its column there is said in the message, since only the whole text has a place in the file. */
  inText(
    code: string,
    pointer: string,
    fault: Pick<TemplateFault, 'message' | 'hint'> & { line?: number; column?: number },
  ): void {
    const line = fault.line === undefined || fault.line === 1 ? '' : `line ${fault.line}, `;
    const where = fault.column === undefined ? '' : ` (${line}character ${fault.column} of the text)`;
    this.error(code, pointer, fault.message + where, fault.hint);
  }
}
