import type { Json, JsonObject } from '../authoring/json.ts';

/** What the flow knows about the call, read as `Call.Ani`, `Call.CalledAddress`, … */
export interface CallDetails extends OtherDetails {
  /** The caller's number as Architect gives it, `tel:+13175550123`; absent when withheld. */
  readonly ani?: string;
  readonly calledAddress?: string;
  readonly remoteName?: string;
}

/** What is known of conversations that are no calls, and of special calls; members as expressions read them. */
export interface OtherDetails {
  /** `Message.Message`: body, senderAddress, … */
  readonly message?: JsonObject;
  /** `Email.Message`: subject, body, from, … */
  readonly email?: JsonObject;
  /** `Chat.Guest`. */
  readonly chatGuest?: JsonObject;
  /** `Call.Contact` of an outbound call. */
  readonly contact?: JsonObject;
  /** `Workitem.Workitem`. */
  readonly workitem?: JsonObject;
  /** `Survey.*` by name. */
  readonly survey?: JsonObject;
  /** The queue a call waits in when an in-queue flow is run by itself. */
  readonly queue?: string;
  /** `Flow.InvocationData` of a secure flow. */
  readonly invocationData?: string;
  /** Headers of the INVITE that began the call, by name. */
  readonly sipHeaders?: { readonly [name: string]: string };
}

/** A loop that is running. */
export interface LoopProgress {
  /** From 0. */
  readonly round: number;
  /** How many there are, worked out when the loop began. */
  readonly rounds: number;
}

/** What a flow that was called comes back to. */
export interface Caller {
  /** The `Flow.x` of the calling flow, which the called one does not see. */
  readonly variables: { readonly [name: string]: Json };
  /** The intent the called bot found last. */
  readonly intent?: string;
}

/** One call of a task: its variables, its loops, and where it goes on when it ends. */
export interface Frame {
  /** Name of the task, menu, state or bot. */
  readonly task: string;
  /** `Task.x` by declared name. */
  readonly variables: { readonly [name: string]: Json };
  /** Loop action's id → where it is. */
  readonly loops: { readonly [id: string]: LoopProgress };
  /** Id of the Call Task action that called; absent in the start task and after a jump. */
  readonly returnTo?: string;
  /** Present in the first frame of a flow that was called. */
  readonly caller?: Caller;
}

/** The queue a caller waits in while an in-queue flow runs. */
export interface QueuePlace {
  readonly queue: JsonObject;
  /** Epoch ms. */
  readonly since: number;
  /** When an agent answers, epoch ms; absent: never by itself. */
  readonly answersAt?: number;
}

/** Audio that waits for the next flush. */
export interface QueuedAudio {
  readonly text: string;
  readonly bargeIn: boolean;
  /** Name of the prompt it comes from. */
  readonly prompt?: string;
  /** How long it plays, where that is known. */
  readonly seconds?: number;
}

/** Audio that is being played; times are epoch ms, estimated from the length of the text. */
export interface PlayingAudio extends QueuedAudio {
  readonly startsAt: number;
  readonly endsAt: number;
}

interface WaitBasis {
  /** The step that began the wait; the interpreter fills it in. What answers the wait carries it. */
  readonly begunAtStep?: number;
  /** When the wait runs out by itself, epoch ms; absent: never. */
  readonly dueAt?: number;
  /** Audio heard meanwhile, in order. */
  readonly playing?: readonly PlayingAudio[];
  /** Keys were pressed during audio that must be heard; they count when it ends, at `dueAt`. */
  readonly holdsKeys?: true;
  /** When the wait itself runs out, where an agent of the queue answers before: `dueAt` is the agent's then. */
  readonly ownDueAt?: number | null;
}

