import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openCallServer } from './call-server.ts';

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk {
  readonly ApiClient: {
    readonly instance: {
      setGateway(gateway: { protocol: string; host: string; port: number }): void;
      loginClientCredentialsGrant(id: string, secret: string): Promise<object>;
    };
  };
  readonly ArchitectApi: new () => {
    postFlowsExecutions(body: object): Promise<{ id: string }>;
    getFlowsExecution(id: string): Promise<object>;
  };
}

// The SDK reads and writes a folder in the home directory as soon as it is loaded.
const home = mkdtempSync(join(tmpdir(), 'attendant-home-'));
process.env['HOME'] = home;
const sdk = createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
afterAll(() => rmSync(home, { recursive: true }));

describe('the official JavaScript SDK', () => {
  it('O3 launches a workflow and reads how it went', async () => {
    const server = await openCallServer();
    await server.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.server.address() as AddressInfo;
    sdk.ApiClient.instance.setGateway({ protocol: 'http', host: '127.0.0.1', port });
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
