import type { Report } from '../authoring/diagnostic.ts';
import { type Json, pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { EVENTS } from '../runtime/events.ts';
import type { Program } from '../runtime/program.ts';
import { pathFault } from './path-steps.ts';
import { END_REASONS, type Expectations, type TextMatch } from './test-file.ts';
import { isTextPattern, patternFault } from './text-match.ts';

/** What a test expects and can never happen, since the flow has no such thing. */
export function checkExpectations(
  expect: Expectations,
  { program, dataActions }: RunnableFlow,
  report: Report,
): void {
  checkTexts(expect, report);
  for (const list of ['path', 'notVisited'] as const)
    for (const [index, step] of (expect[list] ?? []).entries()) {
      const fault = pathFault(step, program);
      if (fault !== undefined) report(fault.code, `/${list}/${index}`, fault.message, fault.hint);
    }
  for (const name of Object.keys(expect.variables ?? {})) checkVariable(name, program, report);
  for (const list of ['requests', 'messages'] as const)
    for (const [index, { dataAction }] of (expect[list] ?? []).entries())
      if (dataAction !== undefined && !dataActions.has(dataAction))
        report(
          'UNKNOWN_DATA_ACTION',
          `/${list}/${index}/dataAction`,
          `the flow calls no data action \`${dataAction}\``,
          didYouMean(dataAction, dataActions.keys(), 'the flow calls none'),
        );
  for (const [index, { type }] of (expect.events ?? []).entries())
    if (!Object.hasOwn(EVENTS, type))
      report(
        'UNKNOWN_EVENT',
        `/events/${index}/type`,
        `there is no event \`${type}\``,
        didYouMean(type, Object.keys(EVENTS), 'see docs/events.md'),
      );
  const { end } = expect;
  if (typeof end === 'string' && !END_REASONS.includes(end))
    report('WRONG_VALUE', '/end', `no call ends by \`${String(end)}\``, didYouMean(end, END_REASONS, ''));
}

function checkTexts(expect: Expectations, report: Report): void {
  const check = (wanted: TextMatch | undefined, pointer: string) => {
    const fault = wanted === undefined ? undefined : patternFault(wanted);
    if (fault !== undefined)
      report(
        'PATTERN',
        `${pointer}/matches`,
        `the pattern cannot be used: ${fault}`,
        'see docs/flow-tests.md',
      );
  };
  for (const list of ['heard', 'notHeard'] as const)
    for (const [index, wanted] of (expect[list] ?? []).entries()) check(wanted, `/${list}/${index}`);
  for (const [index, { url, headers = {}, body, inputs }] of (expect.requests ?? []).entries()) {
    check(url, `/requests/${index}/url`);
    for (const [name, wanted] of Object.entries(headers))
      check(wanted, pointerTo(`/requests/${index}/headers`, name));
    checkWithin(body, `/requests/${index}/body`, check);
    checkWithin(inputs, `/requests/${index}/inputs`, check);
  }
  for (const [index, { to, inputs }] of (expect.messages ?? []).entries()) {
    check(to, `/messages/${index}/to`);
    checkWithin(inputs, `/messages/${index}/inputs`, check);
  }
  for (const [index, event] of (expect.events ?? []).entries()) checkWithin(event, `/events/${index}`, check);
  if (typeof expect.end === 'object') check(expect.end.detail, '/end/detail');
}

/** Patterns stand anywhere in a body. */
function checkWithin(
  value: Json | undefined,
  pointer: string,
  check: (wanted: TextMatch, pointer: string) => void,
): void {
  if (typeof value !== 'object' || value === null) return;
  if (isTextPattern(value)) check(value, pointer);
  else
    for (const [key, inner] of Object.entries(value))
      checkWithin(inner as Json, pointerTo(pointer, key), check);
}

function checkVariable(name: string, { units }: Program, report: Report): void {
  const known = units.flatMap(({ variables, containerVariables }) => [
    ...variables.map((variable) => variable.name),
    ...[...containerVariables.values()].flatMap((own) => [...own.values()].map((variable) => variable.name)),
  ]);
  if (known.some((one) => one.toLowerCase() === name.toLowerCase())) return;
  report(
    'UNKNOWN_VARIABLE',
    pointerTo('/variables', name),
    `the flow has no variable \`${name}\``,
    didYouMean(name, new Set(known), 'it has none'),
  );
}
