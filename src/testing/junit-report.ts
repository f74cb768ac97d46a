import { hasErrors } from '../authoring/diagnostic.ts';
import { markedText } from './mark-difference.ts';
import { replayCommand, type TestResult } from './run-test.ts';
import type { FileResult, TestReport } from './run-tests.ts';

/** A report as JUnit XML, as CI servers read it. */
export function junitReport({ files, tookMs }: TestReport): string {
  const suites = files.map(suiteXml);
  const tests = sum(files.map(testsOf));
  const failures = sum(files.map(failuresOf));
  const errors = sum(files.map(errorsOf));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="attendant test" tests="${tests}" failures="${failures}" errors="${errors}" time="${seconds(tookMs)}">
${suites.join('')}</testsuites>
`;
}

function suiteXml(file: FileResult): string {
  const cases = [...faultyCase(file), ...file.results.map((result) => caseXml(file.file, result))];
  const tookMs = sum(file.results.map((result) => result.tookMs));
  return `  <testsuite name="${escaped(file.file)}" tests="${testsOf(file)}" failures="${failuresOf(file)}" errors="${errorsOf(file)}" time="${seconds(tookMs)}">
${cases.join('')}  </testsuite>
`;
}

/** A file that cannot be run is a test with an error: a suite without tests would pass unseen. */
function faultyCase({ file, diagnostics }: FileResult): readonly string[] {
  if (!hasErrors(diagnostics)) return [];
  const lines = diagnostics.map(
    ({ file: at, line = 1, column = 1, code, message }) => `${at}:${line}:${column} ${code} ${message}`,
  );
  return [
    `    <testcase classname="${escaped(file)}" name="the file" time="0">
      <error message="${escaped(lines[0] ?? '')}">${escaped(lines.join('\n'))}</error>
    </testcase>
`,
  ];
}

function caseXml(file: string, { test, differences, tookMs }: TestResult): string {
  const open = `    <testcase classname="${escaped(file)}" name="${escaped(test.name)}" file="${escaped(file)}" line="${test.line}" time="${seconds(tookMs)}"`;
  const [first] = differences;
  if (first === undefined) return `${open}/>\n`;
  const lines = differences.flatMap(({ of, message, nearest, hint }) => [
    `${of}: ${message}`,
    ...(nearest === undefined ? [] : [`  nearest: ${markedText(nearest)}`]),
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ]);
  const text = [...lines, `play it: ${replayCommand(test)}`].join('\n');
  return `${open}>
      <failure message="${escaped(`${first.of}: ${first.message}`)}">${escaped(text)}</failure>
    </testcase>
`;
}

function testsOf(file: FileResult): number {
  return file.results.length + errorsOf(file);
}

function failuresOf({ results }: FileResult): number {
  return results.filter(({ differences }) => differences.length > 0).length;
}

function errorsOf({ diagnostics }: FileResult): number {
  return hasErrors(diagnostics) ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const ENTITIES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML. What XML 1.0 cannot hold at all becomes `�`. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
