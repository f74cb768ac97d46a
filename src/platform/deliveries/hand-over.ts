import type { MessageHead } from '../messages/message.ts';

/** Says when messages may be handed to their carrier: campaigns keep a rate. One is opened for each commit. */
export interface HandOver {
  /** When a message may go, epoch ms; not later than now when it may go at once, and then it is counted. */
  at(message: Pick<MessageHead, 'campaignRun' | 'channel'>): number;
  /** Keeps what was counted. Called when the commit is on disk. */
  done(): void;
}

/** Hands over everything at once. */
export const AT_ONCE: HandOver = { at: () => Number.NEGATIVE_INFINITY, done: () => undefined };
