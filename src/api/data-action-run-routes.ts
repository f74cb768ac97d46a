import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { didYouMean } from '../authoring/suggest.ts';
import { ACTIONS_PATH } from '../platform/data-actions/action-entity.ts';
import type { ActionState } from '../platform/data-actions/action-record.ts';
import type { RunOptions } from '../platform/data-actions/action-runs.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { ACTION_PATHS, type ActionPath, type DataActionRoutesOptions } from './data-action-routes.ts';
import { sendRefusal } from './error-body.ts';
import { queryFlag, queryText } from './query.ts';
import { testExecutionResult } from './test-execution-result.ts';

/** What the routes that run data actions work with. */
export interface DataActionRunRoutesOptions extends DataActionRoutesOptions {
  /** Names of the faults that `?attendantFault=` may ask for; each may have a number behind a colon. */
  readonly faults: readonly string[];
}

const EXECUTE = { any: ['integrations:action:execute', 'bridge:actions:execute'] };
const TEST_DRAFT = { any: ['integrations:action:execute'] };
const NEEDS: { readonly [state in ActionState]: { readonly any: readonly string[] } } = {
  published: EXECUTE,
  draft: TEST_DRAFT,
};

/** Runs of data actions, as Genesys Cloud has them: `/test`, `/draft/test` and `/execute`. */
export function dataActionRunRoutes(options: DataActionRunRoutesOptions): FastifyPluginAsync {
  const { oauth, dataActions, faults } = options;
  return async (server) => {
    for (const [state, path] of ACTION_PATHS)
      server.post<ActionPath>(
        `${path}/test`,
        { onRequest: authorized(oauth, NEEDS[state]) },
        async (request, reply) => {
          const asked = readOptions(request, faults);
          if (!asked.ok) return sendRefusal(request, reply, asked.refusal);
          const run = await dataActions.test(request.params.actionId, state, request.body, asked.value);
          return answer(request, reply, run.ok ? done(testExecutionResult(run.value, request.id)) : run);
        },
      );
    server.post<ActionPath>(
      `${ACTIONS_PATH}/:actionId/execute`,
      { onRequest: authorized(oauth, EXECUTE) },
      async (request, reply) => {
        const asked = readOptions(request, faults);
        if (!asked.ok) return sendRefusal(request, reply, asked.refusal);
        const output = await dataActions.execute(request.params.actionId, request.body, asked.value);
        if (!output.ok) return sendRefusal(request, reply, output.refusal);
        // A text or a number would be sent bare and not as JSON.
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(output.value));
      },
    );
  };
}

function readOptions(request: FastifyRequest, faults: readonly string[]): Outcome<RunOptions> {
  const flatten = queryFlag(request, 'flatten');
  if (!flatten.ok) return flatten;
  const fault = queryText(request, 'attendantFault');
  const name = fault?.replace(/:\d{1,4}$/, '');
  if (name !== undefined && !faults.includes(name))
    return refuse(
      'invalid.query.param.value',
      `attendantFault is no fault there is: ${didYouMean(name, faults, `there are none here`)}`,
      { field: 'attendantFault' },
    );
  return done({ flatten: flatten.value ?? false, ...(fault !== undefined && { fault }) });
}
