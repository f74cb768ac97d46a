import type { Engine } from '../engine/engine.ts';
import type { CallStart } from '../engine/engine-options.ts';
import type { Conversation, Wait } from '../runtime/conversation.ts';
import type { ConversationStore } from '../store/conversation-store.ts';
import type { CallerAct } from './caller-script.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** Who answers the prompts: a script, or a person at the keyboard. */
export interface Caller {
  /** What is done now; `undefined`: nothing more, stay silent. */
  answer(conversation: Conversation, wait: Wait): Promise<CallerAct | undefined>;
  /** A script gives one act a prompt; a person may go on typing digits. */
  readonly answersEach: 'prompt' | 'key';
}

/** What a call is played with. */
export interface Stage {
  readonly engine: Engine;
  readonly store: ConversationStore;
  readonly clock: SimulatedClock;
  /** What requests under way wait for on the clock, such as a second try; absent: for nothing. */
  readonly calls?: { next(): number | undefined; waited(): Promise<void> };
}

/** Waits at which a caller may do something that the flow listens to. */
const LISTENING: readonly string[] = ['choice', 'digits', 'verification', 'recording', 'answer'];

/** How long a scripted caller speaks before ending a voicemail. */
const MESSAGE_MS = 5_000;

/** Begins a call and plays it to its end. @returns the conversation, ended. */
export async function playCall(stage: Stage, start: CallStart, caller: Caller): Promise<Conversation> {
  const { id } = await stage.engine.startCall(start);
  return continueCall(stage, id, caller);
}

/** Plays a call that is under way to its end, letting time pass wherever nobody acts. */
export async function continueCall(stage: Stage, id: string, caller: Caller): Promise<Conversation> {
  const { store } = stage;
  for (;;) {
    await settled(stage);
    const conversation = await store.load(id);
    if (conversation?.wait === undefined)
      return conversation ?? Promise.reject(new Error(`conversation ${id} is gone`));
    const { wait } = conversation;
    const act = isAsking(wait, caller) ? await caller.answer(conversation, wait) : undefined;
    if (act === undefined || act.do === 'keepSilent') await letTimePass(stage, id, wait);
    else await perform(stage, id, wait, act);
  }
}

/** A script's digits are finished by silence, not by its next act. */
function isAsking(wait: Wait, { answersEach }: Caller): boolean {
  if (!LISTENING.includes(wait.for)) return false;
  if (answersEach === 'key') return true;
  return wait.for === 'answer' ? wait.keys === undefined : wait.for !== 'digits' || wait.collected === '';
}

/** Resolves when nothing happens any more without somebody's doing, or the clock's. */
async function settled({ engine, calls }: Stage): Promise<void> {
  await (calls === undefined ? engine.idle() : Promise.race([engine.idle(), calls.waited()]));
}

async function perform(stage: Stage, id: string, wait: Wait, act: CallerAct): Promise<void> {
  const { engine, clock } = stage;
  const heard = heardAt(wait, clock.now());
  const listens = !('bargeIn' in act) || !act.bargeIn;
  if (listens && act.do !== 'hangUp') await passTo(stage, heard);
  if (act.do === 'hangUp') await engine.stimulate(id, { type: 'callerDisconnected' });
  const meant = 'understood' in act && act.understood ? { understood: act.understood } : {};
  if (act.do === 'say') await engine.stimulate(id, { type: 'spoke', words: act.words, ...meant });
  if (act.do === 'write') await engine.stimulate(id, { type: 'wrote', text: act.text, ...meant });
  if (act.do === 'press') for (const key of act.keys) await pressOne(engine, id, key);
}

/** When the caller has heard what is said, and has spoken the voicemail. */
function heardAt(wait: Wait, now: number): number {
  const endsAt = wait.playing?.at(-1)?.endsAt;
  return wait.for === 'recording' ? (endsAt ?? now) + MESSAGE_MS : (endsAt ?? 0);
}

/** Lets time pass one alarm after the other, so that what each one sets off happens at its own time. */
async function passTo(stage: Stage, at: number): Promise<void> {
  const { clock } = stage;
  for (let next = clock.next(); next !== undefined && next <= at; next = clock.next()) {
    clock.advanceTo(next);
    await settled(stage);
  }
  clock.advanceTo(at);
}

/** One key after the other; the rest is dropped when the call ends in between. */
async function pressOne(engine: Engine, id: string, keys: string): Promise<void> {
  await engine.stimulate(id, { type: 'pressed', keys }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'CONVERSATION_ENDED') throw error;
  });
}

/** To the next thing that happens by itself; a call that nothing will ever move is hung up. */
async function letTimePass(stage: Stage, id: string, wait: Wait): Promise<void> {
  const moments = [wait.dueAt, stage.calls?.next()].filter((moment) => moment !== undefined);
  const next = moments.length > 0 ? Math.min(...moments) : stage.clock.next();
  if (next === undefined) await stage.engine.stimulate(id, { type: 'callerDisconnected' });
  else await passTo(stage, next);
}

/** A caller that does what a script says, one act a prompt, and then keeps silent. */
export function scriptedCaller(acts: readonly CallerAct[]): Caller {
  let next = 0;
  return { answersEach: 'prompt', answer: async () => acts[next++] };
}
