import type { Json, JsonObject } from '../authoring/json.ts';
import type {
  CallEvent,
  Conversation,
  Ending,
  Frame,
  LoopProgress,
  PlayingAudio,
  QueuedAudio,
  StepResult,
  Wait,
} from './conversation.ts';
import type { EventType } from './events.ts';
import { convert, dateTimeText } from './expression/conversion.ts';
import { type Expression, ExpressionError } from './expression/expression.ts';
import { beginStepBudget } from './expression/json-logic.ts';
import type { Text } from './expression/text.ts';
import type { Environment, FlowDefaults } from './flow.ts';
import type { ActionContext } from './flow-action.ts';
import type { Program, Step } from './program.ts';
import type { Target, VariableReader } from './variables.ts';

/** Most text one step may write into variables, participant data and audio: all of it is stored with the step. */
const MAX_STEP_CHARACTERS = 8_000_000;

interface OpenFrame {
  readonly task: string;
  readonly variables: Record<string, Json>;
  readonly loops: Record<string, LoopProgress>;
  readonly returnTo?: string;
}

/**
 * A conversation while one step runs: a working copy that is changed in place, which is what makes thousands of
 * actions a millisecond possible. It lives from the stimulus to the next wait; `result` hands out plain JSON again.
 *
 * Owns the copy and the events of the step. What runs next is interpreter.ts's.
 */
export class StepRun implements ActionContext, VariableReader {
  readonly now: number;
  readonly environment: Environment;
  readonly defaults: FlowDefaults;
  readonly step: number;
  readonly flowVariables: Record<string, Json>;
  taskVariables: Record<string, Json>;
  readonly audio: QueuedAudio[];
  typedAhead: string;
  actionsRun: number;
  actionsAllowed: number;
  handlingError: boolean;
  at: Step;
  wait: Wait | undefined;
  readonly #program: Program;
  readonly #conversation: Conversation;
  readonly #frames: OpenFrame[];
  readonly #participantData: Record<string, string>;
  readonly #events: CallEvent[] = [];
  #ending: Ending | undefined;
  #characters = 0;

  constructor(program: Program, conversation: Conversation, now: number, environment: Environment) {
    beginStepBudget();
    this.#program = program;
    this.#conversation = conversation;
    this.now = now;
    this.environment = environment;
    this.defaults = program.defaults;
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
    this.at = program.steps[program.byId.get(conversation.at) ?? program.endOfFlow] as Step;
  }

  get actionId(): string {
    return this.at.id;
  }

