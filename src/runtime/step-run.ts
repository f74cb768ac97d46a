import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Bot } from './bot.ts';
import { type BuiltInSource, builtInValue } from './built-in-values.ts';
import type {
  CallDetails,
  CallEvent,
  Caller,
  Conversation,
  Ending,
  Frame,
  LoopProgress,
  PlayingAudio,
  QueuedAudio,
  QueuePlace,
  StepResult,
  Wait,
  WaitKind,
} from './conversation.ts';
import { type Environment, thing } from './environment.ts';
import type { EventType } from './events.ts';
import { ruleNamed } from './expression/architect/rules.ts';
import { convert } from './expression/conversion.ts';
import { type Expression, ExpressionError } from './expression/expression.ts';
import { beginStepBudget } from './expression/json-logic.ts';
import type { Text } from './expression/text.ts';
import { type FindKind, findObject } from './find-object.ts';
import type { ActionContext, GlobalChoice } from './flow-action.ts';
import { outcomeValues } from './flow-outcomes.ts';
import type { FlowDefaults } from './flow-settings.ts';
import { FLOW_TYPES, type FlowType } from './flow-types.ts';
import { mediumOf } from './medium.ts';
import type { Program, Step, Unit } from './program.ts';
import type { Audio } from './settings.ts';
import { promptMembers, spoken } from './spoken.ts';
import { THINGS, type Thing } from './thing-kinds.ts';
import type { Target, VariableReader } from './variables.ts';

/** Most text one step may write into variables, participant data and audio: all of it is stored with the step. */
const MAX_STEP_CHARACTERS = 8_000_000;

/** Waits in which keys mean something. */
const TAKES_KEYS: ReadonlySet<WaitKind> = new Set<WaitKind>([
  'playback',
  'digits',
  'choice',
  'verification',
  'answer',
  'recording',
]);

interface OpenFrame {
  readonly task: string;
  readonly variables: Record<string, Json>;
  readonly loops: Record<string, LoopProgress>;
  readonly returnTo?: string;
  readonly caller?: OpenCaller;
}

interface OpenCaller {
  readonly variables: Record<string, Json>;
  intent?: string;
}

/** What a step runs with. */
export interface StepOptions {
  /** Epoch ms. */
  readonly now: number;
  readonly environment: Environment;
  /** Whether the call pauses before an action; absent: it never does. */
  readonly pauses?: (visit: Visit) => boolean;
}

/** An action that is about to begin. */
export interface Visit {
  readonly step: Step;
  /** How many tasks and flows have been entered and not left. */
  readonly depth: number;
  /** How many actions have run before it. */
  readonly actionsRun: number;
  /** What expressions can read there. */
  readonly reader: VariableReader;
}

/** What a task or flow left behind, and where it goes on. */
export interface LeftFrame {
  readonly returnTo: string;
  /** The called task's variables, or the called flow's. */
  readonly variables: { readonly [name: string]: Json };
  /** Whether a flow was left, and not a task. */
  readonly isFlow: boolean;
  readonly intent?: string;
}

/**
 * A conversation while one step runs: a working copy that is changed in place, which is what makes thousands of
 * actions a millisecond possible. It lives from the stimulus to the next wait; `result` hands out plain JSON again.
 *
 * Owns the copy and the events of the step. What runs next is interpreter.ts's.
 */
export class StepRun implements ActionContext, VariableReader, BuiltInSource {
  readonly now: number;
  readonly environment: Environment;
  readonly step: number;
  flowVariables: Record<string, Json>;
  taskVariables: Record<string, Json>;
  readonly audio: QueuedAudio[];
  typedAhead: string;
  actionsRun: number;
  actionsAllowed: number;
  handlingError: boolean;
  errorMessage: string | undefined;
  at: Step;
  wait: Wait | undefined;
  queuePlace: QueuePlace | undefined;
  language: string;
  menus: readonly string[];
  readonly #program: Program;
  readonly #conversation: Conversation;
  readonly #frames: OpenFrame[];
  readonly #participantData: Record<string, string>;
  readonly #events: CallEvent[] = [];
  #nextLanguage: string | undefined;
  #facts: JsonObject;
  readonly #concealed: Set<string>;
  #ending: Ending | undefined;
  #characters = 0;
  readonly #rulesUsed = new Set<string>();

  readonly #pauses: StepOptions['pauses'];
  /** The action before which it does not pause once more. */
  #passes: Step | undefined;

