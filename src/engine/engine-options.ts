import type { DataAction } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { Operation } from '../actions/operation.ts';
import type { JsonObject } from '../authoring/json.ts';
import type { Clock, Ids, Log } from '../ports.ts';
import type { CallDetails } from '../runtime/conversation.ts';
import type { Environment } from '../runtime/environment.ts';
import type { Program } from '../runtime/program.ts';
import type { ConversationStore } from '../store/conversation-store.ts';

/** A flow that can be run: compiled, with the data actions it calls and the text it was made of. */
export interface RunnableFlow {
  readonly program: Program;
  readonly dataActions: ReadonlyMap<string, DataAction>;
  /** JSON text of everything; its hash is the program's. */
  readonly bundle: string;
}

/** Finds flows by name, and makes them again from what a conversation was begun with. */
export interface FlowLibrary {
  find(name: string): RunnableFlow | undefined;
  names(): readonly string[];
  /** @throws AttendantError `FLOW_INVALID` when this version of Attendant cannot run it any more. */
  fromBundle(bundle: string, hash: string): RunnableFlow;
}

/** What a data action is run with. */
export interface DataActionRequest {
  readonly inputs: JsonObject;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** A fault to play in the receiver's place, such as `timeout` or `429Storm:3`; one of those that are known. */
  readonly fault?: string;
  /** Told every operation, secrets masked, once it is over; absent: nobody wants to know. */
  readonly trace?: (operations: readonly Operation[]) => void;
}

/** Runs data actions. */
export interface DataActionRunner {
  run(dataAction: DataAction, request: DataActionRequest): Promise<DataActionOutcome>;
  /** Whether the same request may be sent again when its outcome is unknown: its author says so, and its target keeps to it. */
  mayRepeat(dataAction: DataAction): boolean;
}

/** What an engine works with. */
export interface EngineOptions {
  readonly store: ConversationStore;
  readonly flows: FlowLibrary;
  readonly dataActions: DataActionRunner;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** How a call begins. */
export interface CallStart {
  /** Of the conversation; absent: a new one. A call that was begun with it is left as it is. */
  readonly id?: string;
  readonly flow: string;
  readonly call?: CallDetails;
  readonly language?: string;
  /** `Flow.x`: value. */
  readonly inputs?: JsonObject;
}
