import type { Difference } from './difference.ts';
import { differencesOf } from './differences.ts';
import type { FlowTest } from './flow-test.ts';
import { type PlayedTest, playTest } from './play-test.ts';
import { type TranscriptLine, transcriptLines } from './transcript-lines.ts';

/** A test, its call and what came of it. */
export interface TestResult {
  readonly test: FlowTest;
  readonly played: PlayedTest;
  readonly transcript: readonly TranscriptLine[];
  /** None: it passes. */
  readonly differences: readonly Difference[];
  /** Real milliseconds. */
  readonly tookMs: number;
}

/** Plays a test and compares. @param now real time, milliseconds. */
export async function runTest(test: FlowTest, now: () => number): Promise<TestResult> {
  const begunAt = now();
  const played = await playTest(test);
  const transcript = transcriptLines(played.steps);
  const differences = differencesOf(test.expect, played, transcript);
  return { test, played, transcript, differences, tookMs: now() - begunAt };
}

/** The command that plays the call of a test once more. */
export function replayCommand({
  flowFile,
  file,
  name,
}: Pick<FlowTest, 'flowFile' | 'file' | 'name'>): string {
  return `npx attendant simulate ${quoted(flowFile)} --test ${quoted(file)} --name ${quoted(name, { always: true })}`;
}

/** As a shell reads it as one word. */
function quoted(text: string, { always = false } = {}): string {
  if (!always && /^[\w./@:+-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}
