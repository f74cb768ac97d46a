import type { ContractProperty } from '../actions/contract-properties.ts';
import type { DataAction } from '../actions/data-action.ts';
import type { Diagnostic, Report } from '../authoring/diagnostic.ts';
import { type Json, pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { parseFaultPreset } from '../calling/faults.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import type { Medium } from '../runtime/medium.ts';
import { readAct } from './caller-acts.ts';
import { checkExpectations } from './check-expectations.ts';
import type { Answer, TestDefinition } from './test-file.ts';

/** What a test's words are checked against. */
export interface CheckedAgainst {
  readonly flow: RunnableFlow;
  readonly medium: Medium;
}

/** All faults of a test, or of what stands for all tests of a file, that its schema does not find. @param at pointer of it. */
export function checkTest(
  { at, caller, dataActions = {}, expect = {} }: TestDefinition,
  { flow, medium }: CheckedAgainst,
  place: { readonly file: string; readonly pointer: string },
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, pointer, message, hint, severity = 'error') =>
    found.push({ severity, file: place.file, pointer: place.pointer + pointer, code, message, hint });
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    report('WRONG_VALUE', '/at', '`at` is no time', 'write a time such as 2026-01-05T10:00:00Z');
  for (const [index, act] of (caller?.does ?? []).entries()) {
    const read = readAct(act, medium);
    if ('hint' in read) report('TEST_ACT', `/caller/does/${index}`, read.message, read.hint);
  }
  for (const [name, answers] of Object.entries(dataActions)) checkAnswers(name, answers, flow, report);
  checkExpectations(expect, flow, (code, pointer, ...more) => report(code, `/expect${pointer}`, ...more));
  return found;
}

function checkAnswers(
  name: string,
  answers: Answer | readonly Answer[],
  { dataActions }: RunnableFlow,
  report: Report,
): void {
  const pointer = pointerTo('/dataActions', name);
  const dataAction = dataActions.get(name);
  if (dataAction === undefined) {
    const hint = didYouMean(name, dataActions.keys(), 'the flow calls none');
    report('UNKNOWN_DATA_ACTION', pointer, `the flow calls no data action \`${name}\``, hint);
    return;
  }
  if (isList(answers))
    for (const [index, answer] of answers.entries())
      checkAnswer(answer, dataAction, `${pointer}/${index}`, report);
  else checkAnswer(answers, dataAction, pointer, report);
}

function isList(answers: Answer | readonly Answer[]): answers is readonly Answer[] {
  return Array.isArray(answers);
}

const HTTP_MEMBERS = ['status', 'headers', 'body', 'text'] as const;

function checkAnswer(answer: Answer, dataAction: DataAction, pointer: string, report: Report): void {
  const kinds = [
    ...(['outputs', 'failure', 'timeout'] as const).filter((kind) => answer[kind] !== undefined),
    ...HTTP_MEMBERS.filter((member) => answer[member] !== undefined).slice(0, 1),
  ];
  const hint = 'write one of "outputs", "failure", "timeout", and an HTTP answer such as "status": 200';
  if (kinds.length > 1)
    report('TEST_ANSWER', pointer, `this is ${kinds.length} answers: ${kinds.join(', ')}`, hint);
  if (kinds.length === 0 && answer.fault === undefined)
    report('TEST_ANSWER', pointer, 'this is no answer', hint);
  if (answer.body !== undefined && answer.text !== undefined)
    report('TEST_ANSWER', `${pointer}/text`, 'the answer has two bodies', 'keep "body" or "text"');
  checkFault(answer, pointer, report);
  for (const [name, value] of Object.entries(answer.outputs ?? {}))
    checkOutput(name, value, dataAction, pointerTo(`${pointer}/outputs`, name), report);
}

function checkFault({ fault, outputs, failure, timeout }: Answer, pointer: string, report: Report): void {
  if (fault === undefined) return;
  const read = parseFaultPreset(fault);
  if (!read.ok) report('WRONG_VALUE', `${pointer}/fault`, read.message, 'such as timeout or 429Storm:3');
  if (outputs !== undefined || failure !== undefined || timeout !== undefined)
    report(
      'TEST_ANSWER',
      `${pointer}/fault`,
      'after a fault comes an HTTP answer',
      'write "status" and "body" beside it',
    );
}

function checkOutput(
  name: string,
  value: Json,
  { id, outputs }: DataAction,
  pointer: string,
  report: Report,
): void {
  const property = outputs.find((one) => one.name === name);
  if (property === undefined) {
    const known = outputs.map((one) => one.name);
    report(
      'UNKNOWN_OUTPUT',
      pointer,
      `${id} has no output \`${name}\``,
      didYouMean(name, known, 'remove it'),
    );
  } else if (!fitsType(value, property)) {
    const type = `${property.isCollection ? 'a list of ' : ''}${property.type}`;
    report('WRONG_TYPE', pointer, `\`${name}\` does not fit the contract`, `it is ${type} there`);
  }
}

function fitsType(value: Json, { type, isCollection }: ContractProperty): boolean {
  if (isCollection) return Array.isArray(value);
  if (value === null || type === 'any' || type === 'object') return true;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
