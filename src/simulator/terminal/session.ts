import type { RunnableFlow } from '../../engine/engine-options.ts';
import { AttendantError } from '../../errors.ts';
import { changeableVariables } from '../../runtime/change-by-hand.ts';
import type { Conversation } from '../../runtime/conversation.ts';
import type { Environment } from '../../runtime/environment.ts';
import { ExpressionError } from '../../runtime/expression/expression.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import { type Breakpoint, compileBreakpoints } from '../breakpoints.ts';
import { type Caller, isAsking, type Standing, type TypedCommand, takeTurn } from '../caller.ts';
import { type Moment, Moments, wholeSteps } from '../moments.ts';
import { replayCall, storedStep } from '../played-steps.ts';
import type { Simulation } from '../simulation.ts';
import { COMMANDS_HELP } from './command-forms.ts';
import { type Command, type HandAnswer, readCommand } from './commands.ts';
import { askedAt } from './looking.ts';
import {
  breakpointLine,
  clockLines,
  eventLines,
  momentLine,
  sentence,
  variableLines,
  waitLine,
} from './session-text.ts';

/** What a session works with. */
export interface SessionParts {
  readonly flow: RunnableFlow;
  readonly environment: Environment;
  /** The environment of a step; absent: always the same. */
  environmentOf?(key: number | undefined): Environment;
  /** Opens a call that goes on from an earlier moment, its steps kept already. @param origin the call it comes from, and the moment */
  fork(
    steps: readonly StepRecord[],
    origin: { readonly callId: string; readonly moment: number },
  ): Promise<Simulation>;
  newId(): string;
  /** Writes lines for the person who plays. */
  say(text: string): void;
}

/**
 * A call in the hand of a person at a terminal, or of a script: acts go to the call, commands to the session. Acts at an
 * earlier moment play on from there as a fork, so nothing that was is lost.
 */
export class TerminalSession {
  readonly #parts: SessionParts;
  readonly #breakpoints: Breakpoint[];
  #simulation: Simulation;
  /** The moment that is looked at, from 1; undefined: the newest. */
  #cursor: number | undefined;
  #moments: Moments;
  #isLeft = false;
  /** Whether the call is one that was: nothing is done to it, what is done begins a fork. */
  #isStored: boolean;

  /**
   * @param simulation of a call that has begun
   * @param isStored whether it is only looked at: what is done begins a fork
   */
  constructor(
    parts: SessionParts,
    simulation: Simulation,
    {
      breakpoints = [],
      isStored = false,
    }: { readonly breakpoints?: readonly Breakpoint[]; readonly isStored?: boolean } = {},
  ) {
    this.#parts = parts;
    this.#isStored = isStored;
    this.#simulation = simulation;
    this.#moments = momentsOf(parts, simulation.conversation.id);
    this.#breakpoints = [...breakpoints];
    this.#breakAll(simulation);
  }

  get simulation(): Simulation {
    return this.#simulation;
  }

  /** Tells where the call stands. */
  begin(): void {
    this.#tellWhere();
  }

