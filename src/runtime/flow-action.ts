import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { Json, JsonObject } from '../authoring/json.ts';
import type { Messaging } from '../authoring/messaging.ts';
import type { Bot } from './bot.ts';
import type {
  CallDetails,
  Ending,
  LoopProgress,
  PlayingAudio,
  QueuedAudio,
  QueuePlace,
  Stimulus,
  Wait,
} from './conversation.ts';
import type { Environment } from './environment.ts';
import type { EventType } from './events.ts';
import type { Expression } from './expression/expression.ts';
import type { Text } from './expression/text.ts';
import type { FindKind } from './find-object.ts';
import type { FlowDefaults } from './flow-settings.ts';
import type { FlowType } from './flow-types.ts';
import { Actions, type Audio } from './settings.ts';
import type { SpokenTerms } from './spoken-terms.ts';
import type { Thing } from './thing-kinds.ts';
import type { VariableType } from './value-type.ts';
import type { Target } from './variables.ts';

/** What an action does next. Written `Next<'success' | 'failure'>` so that a misspelt output path does not compile. */
export type Next<Output extends string = string> =
  /** Leave by an output path; when nothing is wired there, go on with the action behind this one. */
  | { readonly output: Output }
  /** Go on with the action behind this one. */
  | { readonly next: true }
  /** Stand still until a stimulus comes. */
  | { readonly wait: Wait }
  | { readonly end: Ending }
  /** Let queued audio be heard, then end the flow as it ends when it runs out. */
  | { readonly hangUp: true }
  | { readonly jumpToTask: string }
  | { readonly jumpToMenu: string }
  | { readonly callTask: string; readonly variables: readonly (readonly [name: string, value: Json])[] }
  /** Leave this state for another. */
  | { readonly jumpToState: string }
  /** Go to the menu before this one, or begin this one again. */
  | { readonly menu: 'previous' | 'repeat' }
  /** Take a choice of another menu: its output path there. */
  | { readonly takeChoice: { readonly menu: string; readonly output: string } }
  /** Run another flow and come back. */
  | { readonly callFlow: string; readonly variables: readonly (readonly [name: string, value: Json])[] }
  /** Leave this flow and go back to the one that called it; at the top the flow is completed. */
  | { readonly exitFlow: { readonly reason: string; readonly output?: string } }
  /** Go on in another flow and never come back. Its variables begin anew, participant data stays. */
  | { readonly transferToFlow: string; readonly facts?: JsonObject }
  /** Wait in a queue while an in-queue flow runs. */
  | { readonly waitInQueue: QueuePlace; readonly inQueueFlow: string }
  /** End the task and leave the Call Task that called it by this output path. */
  | { readonly endTask: string }
  /** Begin the next round of the innermost loop, or leave it. */
  | { readonly loop: 'next' | 'exit' }
  /** The flow's error handling takes over. */
  | { readonly error: { readonly errorType: string; readonly errorMessage: string } };

