import pc from 'picocolors';
import { LINE_MARKS } from '../simulator/event-text.ts';
import { printable } from '../simulator/printable.ts';
import { timeText } from '../simulator/time-text.ts';
import type { Difference } from './difference.ts';
import { markedText } from './mark-difference.ts';
import { replayCommand, type TestResult } from './run-test.ts';
import { countsOf, type FileResult, type TestReport } from './run-tests.ts';
import type { TranscriptLine } from './transcript-lines.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** Lines of the transcript before and behind the one that a difference is about. */
const LINES_AROUND = 3;
/** With more tests only those that fail are listed. */
const MAX_LISTED = 100;

/** What came of the tests of a file, for a terminal. */
export function fileText({ file, results }: FileResult, hasColors: boolean): string {
  const colors = pc.createColors(hasColors);
  if (results.length === 0) return '';
  const listed =
    results.length > MAX_LISTED ? results.filter(({ differences }) => differences.length > 0) : results;
  const left = results.length - listed.length;
  const tests = listed.map((result) => testText(result, colors)).join('');
  const more = left === 0 ? '' : `  ${colors.green('✓')} ${left} more\n`;
  return `${colors.bold(printable(file))}\n${tests}${more}`;
}

function testText(result: TestResult, colors: Colors): string {
  const { test, differences } = result;
  const name = printable(test.name);
  if (differences.length === 0) return `  ${colors.green('✓')} ${name}\n`;
  const details = differences.map((difference) => differenceText(difference, result.transcript, colors));
  const shown = linesAround(differences, result.transcript);
  const transcript = transcriptText(
    result.transcript,
    shown,
    new Set(differences.map(({ line }) => line)),
    colors,
  );
  return `  ${colors.red('✗')} ${colors.bold(name)}\n${details.join('')}${transcript}    ${colors.dim('play it:')} ${printable(replayCommand(test))}\n\n`;
}

/** What a test and its call do not share; one line when that is nothing. */
export function differencesText({ differences, transcript }: TestResult, hasColors: boolean): string {
  const colors = pc.createColors(hasColors);
  if (differences.length === 0) return `${colors.green('✓')} as the test expects\n`;
  return differences.map((difference) => differenceText(difference, transcript, colors)).join('');
}

function differenceText(
  { of, message, nearest, hint }: Difference,
  _lines: readonly TranscriptLine[],
  colors: Colors,
) {
  const near = nearest === undefined ? '' : `      nearest: ${printable(marked(nearest, colors))}\n`;
  const right = hint === undefined ? '' : `      ${printable(hint)}\n`;
  return `    ${colors.red(of)}: ${printable(message)}\n${near}${right}`;
}

/** Colours stand for nothing that signs do not say, too. */
function marked(parts: NonNullable<Difference['nearest']>, colors: Colors): string {
  if (!colors.isColorSupported) return markedText(parts);
  return parts
    .map((part) => {
      const text = markedText([part]);
      return part.is === 'same' ? text : part.is === 'wanted' ? colors.red(text) : colors.green(text);
    })
    .join('');
}

/** Around what differs; the end, where nothing says where. */
function linesAround(
  differences: readonly Difference[],
  { length }: readonly TranscriptLine[],
): ReadonlySet<number> {
  const places = differences.flatMap(({ line }) => (line === undefined ? [] : [line]));
  const around = places.length > 0 ? places : [length - 1];
  return new Set(
    around.flatMap((place) =>
      Array.from({ length: 2 * LINES_AROUND + 1 }, (_, index) => place - LINES_AROUND + index).filter(
        (line) => line >= 0 && line < length,
      ),
    ),
  );
}

function transcriptText(
  lines: readonly TranscriptLine[],
  shown: ReadonlySet<number>,
  about: ReadonlySet<number | undefined>,
  colors: Colors,
): string {
  let before = -1;
  let text = '';
  for (const [index, { afterMs, kind, text: words }] of lines.entries()) {
    if (!shown.has(index)) continue;
    if (index !== before + 1) text += `      ${colors.dim('…')}\n`;
    before = index;
    const line = `${timeText(afterMs)} ${LINE_MARKS[kind]} ${printable(words)}`;
    text += about.has(index) ? `    ${colors.yellow(`› ${line}`)}\n` : `      ${colors.dim(line)}\n`;
  }
  return before >= 0 && before < lines.length - 1 ? `${text}      ${colors.dim('…')}\n` : text;
}

/** The last line of a run. */
export function summaryText(report: TestReport, hasColors: boolean): string {
  const colors = pc.createColors(hasColors);
  const { passed, failed, faultyFiles } = countsOf(report);
  const parts = [
    ...(failed > 0 ? [colors.red(`${failed} failed`)] : []),
    colors.green(`${passed} passed`),
    ...(faultyFiles > 0
      ? [colors.red(`${faultyFiles} ${faultyFiles === 1 ? 'file has' : 'files have'} faults`)]
      : []),
  ];
  return `${parts.join(', ')} in ${(report.tookMs / 1000).toFixed(2)} s\n`;
}