/** What a call waits for. The engine listens, sends or sleeps accordingly; only a stimulus ends a wait. */
export type Wait =
  /** Queued audio is heard to its end before the action that stands next begins. */
  | (WaitBasis & { readonly for: 'playback' })
  /** Keys for a Collect Input or an extension. `collected` are the keys so far; `plays` counts prompts of an extension. */
  | (WaitBasis & { readonly for: 'digits'; readonly collected: string; readonly plays?: number })
  /** Whether the digits of a Collect Input are right. `asked`: how often that was asked in vain. */
  | (WaitBasis & { readonly for: 'verification'; readonly digits: string; readonly asked: number })
  /**
   * A choice of a menu. `plays` counts how often the menu's prompt was played, `invalid` what was no choice; `dialled`
   * are digits that may be an extension.
   */
  | (WaitBasis & {
      readonly for: 'choice';
      readonly plays: number;
      readonly invalid?: number;
      readonly dialled?: string;
    })
  /** A data action's answer. */
  | (WaitBasis & {
      readonly for: 'dataAction';
      readonly dataAction: string;
      readonly inputs: JsonObject;
      readonly idempotencyKey: string;
    })
  /** Time, and nothing else. `isTooLong`: when it is over, the flow has run as long as it may. */
  | (WaitBasis & { readonly for: 'time'; readonly isTooLong?: true })
  /** Words, keys or a text that answer a bot's question. */
  | (WaitBasis & {
      readonly for: 'answer';
      readonly question: QuestionKind;
      /** How often nothing came, and how often it was not understood. */
      readonly noInputs: number;
      readonly noMatches: number;
      /** How often the customer did not mean what was understood. */
      readonly rejections: number;
      /** Keys pressed so far, on the phone. */
      readonly keys?: string;
      /** What the customer is asked to confirm instead. */
      readonly confirming?: Confirming;
    })
  /** That it is silent on the line. `retries` counts how often it was broken; `until` is the action's own time-out. */
  | (WaitBasis & { readonly for: 'silence'; readonly retries: number; readonly until: number })
  /** A recording that the caller speaks, ended by a key or a hang-up. */
  | (WaitBasis & { readonly for: 'recording'; readonly mailbox: string })
  /** A person, group or number that is called. */
  | (WaitBasis & {
      readonly for: 'transfer';
      readonly to: string;
      readonly outcome: 'answer' | 'voicemail' | 'fail' | 'never';
    })
  /** Somebody who steps through the call lets it go on: the action that stands next has not begun. */
  | (WaitBasis & { readonly for: 'pause' })
  /** An agent of a queue. */
  | (WaitBasis & {
      readonly for: 'agent';
      readonly queue: string;
      readonly outcome: 'answer' | 'fail' | 'never';
    });

export type WaitKind = Wait['for'];

/** What a bot asks for. */
export type QuestionKind = 'boolean' | 'slot' | 'intent' | 'choice' | 'input';

/** A yes or no that stands between a question and its answer. */
export interface Confirming {
  /** `agent`: whether a person is wanted. */
  readonly what: 'answer' | 'agent';
  /** The answer that is meant, as it was understood and as it was said. */
  readonly answer: Json;
  readonly words: string;
  /** How it is asked for. */
  readonly question: string;
  readonly noInputs: number;
  readonly noMatches: number;
}

/** What a test or a host says was understood, in place of the bot's own understanding. */
export interface Understood {
  readonly intent?: string;
  /** Slot: value. */
  readonly slots?: { readonly [slot: string]: Json };
  /** An answer of the knowledge base. */
  readonly knowledge?: string;
}

/** How a conversation ended. */
export interface Ending {
  readonly reason: /** The flow hung up, or its last task ran out. */
    | 'flowDisconnected'
    | 'callerDisconnected'
    /** An agent took over. */
    | 'transferred'
    /** A workflow reached its end. */
    | 'completed'
    /** Error handling hung up. */
    | 'error';
  /** Free text of End Workflow, or the error's message. */
  readonly detail?: string;
}

/**
 * One call over its whole life, plain JSON. Nothing of a call is anywhere else.
 *
 * I1: `wait` is there exactly while `status` is `waiting`, `ending` exactly when it is `ended`.
 * I2: `at` is the stable id of the action the call stands at.
 * I3: a variable that is NOT_SET has no key.
 */
