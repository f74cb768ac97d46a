import type { PlayOptions } from './play-options.ts';
import type { TestPlayOptions } from './simulate-test.ts';

/** Options of `attendant simulate`. */
export interface SimulateOptions extends PlayOptions, TestPlayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly keys?: string;
  readonly message?: string;
  readonly subject?: string;
  readonly json?: true;
  readonly language?: string;
  readonly input: readonly string[];
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
  readonly data?: string;
  readonly at?: string;
  readonly break: readonly string[];
  readonly ask?: true;
  readonly call?: string;
}
