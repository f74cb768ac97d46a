import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { openCallServer } from './call-server.ts';

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly ArchitectApi: new () => {
    postFlowsExecutions(body: object): Promise<{ id: string }>;
    getFlowsExecution(id: string): Promise<object>;
  };
}

const sdk = loadSdk<Sdk>();

describe('the official JavaScript SDK', () => {
  it('O3 launches a workflow and reads how it went', async () => {
    const server = await openCallServer();
    await connectSdk(sdk, server.server);
    await sdk.ApiClient.instance.loginClientCredentialsGrant('launcher', 'launcher-secret');
    const architect = new sdk.ArchitectApi();
    const { id } = await architect.postFlowsExecutions({ flowId: 'Add up', inputData: { 'Flow.count': 1 } });
    server.clock.advance(60_000);
    await server.engine.idle();
    await expect(architect.getFlowsExecution(id)).resolves.toMatchObject({
      id,
      status: 'COMPLETED',
      outputData: { 'Flow.total': 2 },
    });
  });
});
