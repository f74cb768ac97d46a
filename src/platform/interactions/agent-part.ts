import { Type } from 'typebox';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { Interaction } from './interaction.ts';
import type { Interactions } from './interactions.ts';

const checkState = requestCheck(
  Type.Object({ state: Type.Enum(['connected', 'disconnected']) }, { additionalProperties: false }),
);

/** The operator's way to say whether an agent is in a conversation (W7). */
export function openAgentPart({
  database,
  interactions,
}: {
  readonly database: AttendantDatabase;
  readonly interactions: Interactions;
}) {
  /** Connects an agent with a conversation, or disconnects everybody who is in it. */
  async function putState(id: string, body: unknown): Promise<Outcome<Interaction>> {
    const checked = checkState(body);
    if (!checked.ok) return checked;
    let changed: Interaction | undefined;
    await database.commits.add(() => {
      const interaction = interactions.store.one(id);
      changed = interaction && putOn(interaction, checked.value.state);
    });
    return changed === undefined
      ? refuse('attendant.conversation.not.found', 'No conversation has this id.')
      : done(changed);
  }

  function putOn(interaction: Interaction, state: 'connected' | 'disconnected'): Interaction {
    if (interaction.state === state) return interaction;
    if (state === 'disconnected') return interactions.disconnect(interaction);
    return interactions.add(interaction, { purpose: 'agent', state: 'connected' }, { state });
  }

  return { putState };
}
