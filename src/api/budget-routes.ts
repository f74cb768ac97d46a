import type { FastifyPluginAsync } from 'fastify';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';

/** How much of its request budget an integration has used. */
export interface BudgetView {
  readonly integration: string;
  readonly state: {
    readonly requestsPerMinute?: number;
    readonly concurrent?: number;
    readonly used: number;
    readonly underWay: number;
    readonly waiting: number;
    /** Epoch ms. */
    readonly nextFreeAt: number;
    /** Epoch ms. */
    readonly pausedUntil?: number;
  };
}

/** The operator's view of what data actions may still send: `GET /attendant/budgets`. */
export function budgetRoutes(budgets: () => readonly BudgetView[]): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/budgets', async (_request, reply) =>
      reply.send({ entities: budgets().map(budgetEntity) }),
    );
  };
}

function budgetEntity({ integration, state: { nextFreeAt, pausedUntil, ...state } }: BudgetView) {
  return {
    integration,
    ...state,
    nextFreeAt: isoTime(nextFreeAt),
    ...(pausedUntil !== undefined && { pausedUntil: isoTime(pausedUntil) }),
  };
}