  constructor(program: Program, conversation: Conversation, { now, environment, pauses }: StepOptions) {
    beginStepBudget();
    this.#pauses = pauses;
    this.#program = program;
    this.#conversation = conversation;
    this.now = now;
    this.environment = environment;
    this.step = conversation.step + 1;
    this.flowVariables = { ...conversation.variables };
    this.#participantData = { ...conversation.participantData };
    this.#frames = conversation.frames.map(openFrame);
    this.taskVariables = this.#frames.at(-1)?.variables ?? {};
    this.audio = [...conversation.audio];
    this.typedAhead = conversation.typedAhead;
    this.actionsRun = conversation.actionsRun;
    this.actionsAllowed = conversation.actionsAllowed;
    this.handlingError = conversation.handlingError;
    this.errorMessage = conversation.errorMessage;
    this.queuePlace = conversation.queue;
    this.language = conversation.language;
    this.#nextLanguage = conversation.nextLanguage;
    this.menus = conversation.menus ?? [];
    this.#facts = conversation.facts ?? {};
    this.#concealed = new Set(conversation.concealed);
    this.at = program.steps[program.byId.get(conversation.at) ?? program.endOfFlow] as Step;
  }

  get actionId(): string {
    return this.at.id;
  }

  /** The flow that is running. */
  /** Whether the call pauses before an action that is about to begin. */
  pausesAt(step: Step): boolean {
    if (this.#pauses === undefined) return false;
    const isPassed = this.#passes === step;
    this.#passes = undefined;
    return (
      !isPassed &&
      this.#pauses({ step, depth: this.#frames.length, actionsRun: this.actionsRun, reader: this })
    );
  }

  /** The action at which the call stands begins without a pause. */
  passPause(): void {
    this.#passes = this.at;
  }

  get unit(): Unit {
    return this.#program.units[this.at.unit] ?? this.#program;
  }

  /** The flow that an action belongs to. */
  unitOf(actionId: string): Unit {
    const step = this.#program.steps[this.#program.byId.get(actionId) ?? this.#program.endOfFlow];
    return this.#program.units[step?.unit ?? 0] ?? this.#program;
  }

  get defaults(): FlowDefaults {
    return this.unit.defaults;
  }

  get flowType(): FlowType {
    return this.unit.type;
  }

  get isVoice(): boolean {
    return mediumOf(this.#program.type, this.call) === 'voice';
  }

  get bot(): Bot {
    return this.unit.bot;
  }

  get languages(): readonly string[] {
    return this.unit.languages;
  }

  get globalChoices(): readonly GlobalChoice[] {
    return this.unit.globalChoices;
  }

  get idempotencyKey(): string {
    return `${this.#conversation.id}:${this.actionsRun}`;
  }

  /** Whether another flow called the one that is running. */
  get isCalled(): boolean {
    return this.#frames.some((frame) => frame.caller !== undefined);
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  read(expression: Expression): Json | undefined {
    return expression.evaluate(this);
  }

  fill(text: Text): string {
    return text.constant ?? text.fill(this);
  }

  get conversationId(): string {
    return this.#conversation.id;
  }

  get startedAt(): number {
    return this.#conversation.startedAt;
  }

  get version(): string {
    return this.#conversation.flow.hash;
  }

  get call(): CallDetails {
    return this.#conversation.call;
  }

  builtIn(name: string): Json | undefined {
    return builtInValue(name, this);
  }

  find(kind: FindKind, by: 'name' | 'id', text: string): Json {
    const found = findObject(this.environment, kind, by, text);
    const isPrompt = kind === 'userPrompt' || kind === 'systemPrompt';
    return found !== null && isPrompt ? { ...found, ...promptMembers(found, this) } : found;
  }

  dependsOn(rule: string): void {
    const used = `${this.at.id} ${rule}`;
    if (this.#rulesUsed.has(used)) return;
    this.#rulesUsed.add(used);
    this.emit('usedOpenRule', { rule, ...ruleNamed(rule) });
  }

  valueOf({ scope, name }: Target): Json | undefined {
    return own(scope === 'flow' ? this.flowVariables : this.taskVariables, name);
  }

  write(target: Target, value: Json | undefined): void {
    const converted = target.type === 'any' ? value : convert(value, target.type);
    if (target.scope === 'flow') this.setFlowVariable(target.name, converted);
    else this.setTaskVariable(target.name, converted);
    if (this.readsConcealed) this.conceal(target);
  }

  conceal({ name }: Target): void {
    this.#concealed.add(name);
  }

  get readsConcealed(): boolean {
    return this.#concealed.size > 0 && this.at.reads.some(({ name }) => this.#concealed.has(name));
  }

  setFlowVariable(name: string, value: Json | undefined): void {
    this.#grow(value);
    if (value === undefined) delete this.flowVariables[name];
    else this.flowVariables[name] = value;
  }

  setTaskVariable(name: string, value: Json | undefined): void {
    this.#grow(value);
    if (value === undefined) delete this.taskVariables[name];
    else this.taskVariables[name] = value;
  }

  emit(type: EventType, details?: JsonObject): void {
    const { id } = this.at;
    this.#events.push(this.actionsRun > 0 ? { type, action: id, ...details } : { type, ...details });
  }

  /** The most frequent event by far, written without copying. */
  emitOutput(output: string): void {
    this.#events.push({ type: 'tookOutput', action: this.at.id, output });
  }

  participantData(name: string): string | undefined {
    return Object.hasOwn(this.#participantData, name) ? this.#participantData[name] : undefined;
  }

  setParticipantData(name: string, value: string): void {
    this.#grow(value);
    this.#participantData[name] = value;
  }

  removeParticipantData(name: string): void {
    delete this.#participantData[name];
  }

  queue(audio: QueuedAudio): void {
    this.#grow(audio.text);
    if (audio.text !== '' || (audio.seconds ?? 0) > 0) this.audio.push(audio);
  }

  leaveQueue(): void {
    this.queuePlace = undefined;
  }

  dropAudio(): void {
    this.audio.length = 0;
  }

  say(audio: Audio): void {
    for (const one of spoken(audio, this)) this.queue(one);
  }

  audioOf(audio: Audio): readonly QueuedAudio[] {
    return spoken(audio, this);
  }

  wordsOf(audio: Audio): string {
    return this.audioOf(audio)
      .map(({ text }) => text)
      .join(' ');
  }

  thing(kind: Thing, name: string): JsonObject | undefined {
    const found = thing(this.environment[THINGS[kind]], name);
    return isJsonObject(found) ? found : undefined;
  }

  hasFlow(name: string): boolean {
    return name !== '' && this.#program.unitsByReference.has(name);
  }

  setLanguage(language: string): void {
    this.#nextLanguage = language;
  }

  fact(name: string): Json | undefined {
    return own(this.#facts, name);
  }

  setFact(name: string, value: Json | undefined): void {
    this.#grow(value);
    const { [name]: _, ...others } = this.#facts;
    this.#facts = value === undefined ? others : { ...others, [name]: value };
  }

  setIntent(name: string | undefined): void {
    const caller = this.#frames.findLast((frame) => frame.caller !== undefined)?.caller;
    if (caller === undefined) return;
    if (name === undefined) delete caller.intent;
    else caller.intent = name;
  }

  flush(): { readonly playing: readonly PlayingAudio[]; readonly endsAt: number } {
    let endsAt = this.now;
    const playing = this.audio.map((audio): PlayingAudio => {
      const startsAt = endsAt;
      endsAt += audioMs(audio, this.environment.speechCharactersPerSecond);
      if (!isSilence(audio)) {
        this.emit('playedAudio', {
          text: audio.text,
          ...(audio.prompt === undefined ? {} : { prompt: audio.prompt }),
        });
      }
      return { ...audio, startsAt, endsAt };
    });
    this.dropAudio();
    return { playing, endsAt };
  }

  /** A key or a word cuts off what is playing and drops all that would follow, unless what plays forbids it. */
  bargeIn(wait: Wait): Wait {
    const [current, ...rest] = this.#unheard(wait);
    if (current === undefined) return wait.playing === undefined ? wait : { ...wait, playing: [] };
    if (!current.bargeIn) return wait;
    this.emit('bargedIn', { interrupted: current.text, unheard: textsOf(rest) });
    const cutMs = (rest.at(-1) ?? current).endsAt - this.now;
    return { ...wait, playing: [], ...(wait.dueAt === undefined ? {} : { dueAt: wait.dueAt - cutMs }) };
  }

  /** The wait as it is with keys pressed already: they count only when audio that must be heard has ended. */
  holdKeys(wait: Wait): Wait {
    const { holdsKeys: _, ...free } = wait;
    const [current] = this.#unheard(wait);
    if (!TAKES_KEYS.has(wait.for) || this.typedAhead === '' || current === undefined || current.bargeIn)
      return free;
    return { ...free, holdsKeys: true, dueAt: current.endsAt };
  }

  cutQueuedAudio(): boolean {
    if (this.typedAhead === '') return false;
    const firstCut = this.audio.findIndex((audio) => audio.bargeIn);
    if (firstCut < 0) return this.audio.length === 0;
    const unheard = textsOf(this.audio.splice(firstCut));
    this.emit('bargedIn', { unheard });
    return firstCut === 0;
  }

  #unheard(wait: Wait): readonly PlayingAudio[] {
    return (wait.playing ?? []).filter((audio) => audio.endsAt > this.now);
  }

  takeKey(): string | undefined {
    const key = this.typedAhead[0];
    this.typedAhead = this.typedAhead.slice(1);
    return key;
  }

  loopProgress(): LoopProgress | undefined {
    return this.#frames.at(-1)?.loops[this.at.id];
  }

  setLoopProgress(progress: LoopProgress | undefined): void {
    this.setLoop(this.at.id, progress);
  }

  setLoop(id: string, progress: LoopProgress | undefined): void {
    const loops = this.#frames.at(-1)?.loops;
    if (loops === undefined) return;
    if (progress === undefined) delete loops[id];
    else loops[id] = progress;
  }

  enterFrame(task: string, returnTo: string | undefined, caller?: OpenCaller): void {
    const frame: OpenFrame = {
      task,
      variables: {},
      loops: {},
      ...(returnTo === undefined ? {} : { returnTo }),
      ...(caller === undefined ? {} : { caller }),
    };
    this.#frames.push(frame);
    this.taskVariables = frame.variables;
    if (this.#nextLanguage !== undefined) this.language = this.#nextLanguage;
    this.#nextLanguage = undefined;
  }

  /** Begins a flow that comes back to this action: it has variables of its own. */
  enterFlow(container: string): void {
    const caller = { variables: this.flowVariables };
    this.flowVariables = {};
    this.enterFrame(container, this.at.id, caller);
  }

  /** Ends the innermost task or flow. @returns where it goes on and what it left, `undefined` when nobody called. */
  leaveFrame(): LeftFrame | undefined {
    const left = this.#frames.pop();
    const variables = left?.caller === undefined ? (left?.variables ?? {}) : this.flowVariables;
    if (left?.caller !== undefined) this.flowVariables = left.caller.variables;
    this.taskVariables = this.#frames.at(-1)?.variables ?? {};
    if (left?.returnTo === undefined) return undefined;
    const intent = left.caller?.intent;
    const isFlow = left.caller !== undefined;
    return { returnTo: left.returnTo, variables, isFlow, ...(intent === undefined ? {} : { intent }) };
  }

  /** Ends the flow that is running, with all its tasks. @returns as `leaveFrame`. */
  leaveFlow(): LeftFrame | undefined {
    this.#leaveTasks();
    return this.leaveFrame();
  }

  /** Leaves all tasks of the flow that is running for another container of it. */
  jumpFrame(container: string): void {
    this.#leaveTasks();
    const left = this.#frames.pop();
    this.enterFrame(container, left?.returnTo, left?.caller);
  }

  /** Leaves everything for another flow. */
  leaveAllFrames(): void {
    this.#frames.length = 0;
    this.taskVariables = {};
    this.flowVariables = {};
    this.#concealed.clear();
  }

  /** All frames of the running flow but the one it began with. */
  #leaveTasks(): void {
    while (this.#frames.length > 1 && this.#frames.at(-1)?.caller === undefined) this.#frames.pop();
  }

  end(ending: Ending): void {
    this.#ending = this.#trueEnding(ending);
    this.wait = undefined;
    this.dropAudio();
    if (this.#hangsUp(this.#ending)) {
      this.emit('disconnected', { by: ending.reason === 'callerDisconnected' ? 'caller' : 'flow' });
    }
    this.emit('endedFlow', {
      ...(this.#ending as unknown as JsonObject),
      ...this.#outputs(),
      ...outcomeValues((name) => this.fact(name)),
    });
  }

  /** A call that error handling hangs up has ended with an error, and says with which. */
  #trueEnding(ending: Ending): Ending {
    if (!this.handlingError || ending.reason !== 'flowDisconnected') return ending;
    const detail = ending.detail ?? this.errorMessage;
    return { reason: 'error', ...(detail === undefined ? {} : { detail }) };
  }

  result(): StepResult {
    const {
      wait: _wait,
      ending: _ending,
      nextLanguage: _language,
      queue: _queue,
      concealed: _concealed,
      facts: _facts,
      ...before
    } = this.#conversation;
    const conversation: Conversation = {
      ...before,
      status: this.#ending === undefined ? 'waiting' : 'ended',
      step: this.step,
      language: this.language,
      variables: this.flowVariables,
      participantData: this.#participantData,
      frames: this.#frames,
      at: this.at.id,
      actionsRun: this.actionsRun,
      actionsAllowed: this.actionsAllowed,
      handlingError: this.handlingError,
      ...(this.errorMessage === undefined ? {} : { errorMessage: this.errorMessage }),
      audio: this.audio,
      typedAhead: this.typedAhead,
      ...(this.#nextLanguage === undefined ? {} : { nextLanguage: this.#nextLanguage }),
      ...(this.menus.length === 0 ? {} : { menus: this.menus }),
      ...(this.queuePlace === undefined ? {} : { queue: this.queuePlace }),
      ...(Object.keys(this.#facts).length === 0 ? {} : { facts: this.#facts }),
      ...(this.#concealed.size === 0 ? {} : { concealed: [...this.#concealed] }),
      ...(this.wait === undefined ? {} : { wait: this.#untilAgent(this.wait) }),
      ...(this.#ending === undefined ? {} : { ending: this.#ending }),
    };
    return { conversation, events: this.#events };
  }

  /** An agent of the queue may answer before the wait itself runs out. */
  #untilAgent(wait: Wait): Wait {
    const answersAt = this.queuePlace?.answersAt;
    if (wait.for === 'pause') return wait;
    if (answersAt === undefined || (wait.dueAt !== undefined && wait.dueAt <= answersAt)) return wait;
    return { ...wait, dueAt: answersAt, ownDueAt: wait.dueAt ?? null };
  }

  #hangsUp({ reason }: Ending): boolean {
    if (reason === 'error') return FLOW_TYPES[this.#program.type].channel !== 'none';
    return reason === 'flowDisconnected' || reason === 'callerDisconnected';
  }

  /** What a step makes is stored with it, so it has a limit. @throws ExpressionError */
  #grow(value: Json | undefined): void {
    if (typeof value === 'string') this.#characters += value.length;
    else if (typeof value === 'object' && value !== null) this.#characters += JSON.stringify(value).length;
    if (this.#characters > MAX_STEP_CHARACTERS)
      throw new ExpressionError(`the step makes more than ${MAX_STEP_CHARACTERS} characters of text`);
  }

  /** A value as events show it: the mask where the variable is concealed. */
  shown(name: string, value: Json = null): Json {
    return this.#concealed.has(name) ? MASK : value;
  }

  #outputs(): JsonObject {
    const called = this.#frames.find((frame) => frame.caller !== undefined);
    const { variables } = called === undefined ? this.unit : this.unitOf(called.returnTo ?? '');
    const values = called?.caller?.variables ?? this.flowVariables;
    const outputs = variables.filter((variable) => variable.isOutput);
    if (outputs.length === 0) return {};
    return {
      outputs: Object.fromEntries(outputs.map(({ name }) => [name, this.shown(name, values[name])])),
    };
  }
}

function openFrame({ caller, ...frame }: Frame): OpenFrame {
  const open = { ...frame, variables: { ...frame.variables }, loops: { ...frame.loops } };
  return caller === undefined ? open : { ...open, caller: openCaller(caller) };
}

function openCaller(caller: Caller): OpenCaller {
  return { ...caller, variables: { ...caller.variables } };
}

/** A pause of ToAudioBlank: it takes time, and nothing is heard. */
function isSilence({ text, prompt }: QueuedAudio): boolean {
  return text === '' && prompt === undefined;
}

function textsOf(audio: readonly QueuedAudio[]): readonly string[] {
  return audio.filter((one) => !isSilence(one)).map(({ text }) => text);
}

/** How long audio takes, whole milliseconds. */
function audioMs({ text, seconds }: QueuedAudio, charactersPerSecond: number): number {
  if (charactersPerSecond === 0) return 0;
  return Math.round((seconds ?? text.length / charactersPerSecond) * 1000);
}
