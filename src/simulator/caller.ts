import type { Conversation, Wait } from '../runtime/conversation.ts';
import type { CallerAct } from './caller-script.ts';
import type { Simulation } from './simulation.ts';

/** What is meant for the simulator, and not for the call: `:vars`. */
export interface TypedCommand {
  readonly do: 'command';
  readonly text: string;
}

/** Why a call asks for nothing: it pauses, waits for a data action that is answered by hand, is over, or is looked back on. */
export type Standing = 'pauses' | 'byHand' | 'over' | 'past';

/** Who answers the prompts: a script, or a person at the keyboard. */
export interface Caller {
  /** What is done now; `undefined`: nothing more, stay silent. */
  answer(conversation: Conversation, wait: Wait): Promise<CallerAct | TypedCommand | undefined>;
  /** A command where the call itself asks for nothing; `undefined`: nothing is wanted. */
  command(standing: Standing): Promise<string | undefined>;
  /** A script gives one act a prompt; a person may go on typing digits. */
  readonly answersEach: 'prompt' | 'key';
}

/** Waits at which a caller may do something that the flow listens to. */
const LISTENING: readonly string[] = ['choice', 'digits', 'verification', 'recording', 'answer'];

/** Plays a call that has begun to its end as a script says, letting time pass wherever nobody acts. @returns the conversation, ended. */
export async function playScript(
  simulation: Simulation,
  script: readonly CallerAct[],
): Promise<Conversation> {
  let next = 0;
  for (;;) {
    await simulation.settled();
    const { conversation } = simulation;
    if (conversation.wait === undefined) return conversation;
    await takeTurn(simulation, isAsking(conversation.wait, BY_PROMPT) ? script[next++] : undefined);
  }
}

/** Who gives one act a prompt. */
const BY_PROMPT = { answersEach: 'prompt' } as const;

/** Does what the caller does; silence lets time pass, and a call that nothing will ever move is hung up. */
export async function takeTurn(simulation: Simulation, act: CallerAct | undefined): Promise<void> {
  if (act !== undefined && act.do !== 'keepSilent') return simulation.perform(act);
  if (!(await simulation.passToNext())) await simulation.bring({ type: 'callerDisconnected' });
}

/** Whether the caller is asked for something. A script's digits are finished by silence, not by its next act. */
export function isAsking(wait: Wait, { answersEach }: Pick<Caller, 'answersEach'>): boolean {
  if (!LISTENING.includes(wait.for)) return false;
  if (answersEach === 'key') return true;
  return wait.for === 'answer' ? wait.keys === undefined : wait.for !== 'digits' || wait.collected === '';
}

/** A caller that does what a script says, one act a prompt, and then keeps silent. */
export function scriptedCaller(script: readonly (CallerAct | TypedCommand)[]): Caller {
  let next = 0;
  return {
    answersEach: 'prompt',
    answer: async () => script[next++],
    async command() {
      const one = script[next];
      if (one?.do !== 'command') return undefined;
      next++;
      return one.text;
    },
  };
}