/** What an action may see and do. Everything else of the call is out of its reach. */
export interface ActionContext {
  /** Epoch ms. */
  readonly now: number;
  readonly conversationId: string;
  /** When the conversation began, epoch ms. */
  readonly startedAt: number;
  readonly environment: Environment;
  readonly defaults: FlowDefaults;
  /** Stable id of the action. */
  readonly actionId: string;
  /** Number of this step within the conversation. */
  readonly step: number;
  readonly idempotencyKey: string;
  read(expression: Expression): Json | undefined;
  fill(text: Text): string;
  /** Queues audio for the next flush, in the language of the call. */
  say(audio: Audio): void;
  /** Audio in the language of the call, as `say` queues it. */
  audioOf(audio: Audio): readonly QueuedAudio[];
  /** The words of audio in the language of the call. */
  wordsOf(audio: Audio): string;
  /** What the environment has under a name; undefined when it does not know it. */
  thing(kind: Thing, name: string): JsonObject | undefined;
  /** Looks for a thing of the organization or a contact; null when there is none, or more than one. */
  find(kind: FindKind, by: 'name' | 'id', text: string): Json;
  /** Whether a flow of this name is part of the program. */
  hasFlow(name: string): boolean;
  readonly flowType: FlowType;
  /** Whether the customer hears what is said; otherwise it is written. */
  readonly isVoice: boolean;
  /** What the bot of this flow understands, and how it asks. */
  readonly bot: Bot;
  /** Language tag of the call, as the flow has it. */
  readonly language: string;
  readonly languages: readonly string[];
  /** The next task or menu begins in this language. */
  setLanguage(language: string): void;
  /** The queue the caller waits in, in an in-queue flow. */
  readonly queuePlace: QueuePlace | undefined;
  /** Takes the caller out of the queue: no agent answers any more. */
  leaveQueue(): void;
  /** What the host knows of the call. */
  readonly call: CallDetails;
  /** A built-in variable, such as `Call.EstimatedWaitTime`. */
  builtIn(name: string): Json | undefined;
  /** What the conversation keeps beside its variables. */
  fact(name: string): Json | undefined;
  setFact(name: string, value: Json | undefined): void;
  /** The intent a bot found, which its caller gets. */
  setIntent(name: string | undefined): void;
  /** Choices of other menus of the flow that count in every menu. */
  readonly globalChoices: readonly GlobalChoice[];
  /** What a variable that can be set holds now. */
  valueOf(target: Target): Json | undefined;
  /** Sets a variable, converted to its type; `undefined` makes it NOT_SET. @throws ExpressionError */
  write(target: Target, value: Json | undefined): void;
  /** From now on events and views show the mask in place of what this variable holds. */
  conceal(target: Target): void;
  /** Whether the action reads a concealed variable: what it makes of it is not shown. */
  readonly readsConcealed: boolean;
  emit(type: EventType, details?: JsonObject): void;
  participantData(name: string): string | undefined;
  setParticipantData(name: string, value: string): void;
  /** Queues audio for the next flush. */
  queue(audio: QueuedAudio): void;
  /** Plays all queued audio. @returns what is played and when it ends, epoch ms. */
  flush(): { readonly playing: readonly PlayingAudio[]; readonly endsAt: number };
  /** Takes the next key that was pressed and not used yet. */
  takeKey(): string | undefined;
  /** Drops the queued audio that a key pressed before cuts short. @returns whether the key counts now. */
  cutQueuedAudio(): boolean;
  /** Where this loop is; `undefined` when it is not running. */
  loopProgress(): LoopProgress | undefined;
  setLoopProgress(progress: LoopProgress | undefined): void;
}

/** A choice that counts in all menus of its flow. */
export interface GlobalChoice {
  readonly menu: string;
  /** Empty when only its words count. */
  readonly key: string;
  /** Output path of the menu. */
  readonly output: string;
  readonly name: string;
  readonly terms?: SpokenTerms;
}

/** A flow that an action calls, with what goes in and comes out. */
export interface CalledFlow {
  readonly flow: string;
  /** JSON Pointer of the setting that names it. */
  readonly pointer: string;
  /** Types of flow that can be called so. */
  readonly types: readonly FlowType[];
  readonly inputs?: { readonly [name: string]: Expression };
  readonly saveOutputs?: { readonly [name: string]: Target };
}

/** What a task or flow that was called gave back. */
export interface Returned {
  /** Output path it ended by. */
  readonly output: string;
  /** Values of its output variables by name; NOT_SET ones are left out. */
  readonly values: JsonObject;
  /** Why a bot ended. */
  readonly exitReason?: string;
  readonly intent?: string;
}

