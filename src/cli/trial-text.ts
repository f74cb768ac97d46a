import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { Note, Operation } from '../actions/operation.ts';
import { MASK } from '../authoring/mask.ts';
import type { BudgetUse, DataActionTrial, PlannedTrial } from '../performing/data-action-desk.ts';
import { shownLine, shownLines } from './shown-line.ts';

/** How many lines of one result a terminal shows; the JSON has them all. */
const MAX_LINES = 30;

/** A trial of a data action for reading: every operation, what came of it, and what an author would wonder about. */
export function trialText(
  { outcome, operations }: DataActionTrial,
  budgets: readonly BudgetUse[] = [],
): string {
  const used = budgets.filter(({ state }) => state.used > 0).map(budgetText);
  return `${[...operations.map(operationText), outcomeText(outcome), ...used].join('\n')}\n`;
}

function budgetText({ integration, state: { used, requestsPerMinute } }: BudgetUse): string {
  const limit = requestsPerMinute === undefined ? 'no limit' : String(requestsPerMinute);
  return `Request budget of ${integration}: ${used} of ${limit} a minute used`;
}

/** A trial in the shape of Genesys Cloud's own test results. */
export function trialJson({ outcome, operations }: DataActionTrial): string {
  const success = outcome.result === 'success';
  const result = success ? { finalResult: outcome.outputs } : { error: outcome.failure };
  return `${shownLines(JSON.stringify({ success, operations, ...result }, null, 2))}\n`;
}

function operationText({ step, name, success, result, error, notes = [] }: Operation): string {
  // Of a secure data action there is none.
  const shown = result === undefined ? MASK : JSON.stringify(result, null, 2);
  const what = success ? shown : shownLine(error ?? '');
  const lines = [...cut(what.split('\n').map(shownLine)), ...notes.flatMap(noteLines)];
  return [
    `${String(step).padStart(2)} ${success ? '✓' : '✗'} ${name}`,
    ...lines.map((line) => `     ${line}`),
  ].join('\n');
}

function cut(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… ${lines.length - MAX_LINES} more lines; --json shows all`];
}

function noteLines({ about, message, hint }: Note): readonly string[] {
  return [`• ${about}: ${message}`, ...(hint === undefined ? [] : [`  → ${hint}`])].map(shownLine);
}

function outcomeText(outcome: DataActionOutcome): string {
  if (outcome.result === 'success') return shownLine(`Success: ${JSON.stringify(outcome.outputs)}`);
  const { errorCode, userMessage } = outcome.failure;
  return shownLine(`Failed: ${errorCode}, ${userMessage}`);
}

/** A request that was not sent, for reading: as it would stand on the wire, secrets masked. */
export function plannedText({ request, operations, outcome }: PlannedTrial): string {
  if (request === undefined) return trialText({ outcome, operations });
  const { method, url, headers, body } = request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = [`${method} ${url}`, ...lines, ...(body === undefined ? [] : ['', body])].join('\n');
  return `${shownLines(text)}\n\nNothing was sent.\n`;
}

/** The same as JSON. */
export function plannedJson({ request, operations, outcome }: PlannedTrial): string {
  const result = request === undefined ? { error: outcome.failure } : { request };
  return `${shownLines(JSON.stringify({ success: request !== undefined, operations, ...result }, null, 2))}\n`;
}
