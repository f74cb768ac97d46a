import type { CallEvent, Conversation, Stimulus } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';

/** One step of a conversation: what came in, what happened, and the conversation after it. */
export interface StepRecord {
  readonly conversation: Conversation;
  /** Epoch ms. */
  readonly at: number;
  readonly stimulus: Stimulus;
  readonly events: readonly CallEvent[];
}

/** A step as it is read back for a transcript. */
export interface StoredStep extends Omit<StepRecord, 'conversation'> {
  readonly step: number;
  /** Key of the environment it ran with; absent where nobody knows. */
  readonly environment?: number;
  /** How many actions had run when it paused; absent: it did not end with a pause. */
  readonly pausedAfter?: number;
}

/** A flow as it was when a conversation began with it. */
export interface FlowVersion {
  /** SHA-256 of the bundle, hex. */
  readonly hash: string;
  readonly name: string;
  readonly type: string;
  /** JSON text of the flow and all it refers to. */
  readonly bundle: string;
}

/** A conversation in a list. */
export interface ConversationSummary {
  readonly id: string;
  readonly flowName: string;
  readonly status: Conversation['status'];
  readonly waitsFor?: string;
  /** Absent when withheld. */
  readonly from?: string;
  readonly to?: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly updatedAt: number;
}

/** Which conversations to list; what is absent is not asked for. Times are epoch ms. */
export interface ConversationQuery {
  /** Name of the flow it began with. */
  readonly flow?: string;
  readonly status?: Conversation['status'];
  /** Part of the id, of the flow's name or of a number, in any case. */
  readonly text?: string;
  /** The earliest and the latest time it began, both included. */
  readonly since?: number;
  readonly until?: number;
  /** Only those that the order has behind this one. */
  readonly after?: Pick<ConversationSummary, 'id' | 'startedAt'>;
}

/**
 * Where conversations are kept. The engine knows nothing else of storage, so another host can bring its own.
 * Every adapter passes test/store/conversation-store.suite.ts.
 */
export interface ConversationStore {
  /**
   * Keeps a step; resolves once it is on disk.
   *
   * @throws AttendantError `CONVERSATION_CONFLICT` when that step of the conversation is kept already.
   */
  saveStep(record: StepRecord): Promise<void>;
  /** The newest state of a conversation. */
  load(id: string): Promise<Conversation | undefined>;
  /** Its steps, oldest first. */
  steps(id: string): Promise<readonly StoredStep[]>;
  /** Ids of conversations whose wait has run out by `now` (epoch ms), the earliest first. */
  due(now: number, limit: number): Promise<readonly string[]>;
  /** When the earliest wait after that moment runs out; both epoch ms. */
  nextDueAt(after: number): Promise<number | undefined>;
  /** Ids of conversations that wait for a data action's answer. */
  unanswered(): Promise<readonly string[]>;
  /** The newest conversations first; of one moment, by their ids. */
  list(limit: number, query?: ConversationQuery): Promise<readonly ConversationSummary[]>;
  saveFlow(version: FlowVersion): Promise<void>;
  loadFlow(hash: string): Promise<FlowVersion | undefined>;
  /** An environment that steps ran with, by the key that they carry. */
  loadEnvironment(key: number): Promise<Environment | undefined>;
}