export interface Conversation {
  readonly id: string;
  readonly flow: { readonly name: string; readonly type: string; readonly hash: string };
  readonly status: 'waiting' | 'ended';
  /** Steps so far: stimuli taken, the start included. */
  readonly step: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly language: string;
  readonly call: CallDetails;
  /** `Flow.x` by declared name. */
  readonly variables: { readonly [name: string]: Json };
  /** Attributes of the customer participant; names are case-sensitive, values strings. */
  readonly participantData: { readonly [name: string]: string };
  /** The innermost task call is last. */
  readonly frames: readonly Frame[];
  readonly at: string;
  readonly actionsRun: number;
  /** Above this many actions the call goes into error handling, or ends when it is there already. */
  readonly actionsAllowed: number;
  readonly handlingError: boolean;
  /** Why error handling began. */
  readonly errorMessage?: string;
  /** The language that the next task or menu begins with. */
  readonly nextLanguage?: string;
  /** Menus visited, the current one last. */
  readonly menus?: readonly string[];
  readonly queue?: QueuePlace;
  /** Names of the variables that hold what a secure data action gave: their values are not shown. */
  readonly concealed?: readonly string[];
  /** What actions keep about the conversation beside its variables, by name: a wrap-up code, a screen pop … */
  readonly facts?: JsonObject;
  readonly audio: readonly QueuedAudio[];
  /** Keys pressed that nothing has taken yet. */
  readonly typedAhead: string;
  readonly wait?: Wait;
  readonly ending?: Ending;
}

/** What ends a wait. `step` in those that answer a wait is its `begunAtStep`; late answers are dropped by it. */
export type Stimulus =
  /** The call comes in, or the workflow is launched. Stored so that a transcript can be played again. */
  | {
      readonly type: 'start';
      readonly call: CallDetails;
      readonly inputs?: JsonObject;
      readonly language?: string;
    }
  /** Keys in the order pressed: `0`-`9`, `*`, `#`. */
  | { readonly type: 'pressed'; readonly keys: string }
  | { readonly type: 'spoke'; readonly words: string; readonly understood?: Understood }
  /** The customer sent a message; `messageId` says which of the platform's it is. */
  | {
      readonly type: 'wrote';
      readonly text: string;
      readonly understood?: Understood;
      readonly messageId?: string;
    }
  /** The wait's `dueAt` has come. */
  | { readonly type: 'timeElapsed'; readonly step: number }
  | { readonly type: 'completedDataAction'; readonly step: number; readonly outputs: JsonObject }
  | { readonly type: 'failedDataAction'; readonly step: number; readonly failure: JsonObject }
  | { readonly type: 'agentAnswered' }
  | { readonly type: 'callerDisconnected' }
  /** Whoever steps through the call lets it go on behind a pause. */
  | { readonly type: 'continued' }
  /** Whoever steps through the call changed what it holds; the wait stays as it is. */
  | ({ readonly type: 'changedByHand' } & ChangesByHand);

/** What somebody changes of a call by hand; null makes a variable NOT_SET, and removes an attribute. */
export interface ChangesByHand {
  /** `Flow.x`, and `Task.x` or `State.x` of the innermost task: value. Converted to its type. */
  readonly variables?: JsonObject;
  readonly participantData?: { readonly [name: string]: string | null };
}

/**
 * A fact about what the flow did, in the order it happened; the whole list is docs/events.md.
 * Stored per step; `at`, `sequence` and `conversationId` are the step's and are added where a transcript is read.
 */
export interface CallEvent {
  readonly type: string;
  /** Id of the action that did it. */
  readonly action?: string;
  readonly [detail: string]: Json | undefined;
}

/** What the interpreter returns: the conversation after the step and what happened in it. */
export interface StepResult {
  readonly conversation: Conversation;
  readonly events: readonly CallEvent[];
}