/** What a flow may know of a data action: its contract, by flattened names as Architect shows them. */
export interface DataActionContract {
  readonly inputs: { readonly [name: string]: { readonly type: VariableType; readonly required: boolean } };
  readonly outputs: { readonly [name: string]: VariableType };
  /** What it sends, records and asks. */
  readonly messaging?: Messaging;
  /** Whether what goes in and comes out stays out of transcripts. */
  readonly isSecure?: boolean;
}

/** What is known to be so, or not to be so, on an output path: that a value equals another, or that it is true. */
export interface Held {
  readonly value: Expression;
  /** Absent: true. */
  readonly equals?: Expression;
  readonly isSo: boolean;
}

/** What an action type may use to check its settings beyond their schema. */
export interface CheckTools {
  /** Language tags of the flow. */
  readonly languages: readonly string[];
  dataAction(name: string): DataActionContract | undefined;
  /** Intents that the flow declares under `nlu`. */
  readonly intents: readonly string[];
  /** @param pointer JSON Pointer below the action's settings. */
  report(severity: 'error' | 'warning', pointer: string, code: string, message: string, hint: string): void;
}

/** The families of action types, in the order of the reference. */
export const ACTION_CATEGORIES = [
  'Logic',
  'Task',
  'Data',
  'Find',
  'Audio',
  'Menu',
  'Transfer',
  'Message',
  'Bot',
  'Agent',
  'Ending',
] as const;
export type ActionCategory = (typeof ACTION_CATEGORIES)[number];

/** A flow action type: what authors write, its output paths, and what it does. */
export interface FlowActionDefinition<Settings extends TSchema = TSchema, Output extends string = string> {
  /** Its key in a flow, Architect's (Archy's) name. */
  readonly type: string;
  /** Its name in Architect. */
  readonly title: string;
  /** One or two sentences for the reference page and the editor. */
  readonly description: string;
  /** Its family in the reference. */
  readonly category?: ActionCategory;
  /** When each of its output paths is taken, for the reference. */
  readonly paths?: { readonly [output: string]: string };
  /** Events it emits itself; what the interpreter tells of every action is not named. */
  readonly events?: readonly EventType[];
  /** How it differs from Genesys, a sentence or two each, for the reference. What is a guess begins with `Guess: `. */
  readonly differences?: readonly string[];
  readonly settings: Settings;
  /** Output paths it may declare under `outputs`. */
  readonly outputs: readonly Output[];
  /** The setting that may be written instead of the object: `{ "playAudio": "Hello." }`. */
  readonly short?: string;
  /** Whether queued audio is heard before it begins (facts/ACTIONS: flush points). */
  readonly flushes?: true;
  /** Whether the flow never goes on behind it. */
  readonly terminates?: true;
  /** Whether its `loop` path runs again and again. */
  readonly loops?: true;
  /** What it does with the innermost loop; it must stand in one. */
  readonly leavesRound?: 'next' | 'exit';
  /** Whether the task it names comes back to it. */
  readonly calls?: true;
  /** By which output path of the Call Task it ends its task. */
  endsTaskBy?(settings: Static<Settings>): string;
  /** The flow it calls: what it hands over and takes back is checked against that flow. */
  callsFlow?(settings: Static<Settings>): CalledFlow;
  /** The flow that it hands the call over to for good, and what that must be. */
  transfersTo?(settings: Static<Settings>): Omit<CalledFlow, 'inputs' | 'saveOutputs'> | undefined;
  /** Paths that are dangerous to leave unwired: the flow would go on as if nothing had happened. */
  readonly dangerousUnwired?: readonly NoInfer<Output>[];
  /** Whether the flow can go on behind it, by the paths that are wired. Absent: unless all of them are, or it terminates. */
  goesOn?(wired: ReadonlySet<string>): boolean;
  /** What must hold for an output path to be taken; checks of whole flows go by it. */
  holds?(settings: Static<Settings>, output: string): readonly Held[];
  /** What a caller does for an output path to be taken, such as `press 1`; absent where no caller does anything. */
  callerDoes?(settings: Static<Settings>, output: string): string | undefined;
  /** Flow types it is made for; absent: all. */
  readonly flowTypes?: readonly FlowType[];
  /** Finds faults that the settings' schema cannot tell. */
  check?(settings: Static<Settings>, tools: CheckTools): void;
  /** Finds faults that only an environment can tell, such as a column that the data table does not have. */
  checkWith?(settings: Static<Settings>, environment: Environment, report: CheckTools['report']): void;
  /** Finishes the compiled settings where another definition says what they must be; they have no faults then. */
  complete?(settings: Static<Settings>, tools: Pick<CheckTools, 'dataAction'>): Static<Settings>;
  enter(settings: Static<Settings>, context: ActionContext): Next<Output>;
  /** Takes the stimulus that ended the wait `enter` asked for. Absent when it never waits. */
  resume?(settings: Static<Settings>, stimulus: Stimulus, wait: Wait, context: ActionContext): Next<Output>;
  /** Takes what the task or flow that it called gave back, before its output path is taken. */
  returned?(settings: Static<Settings>, result: Returned, context: ActionContext): void;
  /** Notes what a hang-up during its wait means, such as a voicemail that is left. */
  hungUp?(settings: Static<Settings>, wait: Wait, context: ActionContext): void;
}