  get idempotencyKey(): string {
    return `${this.#conversation.id}:${this.actionsRun}`;
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

  builtIn(name: string): Json | undefined {
    const { call, id, language, startedAt, flow } = this.#conversation;
    switch (name) {
      case 'Call.Ani':
        return call.ani;
      case 'Call.CalledAddress':
        return call.calledAddress;
      case 'Call.RemoteName':
        return call.remoteName;
      case 'Call.Language':
        return language.toLowerCase();
      case 'Flow.StartDateTimeUtc':
        return dateTimeText(startedAt);
      case 'Flow.Version':
        return flow.hash;
      default:
        return id;
    }
  }

  write(target: Target, value: Json | undefined): void {
    const converted = target.type === 'any' ? value : convert(value, target.type);
    if (target.scope === 'flow') this.setFlowVariable(target.name, converted);
    else this.setTaskVariable(target.name, converted);
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

  queue(audio: QueuedAudio): void {
    this.#grow(audio.text);
    if (audio.text !== '') this.audio.push(audio);
  }

  dropAudio(): void {
    this.audio.length = 0;
  }

  flush(): { readonly playing: readonly PlayingAudio[]; readonly endsAt: number } {
    let endsAt = this.now;
    const playing = this.audio.map((audio): PlayingAudio => {
      const startsAt = endsAt;
      endsAt += speechMs(audio.text, this.environment.speechCharactersPerSecond);
      this.emit('playedAudio', { text: audio.text });
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
    this.emit('bargedIn', { interrupted: current.text, unheard: rest.map((audio) => audio.text) });
    const cutMs = (rest.at(-1) ?? current).endsAt - this.now;
    return { ...wait, playing: [], ...(wait.dueAt === undefined ? {} : { dueAt: wait.dueAt - cutMs }) };
  }

  /** The wait as it is with keys pressed already: they count only when audio that must be heard has ended. */
  holdKeys(wait: Wait): Wait {
    const { holdsKeys: _, ...free } = wait;
    const [current] = this.#unheard(wait);
    const takesKeys = wait.for === 'digits' || wait.for === 'choice' || wait.for === 'playback';
    if (!takesKeys || this.typedAhead === '' || current === undefined || current.bargeIn) return free;
    return { ...free, holdsKeys: true, dueAt: current.endsAt };
  }

  cutQueuedAudio(): boolean {
    if (this.typedAhead === '') return false;
    const firstCut = this.audio.findIndex((audio) => audio.bargeIn);
    if (firstCut < 0) return this.audio.length === 0;
    const unheard = this.audio.splice(firstCut).map((audio) => audio.text);
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

  enterFrame(task: string, returnTo: string | undefined): void {
    const frame: OpenFrame = {
      task,
      variables: {},
      loops: {},
      ...(returnTo === undefined ? {} : { returnTo }),
    };
    this.#frames.push(frame);
    this.taskVariables = frame.variables;
  }

  /** Ends the innermost task call. @returns the Call Task to go back to, `undefined` when nobody called. */
  leaveFrame(): string | undefined {
    const left = this.#frames.pop();
    this.taskVariables = this.#frames.at(-1)?.variables ?? {};
    return left?.returnTo;
  }

  leaveAllFrames(): void {
    this.#frames.length = 0;
    this.taskVariables = {};
  }

  end(ending: Ending): void {
    const isError = this.handlingError && ending.reason === 'flowDisconnected';
    this.#ending = isError ? { ...ending, reason: 'error' } : ending;
    this.wait = undefined;
    this.dropAudio();
    if (this.#hangsUp(this.#ending)) {
      this.emit('disconnected', { by: ending.reason === 'callerDisconnected' ? 'caller' : 'flow' });
    }
    this.emit('endedFlow', { ...(this.#ending as unknown as JsonObject), ...this.#outputs() });
  }

  result(): StepResult {
    const { wait: _wait, ending: _ending, ...before } = this.#conversation;
    const conversation: Conversation = {
      ...before,
      status: this.#ending === undefined ? 'waiting' : 'ended',
      step: this.step,
      variables: this.flowVariables,
      participantData: this.#participantData,
      frames: this.#frames,
      at: this.at.id,
      actionsRun: this.actionsRun,
      actionsAllowed: this.actionsAllowed,
      handlingError: this.handlingError,
      audio: this.audio,
      typedAhead: this.typedAhead,
      ...(this.wait === undefined ? {} : { wait: this.wait }),
      ...(this.#ending === undefined ? {} : { ending: this.#ending }),
    };
    return { conversation, events: this.#events };
  }

  #hangsUp({ reason }: Ending): boolean {
    if (reason === 'error') return this.#program.type !== 'workflow';
    return reason === 'flowDisconnected' || reason === 'callerDisconnected';
  }

  /** What a step makes is stored with it, so it has a limit. @throws ExpressionError */
  #grow(value: Json | undefined): void {
    if (typeof value === 'string') this.#characters += value.length;
    else if (typeof value === 'object' && value !== null) this.#characters += JSON.stringify(value).length;
    if (this.#characters > MAX_STEP_CHARACTERS)
      throw new ExpressionError(`the step makes more than ${MAX_STEP_CHARACTERS} characters of text`);
  }

  #outputs(): JsonObject {
    const outputs = this.#program.variables.filter((variable) => variable.isOutput);
    if (outputs.length === 0) return {};
    return {
      outputs: Object.fromEntries(outputs.map(({ name }) => [name, this.flowVariables[name] ?? null])),
    };
  }
}

function openFrame(frame: Frame): OpenFrame {
  return { ...frame, variables: { ...frame.variables }, loops: { ...frame.loops } };
}

/** How long a text takes to say, whole milliseconds. */
function speechMs(text: string, charactersPerSecond: number): number {
  return charactersPerSecond === 0 ? 0 : Math.round((text.length / charactersPerSecond) * 1000);
}
