import type { Interaction, ParticipantPurpose } from '../platform/interactions/interaction.ts';
import type { Interactions } from '../platform/interactions/interactions.ts';
import type { CallEvent } from '../runtime/conversation.ts';

/** What events change interactions with. */
export interface FlowEventParts {
  readonly interactions: Interactions;
  readonly queues: { named(name: string): { readonly id: string } | undefined };
}

type Change = (interaction: Interaction, event: CallEvent) => Interaction;

/** Genesys' words for why a communication ended, by why the flow did. */
const DISCONNECT_TYPES: { readonly [reason: string]: string } = {
  flowDisconnected: 'client',
  completed: 'client',
  callerDisconnected: 'endpoint',
  error: 'error',
};

/** What an event of a flow changes in its interaction, besides messages. Every change belongs into a commit. */
export function flowEvents({
  interactions,
  queues,
}: FlowEventParts): (...of: Parameters<Change>) => Interaction {
  const changes: { readonly [type: string]: Change } = {
    startedFlow: (interaction, { flow }) =>
      interactions.add(interaction, {
        ...{ purpose: 'workflow', state: 'connected', connectedAt: interaction.updatedAt },
        ...(typeof flow === 'string' && { flow, name: flow }),
      }),
    setParticipantData(interaction, { name, value }) {
      const [customer] = interaction.participants;
      if (customer === undefined || typeof name !== 'string') return interaction;
      const attributes = { ...customer.attributes, [name]: String(value ?? '') };
      return interactions.changeParticipant(interaction, customer.id, { attributes });
    },
    transferredToAcd(interaction, event) {
      const queue = String(event['queue'] ?? '');
      const queueId = queues.named(queue)?.id;
      return interactions.add(interaction, {
        ...{ purpose: 'acd', state: 'connected', name: queue, connectedAt: interaction.updatedAt },
        ...(queueId !== undefined && { queueId }),
      });
    },
    failedTransfer: (interaction) => leave(interaction, 'acd', 'error'),
    leftQueue: (interaction) => leave(interaction, 'acd', 'client'),
    agentAnswered(interaction) {
      if (interaction.state !== 'waiting') return interaction;
      const acd = interaction.participants.find(
        ({ purpose, endedAt }) => purpose === 'acd' && endedAt === undefined,
      );
      const joined = { purpose: 'agent', state: 'connected', connectedAt: interaction.updatedAt } as const;
      const queue = acd?.queueId === undefined ? {} : { queueId: acd.queueId };
      return interactions.add(
        leave(interaction, 'acd', 'transfer'),
        { ...joined, ...queue },
        { state: 'connected' },
      );
    },
    endedFlow(interaction, { reason }) {
      const type = DISCONNECT_TYPES[String(reason)];
      if (type !== undefined && interaction.state === 'waiting')
        return interactions.disconnect(interaction, type);
      return leave(interaction, 'workflow', type ?? 'transfer');
    },
  };

  /** Ends the part of all who are in it for a purpose. */
  function leave(interaction: Interaction, purpose: ParticipantPurpose, disconnectType: string): Interaction {
    const isMeant = (one: Interaction['participants'][number]) =>
      one.purpose === purpose && one.endedAt === undefined;
    if (!interaction.participants.some(isMeant)) return interaction;
    const ended = { state: 'disconnected', disconnectType, endedAt: interaction.updatedAt } as const;
    const participants = interaction.participants.map((one) => (isMeant(one) ? { ...one, ...ended } : one));
    return interactions.change(interaction, { participants });
  }

  return (interaction, event) =>
    Object.hasOwn(changes, event.type)
      ? (changes[event.type]?.(interaction, event) ?? interaction)
      : interaction;
}
