/** How a cell begins that a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * A text as a cell of a CSV file that a spreadsheet does not run: an apostrophe before what begins like a formula, as OWASP
 * has it. Phone numbers in E.164 stay as they are.
 */
export function escapeFormula(text: string): string {
  return (FORMULA.test(text) && !E164.test(text)) || isEscaped(text) ? `'${text}` : text;
}

/** The text that escapeFormula was given. */
export function unescapeFormula(text: string): string {
  return isEscaped(text) ? text.slice(1) : text;
}

/** Apostrophes before a formula: one more is put before it, so that both ways lead back. */
function isEscaped(text: string): boolean {
  return /^'+[=+\-@\t\r]/.test(text);
}
