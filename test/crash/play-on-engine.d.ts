import type { Engine } from '../../src/engine/engine.ts';
import type { CallStart } from '../../src/engine/engine-options.ts';
import type { Conversation } from '../../src/runtime/conversation.ts';
import type { SimulatedClock } from '../../src/simulator/simulated-clock.ts';
import type { ConversationStore } from '../../src/store/conversation-store.ts';

interface Stage {
  readonly engine: Engine;
  readonly store: ConversationStore;
  readonly clock: SimulatedClock;
}

export function playOnEngine(stage: Stage, start: CallStart, acts: readonly string[]): Promise<Conversation>;
export function goOnOnEngine(stage: Stage, id: string, acts: readonly string[]): Promise<Conversation>;
