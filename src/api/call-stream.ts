import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../ports.ts';
import type { ConversationStore, StepRecord, StoredStep } from '../store/conversation-store.ts';
import { stepEvents, type TranscriptEvent } from '../store/transcript.ts';

/*
 * Follows a call as server-sent events.
 *
 * I1: no event is lost or doubled. It listens before it reads the store, and steps are taken strictly by number.
 * I2: a slow client does not hold up the engine. The listener only remembers the last few steps; a client that is
 *     further behind gets the rest from the store when it takes more.
 * I3: when the client goes, `signal` ends the stream, and the listener and the timer go with it.
 */

/** Proxies and browsers give up connections that are silent for long. */
export const HEARTBEAT_SECONDS = 15;
/** How soon a browser connects again when the connection breaks. */
const OPENING = 'retry: 1000\n\n';
const HEARTBEAT = ': the call goes on\n\n';
/** How many steps the listener remembers. */
const MAX_REMEMBERED = 64;

/** What a call is followed with. */
export interface CallStreamOptions {
  readonly id: string;
  /** Events up to this sequence number are left out. */
  readonly after: number;
  readonly store: Pick<ConversationStore, 'steps'>;
  readonly engine: Pick<Engine, 'onStep'>;
  readonly clock: Clock;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** What the listener leaves for the stream. */
interface News {
  /** In order and without gaps; the oldest are dropped first. */
  readonly steps: StoredStep[];
  wake: () => void;
}

/** The stored events of a call and then the live ones, up to its end; each with its sequence number as id. */
export async function* callStream(options: CallStreamOptions): AsyncGenerator<string, void> {
  const { id, after, engine, signal } = options;
  const news: News = { steps: [], wake: () => {} };
  const stopListening = engine.onStep((record) => {
    if (record.conversation.id === id) remember(news, record);
  });
  const onGone = () => news.wake();
  signal.addEventListener('abort', onGone);
  let step = 0;
  let sequence = 0;
  try {
    yield OPENING;
    while (!signal.aborted) {
      for (const one of await stepsAfter(step, news, options)) {
        const events = stepEvents(id, one, sequence);
        step = one.step;
        sequence += events.length;
        const text = events
          .filter((event) => event.sequence > after)
          .map(toMessage)
          .join('');
        if (text !== '') yield text;
        if (events.at(-1)?.type === 'endedFlow') return;
      }
      while (!signal.aborted && (news.steps.at(-1)?.step ?? 0) <= step)
        if (await isQuiet(news, options.clock)) yield HEARTBEAT;
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', onGone);
  }
}

function remember(news: News, { conversation, at, stimulus, events }: StepRecord): void {
  news.steps.push({ step: conversation.step, at, stimulus, events });
  if (news.steps.length > MAX_REMEMBERED) news.steps.shift();
  news.wake();
}

/** What the listener remembers when nothing is missing in between, else what the store has. */
async function stepsAfter(
  step: number,
  news: News,
  { id, store }: CallStreamOptions,
): Promise<readonly StoredStep[]> {
  const remembered = news.steps.splice(0).filter((one) => one.step > step);
  return remembered[0]?.step === step + 1 ? remembered : (await store.steps(id)).slice(step);
}

/** Resolves at the next news with false, or with true when none comes for the heartbeat's time. */
function isQuiet(news: News, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + HEARTBEAT_SECONDS * 1000, () => resolve(true));
    news.wake = () => {
      cancel();
      resolve(false);
    };
  });
}

function toMessage(event: TranscriptEvent): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}
