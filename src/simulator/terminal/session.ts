import { AttendantError } from '../../errors.ts';
import type { Conversation } from '../../runtime/conversation.ts';
import { ExpressionError } from '../../runtime/expression/expression.ts';
import { type Breakpoint, compileBreakpoints } from '../breakpoints.ts';
import { type Caller, isAsking, type Standing, type TypedCommand, takeTurn } from '../caller.ts';
import { answerByHand } from '../hand-answer.ts';
import type { Moments } from '../moments.ts';
import type { OpenSimulation } from '../open-simulation.ts';
import type { Printer } from '../printer.ts';
import type { PlayingOptions, Simulations } from '../simulations.ts';
import { setByHand } from './by-hand.ts';
import { CallInView } from './call-in-view.ts';
import { COMMANDS_HELP } from './command-forms.ts';
import { type Command, readCommand } from './commands.ts';
import { breakpointLine, sentence } from './session-text.ts';

/** What a session works with. */
export interface SessionParts {
  readonly simulations: Pick<Simulations, 'make' | 'fork'>;
  /** Who answers data actions of its calls. */
  readonly dataActions: NonNullable<PlayingOptions['dataActions']>;
  /** Shows what its calls do. */
  readonly printer: Printer;
  /** Writes lines for the person who plays. */
  say(text: string): void;
}

/**
 * A call in the hand of a person at a terminal, or of a script: acts go to the call, commands to the session. Acts at an
 * earlier moment play on from there as a fork, so nothing that was is lost.
 */
export class TerminalSession {
  readonly #parts: SessionParts;
  #breakpoints: readonly Breakpoint[];
  #view: CallInView;
  #isLeft = false;

  /**
   * @param call one that has begun; or moments of one that was, which is only looked at
   * @param breakpoints of the call
   */
  constructor(parts: SessionParts, call: OpenSimulation | Moments, breakpoints: readonly Breakpoint[] = []) {
    this.#parts = parts;
    this.#view = new CallInView(call);
    this.#breakpoints = breakpoints;
  }

  /** Of the call that was played last. */
  get moments(): Moments {
    return this.#view.played;
  }

  /** Tells where the call stands. */
  tellWhere(): void {
    this.#tell(...this.#view.whereLines());
  }

  /** Plays until the call is over and nothing more is wanted of it. @returns the call that was played last. */
  async play(caller: Caller): Promise<Conversation> {
    while (!this.#isLeft) {
      const { open, isPast } = this.#view;
      await open?.simulation.settled();
      if (open !== undefined && !isPast && goesOnByItself(open)) await this.#goOn(open, caller);
      else await this.#stand(caller);
    }
    return this.#view.conversation;
  }

  async #goOn({ simulation }: OpenSimulation, caller: Caller): Promise<void> {
    const { conversation } = simulation;
    const { wait } = conversation;
    const isAsked = wait !== undefined && isAsking(wait, caller);
    const act = isAsked ? await caller.answer(conversation, wait) : undefined;
    if (act?.do === 'command') await this.#obey(act);
    else await takeTurn(simulation, act);
  }

  /** The call asks for nothing: it is over, pauses, waits for a hand, or an earlier moment is looked at. */
  async #stand(caller: Caller): Promise<void> {
    if (this.#view.isPast && (await this.#actInThePast(caller))) return;
    const standing = this.#standing();
    const text = await caller.command(standing);
    const { simulation } = this.#view;
    if (text !== undefined) await this.#obey({ do: 'command', text });
    else if (standing === 'over' || simulation === undefined) this.#isLeft = true;
    else if (standing === 'past') this.#view.comeBack();
    else if (standing === 'pauses') await simulation.goOn('run');
    else await simulation.askReceiver();
  }

  #standing(): Standing {
    if (this.#view.isPast) return 'past';
    const { wait } = this.#view.conversation;
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
    else await takeTurn((await this.#fork()).simulation, act);
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
        return void (await this.#fork(command.moment));
      default:
        return this.#change(command);
    }
  }

  /** What changes the call is done to the newest moment, or to a fork from the one that is looked at. */
  async #change(command: Command): Promise<void> {
    if (command.do === 'clock' && command.to === undefined) return this.#tell(...this.#view.clockLines());
    const { open } = this.#view;
    const played = open === undefined || this.#view.isPast ? await this.#fork() : open;
    const { simulation } = played;
    if (command.do === 'hangUp') return simulation.bring({ type: 'callerDisconnected' });
    if (command.do === 'goOn') return simulation.goOn(command.how);
    if (command.do === 'set') return setByHand(played, command);
    if (command.do === 'answer') return answerByHand(simulation, command.answer);
    if (command.do === 'clock') return this.#passTime(played, command.to);
  }

  async #passTime({ simulation }: OpenSimulation, to: 'next' | number | undefined): Promise<void> {
    if (to === 'next') await simulation.passToNext();
    else await simulation.passTo(simulation.now() + (to ?? 0));
    this.#tell(...this.#view.clockLines());
  }

  async #break(breakpoint: Breakpoint): Promise<void> {
    const { program } = this.moments.call.flow;
    const compiled = compileBreakpoints(program, [breakpoint]);
    if ('fault' in compiled) return this.#tell(sentence(`${compiled.fault.message}; ${compiled.fault.hint}`));
    await this.#breakAt([...this.#breakpoints, breakpoint]);
    this.#tell(breakpointLine(breakpoint, this.#breakpoints.length - 1));
  }

  async #unbreak(number: number | undefined): Promise<void> {
    if (number !== undefined && this.#breakpoints[number - 1] === undefined)
      return this.#tell(`There is no breakpoint ${number}.`);
    await this.#breakAt(
      number === undefined ? [] : this.#breakpoints.filter((_, index) => index !== number - 1),
    );
  }

  async #breakAt(breakpoints: readonly Breakpoint[]): Promise<void> {
    await this.#view.open?.breakAt(breakpoints);
    this.#breakpoints = breakpoints;
  }

  #move(way: 'back' | 'forward', by: number | undefined): void {
    if (this.#view.move(way, by)) this.tellWhere();
    else this.#tell(`Nobody was asked ${way === 'back' ? 'before' : 'after'} this.`);
  }

  /** Goes on from a moment as a call of its own. @throws AttendantError for a moment that there is not. */
  async #fork(moment = this.#view.at): Promise<OpenSimulation> {
    const { moments, simulation } = this.#view;
    const { simulations, printer, dataActions } = this.#parts;
    if (moment < 1 || moment > moments.length)
      throw new AttendantError('USAGE', `the call has the moments 1 to ${moments.length}`);
    const from = { callId: this.moments.call.id, moment };
    const forked = await simulations.fork({ from, dataActions, breakpoints: this.#breakpoints });
    simulation?.close();
    const before = forked.simulation.steps.reduce((count, { events }) => count + events.length, 0);
    printer.fork(forked.id, before);
    forked.simulation.onStep((step) => printer.step(step));
    this.#view = new CallInView(forked);
    this.#tell(`Forked at moment ${moment}: what was before stays as it is.`);
    this.tellWhere();
    return forked;
  }

  #tell(...lines: readonly string[]): void {
    for (const line of lines) this.#parts.say(`${line}\n`);
  }
}

function goesOnByItself({ simulation }: OpenSimulation): boolean {
  const { wait } = simulation.conversation;
  return wait !== undefined && wait.for !== 'pause' && !simulation.isAnsweredByHand;
}
