import pc from 'picocolors';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { printable } from '../simulator/printable.ts';

/** Diagnostics as lines for a terminal: `file:line:column severity CODE message`, the hint below. */
export function reportText(diagnostics: readonly Diagnostic[], hasColors: boolean): string {
  const colors = pc.createColors(hasColors);
  const lines = diagnostics.map(({ file, line, column, severity, code, message, hint }) => {
    const place = line === undefined ? printable(file) : `${printable(file)}:${line}:${column ?? 1}`;
    const kind = severity === 'error' ? colors.red('error') : colors.yellow('warning');
    return `${place} ${kind} ${colors.dim(code)} ${printable(message)}\n${hint === undefined ? '' : `    ${printable(hint)}\n`}`;
  });
  return lines.join('');
}

/** How many errors and warnings, in words. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
}

function plural(count: number, word: string): string {
  return `${count === 0 ? 'no' : count} ${word}${count === 1 ? '' : 's'}`;
}

/** By file, then by place. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}
