import type { JsonObject } from '../authoring/json.ts';
import { markedText } from './mark-difference.ts';
import { replayCommand, type TestResult } from './run-test.ts';
import { countsOf, isGood, type TestReport } from './run-tests.ts';
import { shownRequest } from './sent.ts';

/** A report as one JSON document. */
export function jsonReport(report: TestReport): JsonObject {
  return {
    ok: isGood(report),
    ...countsOf(report),
    tookMs: Math.round(report.tookMs),
    files: report.files.map(({ file, diagnostics, results }) => ({
      file,
      diagnostics: diagnostics as unknown as readonly JsonObject[],
      tests: results.map(testJson),
    })),
  };
}

function testJson({ test, differences, transcript, played }: TestResult): JsonObject {
  const { name, line, flowFile } = test;
  const base = { name, line, flow: flowFile, ok: differences.length === 0 };
  if (differences.length === 0) return base;
  return {
    ...base,
    differences: differences.map(({ nearest, line: at, ...difference }) => ({
      ...difference,
      ...(nearest !== undefined && { nearest: markedText(nearest) }),
      ...(at !== undefined && { line: at }),
    })),
    transcript: transcript.map(({ afterMs, kind, text }) => ({ afterMs, kind, text })),
    requests: played.requests.map(shownRequest) as unknown as readonly JsonObject[],
    replay: replayCommand(test),
  };
}