/** A definition whose settings' type is no longer told: what the list of all types holds. */
export type FlowActionType = Omit<
  FlowActionDefinition,
  | 'enter'
  | 'resume'
  | 'check'
  | 'checkWith'
  | 'complete'
  | 'endsTaskBy'
  | 'callsFlow'
  | 'transfersTo'
  | 'returned'
  | 'hungUp'
> & {
  check?(settings: unknown, tools: CheckTools): void;
  checkWith?(settings: unknown, environment: Environment, report: CheckTools['report']): void;
  complete?(settings: unknown, tools: Pick<CheckTools, 'dataAction'>): unknown;
  endsTaskBy?(settings: unknown): string;
  callsFlow?(settings: unknown): CalledFlow;
  transfersTo?(settings: unknown): Omit<CalledFlow, 'inputs' | 'saveOutputs'> | undefined;
  enter(settings: unknown, context: ActionContext): Next;
  resume?(settings: unknown, stimulus: Stimulus, wait: Wait, context: ActionContext): Next;
  returned?(settings: unknown, result: Returned, context: ActionContext): void;
  hungUp?(settings: unknown, wait: Wait, context: ActionContext): void;
};

/** Defines a flow action type. `settings` is the single source for validation, the type of `enter`, the schema and the reference. */
export function defineFlowAction<const Output extends string, Settings extends TSchema>(
  definition: Omit<FlowActionDefinition<Settings, Output>, 'enter' | 'resume'> & {
    enter(settings: Static<Settings>, context: ActionContext): Next<NoInfer<Output>>;
    resume?(
      settings: Static<Settings>,
      stimulus: Stimulus,
      wait: Wait,
      context: ActionContext,
    ): Next<NoInfer<Output>>;
  },
): FlowActionType {
  return definition as unknown as FlowActionType;
}

/** The schema of an action's settings with its output paths: what a flow file may hold behind the action's key. */
export function settingsSchema(type: FlowActionType): TSchema {
  const settings = type.settings as TSchema & {
    readonly type?: string;
    readonly properties?: Record<string, TSchema>;
  };
  if (type.outputs.length === 0 || settings.properties === undefined || 'outputs' in settings.properties)
    return settings;
  const paths = Object.fromEntries(
    type.outputs.map((name) => [name, Type.Optional(Actions({ description: `What happens on ${name}.` }))]),
  );
  const outputs = Type.Optional(
    Type.Object(paths, {
      additionalProperties: false,
      description: 'Output paths; a path that is left out goes on behind this action.',
    }),
  );
  return Type.Object({ ...(settings as TObject).properties, outputs }, { additionalProperties: false });
}
