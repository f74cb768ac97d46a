import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';

/** The part of the official SDK that logs in; its own types are written for bundlers. */
export interface SdkClient {
  readonly ApiClient: {
    readonly instance: {
      setGateway(gateway: { protocol: string; host: string; port: number }): void;
      loginClientCredentialsGrant(id: string, secret: string): Promise<{ accessToken: string }>;
    };
  };
}

/** Loads the official SDK; `Sdk` names the parts that the test uses. */
export function loadSdk<Sdk extends SdkClient>(): Sdk {
  // It reads and writes a folder in the home directory as soon as it is loaded.
  const home = mkdtempSync(join(tmpdir(), 'attendant-home-'));
  process.env['HOME'] = home;
  afterAll(() => rmSync(home, { recursive: true }));
  return createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
}

/** Has a server listen, and the SDK talk to it. */
export async function connectSdk({ ApiClient }: SdkClient, server: FastifyInstance): Promise<void> {
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  ApiClient.instance.setGateway({ protocol: 'http', host: '127.0.0.1', port });
}