  /** Plays until the call is over and nothing more is wanted of it. @returns the call that was played last. */
  async play(caller: Caller): Promise<Conversation> {
    while (!this.#isLeft) {
      await this.simulation.settled();
      const { conversation } = this.simulation;
      if (
        this.#cursor === undefined &&
        conversation.wait !== undefined &&
        this.#goesOnByItself(conversation)
      ) {
        const act = isAsking(conversation.wait, caller)
          ? await caller.answer(conversation, conversation.wait)
          : undefined;
        if (act?.do !== 'command') await takeTurn(this.simulation, act);
        else if (await this.#obey(act)) return this.simulation.conversation;
        continue;
      }
      if (await this.#wait(caller)) break;
    }
    return this.simulation.conversation;
  }

  #goesOnByItself({ wait }: Conversation): boolean {
    return wait?.for !== 'pause' && !this.simulation.isAnsweredByHand;
  }

  /** Where the call asks for nothing: it is over, pauses, waits for a hand, or an earlier moment is looked at. @returns whether that was all. */
  async #wait(caller: Caller): Promise<boolean> {
    if (this.#isPast && (await this.#actInThePast(caller))) return false;
    const text = await caller.command(this.#standing());
    if (text !== undefined) return this.#obey({ do: 'command', text });
    const { wait } = this.simulation.conversation;
    if (wait === undefined || this.#isStored) return true;
    if (this.#cursor !== undefined) this.#cursor = undefined;
    else if (wait.for === 'pause') await this.simulation.goOn('run');
    else await this.simulation.askReceiver();
    return false;
  }

  get #isPast(): boolean {
    return this.#isStored || this.#cursor !== undefined;
  }

  #standing(): Standing {
    if (this.#isPast) return 'past';
    const { wait } = this.simulation.conversation;
    if (wait === undefined) return 'over';
    return wait.for === 'pause' ? 'pauses' : 'byHand';
  }

  /** What a caller does at an earlier moment, where they were asked, begins a fork. @returns whether they did something. */
  async #actInThePast(caller: Caller): Promise<boolean> {
    const { conversation } = this.#shown();
    if (conversation.wait === undefined || !isAsking(conversation.wait, caller)) return false;
    const act = await caller.answer(conversation, conversation.wait);
    if (act === undefined) return false;
    if (act.do === 'command') {
      this.#isLeft = await this.#obey(act);
      return true;
    }
    await this.#fork(this.#cursor);
    await takeTurn(this.simulation, act);
    return true;
  }

  /** @returns whether the session is over. */
  async #obey({ text }: TypedCommand): Promise<boolean> {
    const command = readCommand(text);
    if ('fault' in command) this.#tell(sentence(command.fault));
    else if (command.do === 'quit') return true;
    else await this.#run(command).catch((error: unknown) => this.#tellFault(error));
    return false;
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
        return this.#tellWhere();
      case 'variables':
        return this.#tell(
          ...variableLines(this.#before()?.conversation, this.#shown().conversation, command.like),
        );
      case 'events':
        return this.#tell(...eventLines(this.#allMoments().slice(0, this.#at()), command.last));
      case 'breakpoints':
        return this.#tell(...this.#breakpoints.map(breakpointLine));
      case 'back':
      case 'forward':
        return this.#move(command.do, command.by);
      case 'now':
        this.#cursor = undefined;
        return this.#tellWhere();
      case 'fork':
        return this.#fork(command.moment ?? this.#cursor);
      default:
        return this.#change(command);
    }
  }

  /** What changes the call is done to the newest moment, or to a fork from the one that is looked at. */
  async #change(command: Command): Promise<void> {
    if (command.do === 'break') return this.#break(command.breakpoint);
    if (command.do === 'unbreak') return this.#unbreak(command.number);
    if (command.do === 'clock' && command.to === undefined) return this.#tellClock();
    if (this.#isPast) await this.#fork(this.#cursor);
    const { simulation } = this;
    if (command.do === 'hangUp') return simulation.bring({ type: 'callerDisconnected' });
    if (command.do === 'goOn') return simulation.goOn(command.how);
    if (command.do === 'set') return this.#set(command);
    if (command.do === 'answer') return this.#answer(command.answer);
    if (command.do === 'clock') return this.#passTime(command.to);
  }

