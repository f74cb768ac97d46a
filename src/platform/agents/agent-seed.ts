import { type Static, Type } from 'typebox';
import { LineName } from '../queues/queue.ts';
import { AgentPlan } from './agent.ts';

/** A simulated agent in a seed. */
export const AgentSeed = Type.Object(
  {
    id: Type.String({
      pattern: '^[\\x21-\\x7e]{1,100}$',
      description: '1 to 100 ASCII characters without spaces',
    }),
    name: LineName,
    queues: Type.Array(LineName, { description: 'Ids or names of the queues the agent is a member of' }),
    isAvailable: Type.Optional(Type.Boolean({ description: 'At the first start; true when left out' })),
    ...AgentPlan.properties,
  },
  { additionalProperties: false },
);
export type AgentSeed = Static<typeof AgentSeed>;
