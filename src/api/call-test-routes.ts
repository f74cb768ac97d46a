import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import type { Moments } from '../simulator/moments.ts';
import type { Simulations } from '../simulator/simulations.ts';
import { localOnly } from './origin-gate.ts';

/** What is needed to make tests of calls. */
export interface CallTestRoutesOptions {
  readonly simulations: Pick<Simulations, 'moments'>;
  readonly flows: FlowLibrary;
  /** Makes a test of a call, for a flow as it is now. */
  saveTest(
    moments: Moments,
    flow: RunnableFlow,
  ): Promise<{ readonly definition: JsonObject; readonly notes: readonly string[] }>;
}

/** The operator's API that makes a flow test of a call, live, past or simulated. */
export function callTestRoutes({ simulations, flows, saveTest }: CallTestRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get<{ readonly Params: { readonly id: string } }>(
      '/attendant/calls/:id/test',
      async ({ params }) => {
        const moments = await simulations.moments(params.id);
        const last = moments.all.at(-1)?.conversation;
        if (last?.status !== 'ended')
          throw new AttendantError(
            'STIMULUS_UNFIT',
            'the call has not ended: what came of it is not known yet',
          );
        const { flow } = moments.call;
        const { definition, notes } = await saveTest(moments, flows.find(flow.program.name) ?? flow);
        return { flow: flow.program.name, test: definition, notes };
      },
    );
  };
}
