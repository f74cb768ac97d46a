import type { RunnableFlow } from '../../engine/engine-options.ts';
import { AttendantError } from '../../errors.ts';
import type { Conversation } from '../../runtime/conversation.ts';
import type { Environment } from '../../runtime/environment.ts';
import { ExpressionError } from '../../runtime/expression/expression.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import type { SimulationOrigin } from '../../store/simulation-store.ts';
import { type Breakpoint, compileBreakpoints } from '../breakpoints.ts';
import { type Caller, isAsking, type Standing, type TypedCommand, takeTurn } from '../caller.ts';
import { answerByHand } from '../hand-answer.ts';
import { wholeSteps } from '../moments.ts';
import { replayCall } from '../played-steps.ts';
import type { Simulation } from '../simulation.ts';
import { setByHand } from './by-hand.ts';
import { CallInView } from './call-in-view.ts';
import { COMMANDS_HELP } from './command-forms.ts';
import { type Command, readCommand } from './commands.ts';
import { breakpointLine, sentence } from './session-text.ts';

/** What a session works with. */
export interface SessionParts {
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  /** The environment of a step; absent: always the same. */
  environmentOf?(key: number | undefined): Environment;
  /** Opens a call that goes on from an earlier moment. */
  fork(steps: readonly StepRecord[], origin: SimulationOrigin): Promise<Simulation>;
  newId(): string;
  /** Writes lines for the person who plays. */
  say(text: string): void;
}

/** How a session begins. */
export interface SessionOptions {
  readonly breakpoints?: readonly Breakpoint[];
  /** Whether the call is only looked at. */
  readonly isStored?: boolean;
}

/**
 * A call in the hand of a person at a terminal, or of a script: acts go to the call, commands to the session. Acts at an
 * earlier moment play on from there as a fork, so nothing that was is lost.
 */
export class TerminalSession {
  readonly #parts: SessionParts;
  readonly #breakpoints: Breakpoint[];
  #view: CallInView;
  #isLeft = false;

  /** @param simulation of a call that has begun */
  constructor(parts: SessionParts, simulation: Simulation, options: SessionOptions = {}) {
    const { breakpoints = [], isStored = false } = options;
    this.#parts = parts;
    this.#view = new CallInView(simulation, parts, { isStored });
    this.#breakpoints = [...breakpoints];
    this.#breakAll();
  }

  get simulation(): Simulation {
    return this.#view.simulation;
  }

  /** Tells where the call stands. */
  tellWhere(): void {
    this.#tell(...this.#view.whereLines());
  }

  /** Plays until the call is over and nothing more is wanted of it. @returns the call that was played last. */
  async play(caller: Caller): Promise<Conversation> {
    while (!this.#isLeft) {
      await this.simulation.settled();
      const { conversation } = this.simulation;
      if (this.#view.isPast || !this.#goesOnByItself(conversation)) await this.#stand(caller);
      else await this.#goOn(conversation, caller);
    }
    return this.simulation.conversation;
  }

  #goesOnByItself({ wait }: Conversation): boolean {
    return wait !== undefined && wait.for !== 'pause' && !this.simulation.isAnsweredByHand;
  }

