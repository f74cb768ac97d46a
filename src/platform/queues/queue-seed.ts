import { type Static, Type } from 'typebox';
import { LineName, QueueSettings } from './queue.ts';
import type { Queues } from './queues.ts';

const SeedId = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});

/** A queue in a seed. */
export const QueueSeed = Type.Object(
  {
    id: SeedId,
    name: LineName,
    divisionId: Type.Optional(SeedId),
    description: Type.Optional(QueueSettings.properties.description),
    mediaSettings: Type.Optional(QueueSettings.properties.mediaSettings),
    agentOwnedRouting: Type.Optional(QueueSettings.properties.agentOwnedRouting),
  },
  { additionalProperties: false },
);
export type QueueSeed = Static<typeof QueueSeed>;

/** A queue that flows know by its name. */
export interface NamedQueue {
  readonly id: string;
  readonly name: string;
}

/**
 * Stores the queues of a seed, and of the flows' environment those that are not there by id or name: a flow's queue and
 * the platform's are one. Must run inside a commit.
 */
export function plantQueues(
  queues: Queues,
  seeds: readonly QueueSeed[],
  ofFlows: readonly NamedQueue[],
): void {
  for (const { id, name, divisionId, ...settings } of seeds)
    queues.plant({ id, name, settings, ...(divisionId === undefined ? {} : { divisionId }) });
  for (const queue of ofFlows)
    if ((queues.find(queue.id) ?? queues.named(queue.name)) === undefined) queues.plant(queue);
}
