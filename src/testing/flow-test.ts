import type { Settings } from '../actions/data-action.ts';
import type { CallStart, RunnableFlow } from '../engine/engine-options.ts';
import type { Cassette } from '../recording/cassette.ts';
import type { Environment } from '../runtime/environment.ts';
import type { TestAct } from './caller-acts.ts';
import type { Answer, Expectations } from './test-file.ts';

/** What a data action answers in a test. */
export interface Answers {
  readonly list: readonly Answer[];
  /** Whether the one answer is given to every request. */
  readonly isForAll: boolean;
  /** Whether the test itself says so, and not its file: then all of the list must be asked for. */
  readonly isOwn: boolean;
}

/** How a call of a test begins. */
export type TestStart = Pick<CallStart, 'call' | 'inputs' | 'language'>;

/** One test of a file, checked and ready to be played. */
export interface FlowTest {
  readonly file: string;
  readonly name: string;
  /** Where it stands in its file, from 1. */
  readonly line: number;
  readonly flowFile: string;
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  readonly settings: Settings;
  /** When the call comes in, epoch ms. */
  readonly at: number;
  readonly start: TestStart;
  readonly acts: readonly TestAct[];
  /** By the names of the data actions. */
  readonly answers: ReadonlyMap<string, Answers>;
  /** Answers the data actions that have none. */
  readonly cassette?: Cassette;
  readonly expect: Expectations;
}