  async #goOn(conversation: Conversation, caller: Caller): Promise<void> {
    const { wait } = conversation;
    const isAsked = wait !== undefined && isAsking(wait, caller);
    const act = isAsked ? await caller.answer(conversation, wait) : undefined;
    if (act?.do === 'command') await this.#obey(act);
    else await takeTurn(this.simulation, act);
  }

  /** The call asks for nothing: it is over, pauses, waits for a hand, or an earlier moment is looked at. */
  async #stand(caller: Caller): Promise<void> {
    if (this.#view.isPast && (await this.#actInThePast(caller))) return;
    const standing = this.#standing();
    const text = await caller.command(standing);
    if (text !== undefined) await this.#obey({ do: 'command', text });
    else if (standing === 'over' || this.#view.isStored) this.#isLeft = true;
    else if (standing === 'past') this.#view.comeBack();
    else if (standing === 'pauses') await this.simulation.goOn('run');
    else await this.simulation.askReceiver();
  }

  #standing(): Standing {
    if (this.#view.isPast) return 'past';
    const { wait } = this.simulation.conversation;
    if (wait === undefined) return 'over';
    return wait.for === 'pause' ? 'pauses' : 'byHand';
  }

  /** What a caller does at an earlier moment, where they were asked, begins a fork. @returns whether they did something. */
  async #actInThePast(caller: Caller): Promise<boolean> {
    const { conversation } = this.#view.shown;
    if (conversation.wait === undefined || !isAsking(conversation.wait, caller)) return false;
    const act = await caller.answer(conversation, conversation.wait);
    if (act === undefined) return false;
    if (act.do === 'command') await this.#obey(act);
    else {
      await this.#fork();
      await takeTurn(this.simulation, act);
    }
    return true;
  }

  async #obey({ text }: TypedCommand): Promise<void> {
    const command = readCommand(text);
    if ('fault' in command) this.#tell(sentence(command.fault));
    else if (command.do === 'quit') this.#isLeft = true;
    else await this.#run(command).catch((error: unknown) => this.#tellFault(error));
  }

  #tellFault(error: unknown): void {
    if (!(error instanceof AttendantError) && !(error instanceof ExpressionError)) throw error;
    this.#tell(sentence(error.message));
  }

  async #run(command: Command): Promise<void> {
    switch (command.do) {
      case 'help':
        return this.#tell(COMMANDS_HELP);
      case 'where':
        return this.tellWhere();
      case 'variables':
        return this.#tell(...this.#view.variableLines(command.like));
      case 'events':
        return this.#tell(...this.#view.eventLines(command.last));
      case 'breakpoints':
        return this.#tell(...this.#breakpoints.map(breakpointLine));
      case 'break':
        return this.#break(command.breakpoint);
      case 'unbreak':
        return this.#unbreak(command.number);
      case 'back':
      case 'forward':
        return this.#move(command.do, command.by);
      case 'now':
        this.#view.comeBack();
        return this.tellWhere();
      case 'fork':
        return this.#fork(command.moment);
      default:
        return this.#change(command);
    }
  }

  /** What changes the call is done to the newest moment, or to a fork from the one that is looked at. */
  async #change(command: Command): Promise<void> {
    if (command.do === 'clock' && command.to === undefined) return this.#tell(...this.#view.clockLines());
    if (this.#view.isPast) await this.#fork();
    const { simulation } = this;
    if (command.do === 'hangUp') return simulation.bring({ type: 'callerDisconnected' });
    if (command.do === 'goOn') return simulation.goOn(command.how);
    if (command.do === 'set') return setByHand(simulation, this.#parts.flow.program, command);
    if (command.do === 'answer') return answerByHand(simulation, command.answer);
    if (command.do === 'clock') return this.#passTime(command.to);
  }

  async #passTime(to: 'next' | number | undefined): Promise<void> {
    if (to === 'next') await this.simulation.passToNext();
    else await this.simulation.passTo(this.simulation.now() + (to ?? 0));
    this.#tell(...this.#view.clockLines());
  }

  #break(breakpoint: Breakpoint): void {
    const compiled = compileBreakpoints(this.#parts.flow.program, [...this.#breakpoints, breakpoint]);
    if ('pauses' in compiled) {
      this.#breakpoints.push(breakpoint);
      this.simulation.breakAt(compiled.pauses);
      this.#tell(breakpointLine(breakpoint, this.#breakpoints.length - 1));
    } else this.#tell(sentence(`${compiled.fault.message}; ${compiled.fault.hint}`));
  }

  #unbreak(number: number | undefined): void {
    if (number === undefined) this.#breakpoints.length = 0;
    else if (this.#breakpoints.splice(number - 1, 1).length === 0)
      this.#tell(`There is no breakpoint ${number}.`);
    this.#breakAll();
  }

  #breakAll(): void {
    const compiled = compileBreakpoints(this.#parts.flow.program, this.#breakpoints);
    if ('pauses' in compiled) this.simulation.breakAt(compiled.pauses);
  }

  #move(way: 'back' | 'forward', by: number | undefined): void {
    if (this.#view.move(way, by)) this.tellWhere();
    else this.#tell(`Nobody was asked ${way === 'back' ? 'before' : 'after'} this.`);
  }

  async #fork(moment = this.#view.at): Promise<void> {
    const { moments, simulation } = this.#view;
    if (moment < 1 || moment > moments.length)
      return this.#tell(`The call has the moments 1 to ${moments.length}.`);
    const { flow, newId, ...call } = this.#parts;
    const steps = replayCall(
      { ...call, program: flow.program, id: newId() },
      wholeSteps(moments.slice(0, moment)),
    );
    simulation.close();
    const forked = await this.#parts.fork(steps, { callId: simulation.conversation.id, moment });
    this.#view = new CallInView(forked, this.#parts);
    this.#breakAll();
    this.#tell(`Forked at moment ${moment}: what was before stays as it is.`);
    this.tellWhere();
  }

  #tell(...lines: readonly string[]): void {
    for (const line of lines) this.#parts.say(`${line}\n`);
  }
}