  #set({ name, value }: Extract<Command, { do: 'set' }>): Promise<void> {
    const { program } = this.#parts.flow;
    const step = program.steps[program.byId.get(this.simulation.conversation.at) ?? program.endOfFlow];
    const isVariable = step !== undefined && changeableVariables(program, step).has(name.toLowerCase());
    if (isVariable) return this.simulation.change({ variables: { [name]: value } });
    if (/^(flow|task|state|slot|common)\./i.test(name))
      throw new AttendantError(
        'STIMULUS_UNFIT',
        `there is no variable ${name} where the call stands; :vars lists those that there are`,
      );
    return this.simulation.change({
      participantData: {
        [name]: value === null || typeof value === 'string' ? value : JSON.stringify(value),
      },
    });
  }

  async #answer(answer: HandAnswer): Promise<void> {
    if ('performs' in answer) return this.simulation.askReceiver(answer.fault);
    if ('timesOut' in answer) {
      const { dueAt } = this.simulation.conversation.wait ?? {};
      return dueAt === undefined ? undefined : this.simulation.passTo(dueAt);
    }
    const outcome =
      'outputs' in answer
        ? { result: 'success' as const, outputs: answer.outputs, output: answer.outputs }
        : {
            result: 'failure' as const,
            failure: { errorCode: answer.failure, userMessage: 'answered by hand' },
          };
    return this.simulation.answer({ outcome, operations: [] });
  }

  async #passTime(to: 'next' | number | undefined): Promise<void> {
    if (to === 'next') await this.simulation.passToNext();
    else await this.simulation.passTo(this.simulation.now() + (to ?? 0));
    this.#tellClock();
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
    this.#breakAll(this.simulation);
  }

  #breakAll(simulation: Simulation): void {
    const compiled = compileBreakpoints(this.#parts.flow.program, this.#breakpoints);
    if ('pauses' in compiled) simulation.breakAt(compiled.pauses);
  }

  #move(way: 'back' | 'forward', by: number | undefined): void {
    const moments = this.#allMoments();
    const signed = (by ?? 0) * (way === 'back' ? -1 : 1);
    const to = by === undefined ? askedAt(moments, this.#at(), way) : this.#at() + signed;
    if (to === undefined) this.#tell(`Nobody was asked ${way === 'back' ? 'before' : 'after'} this.`);
    else {
      const clamped = Math.max(1, Math.min(moments.length, to));
      this.#cursor = clamped === moments.length ? undefined : clamped;
      this.#tellWhere();
    }
  }

  async #fork(moment = this.#at()): Promise<void> {
    const moments = this.#allMoments();
    if (moment < 1 || moment > moments.length)
      return this.#tell(`The call has the moments 1 to ${moments.length}.`);
    const { flow, environment, environmentOf } = this.#parts;
    const id = this.#parts.newId();
    const steps = replayCall(
      { program: flow.program, environment, id, ...(environmentOf && { environmentOf }) },
      wholeSteps(moments.slice(0, moment)),
    );
    const origin = { callId: this.simulation.conversation.id, moment };
    this.simulation.close();
    this.#simulation = await this.#parts.fork(steps, origin);
    this.#breakAll(this.simulation);
    this.#cursor = undefined;
    this.#isStored = false;
    this.#moments = momentsOf(this.#parts, id);
    this.#tell(`Forked at moment ${moment}: what was before stays as it is.`);
    this.#tellWhere();
  }

  #tellClock(): void {
    const { conversation, at } = this.#shown();
    const lines = this.#isPast
      ? clockLines(conversation, at)
      : clockLines(conversation, this.simulation.now(), this.simulation.nextAt());
    this.#tell(...lines);
  }

  #tellWhere(): void {
    const { conversation } = this.#shown();
    this.#tell(momentLine(this.#shown(), this.#at(), this.#allMoments().length), waitLine(conversation));
  }

  #tell(...lines: readonly string[]): void {
    for (const line of lines) this.#parts.say(`${line}\n`);
  }

  #at(): number {
    return this.#cursor ?? this.#allMoments().length;
  }

  #shown(): StepRecord {
    const shown = this.#allMoments()[this.#at() - 1] ?? this.simulation.steps.at(-1);
    if (shown === undefined) throw new Error('the call has not begun');
    return shown;
  }

  #before(): StepRecord | undefined {
    return this.#allMoments()[this.#at() - 2];
  }

  #allMoments(): readonly Moment[] {
    return this.#moments.follow(this.simulation.steps.map(storedStep)).all;
  }
}

function momentsOf({ flow, environment, environmentOf }: SessionParts, id: string): Moments {
  return new Moments({ id, flow, environment, ...(environmentOf && { environmentOf }) });
}
