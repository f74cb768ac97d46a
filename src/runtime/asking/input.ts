import type { Understood } from '../conversation.ts';

/** What a customer said, wrote or typed. */
export interface Input {
  readonly text: string;
  readonly understood?: Understood;
}
