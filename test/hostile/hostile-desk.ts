import { onTestFinished } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { openGuardedClient } from '../../src/http/guarded-client.ts';
import { createMasker, type Masker } from '../../src/integrations/masker.ts';
import { readIntegrations } from '../../src/integrations/read-integrations.ts';
import { collectSecrets } from '../../src/integrations/resolve-fields.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';
import { type DataActionDesk, openDataActionDesk } from '../../src/performing/data-action-desk.ts';
import { systemClock } from '../../src/system-clock.ts';

/** Every secret that hostile desks know. */
export const SECRETS: { readonly [name: string]: string } = {
  PASSWORD: 'hunter2-and-more',
  KEY: 'k-9f8e7d6c5b4a',
};

/** What a hostile desk is opened with. */
export interface HostileDeskOptions {
  readonly integrations?: JsonObject;
  readonly allowedHosts?: readonly string[];
  readonly dataActions?: readonly DataAction[];
  readonly localUrl?: string;
}

/** The real thing from the template to the socket, in a test; closed when the test ends. */
export function openHostileDesk(options: HostileDeskOptions): {
  readonly desk: DataActionDesk;
  readonly masker: Masker;
} {
  const { integrations, diagnostics } = readIntegrations(
    { integrations: options.integrations ?? {} },
    'x.integrations.json',
  );
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(diagnostics));
  const secrets = createSecrets((name) => SECRETS[name]);
  const masker = createMasker(collectSecrets(Object.keys(SECRETS), secrets).found);
  const http = openGuardedClient();
  onTestFinished(() => http.close());
  let count = 0;
  const desk = openDataActionDesk({
    clock: systemClock,
    ids: { next: () => `id-${++count}` },
    random: () => 0,
    http,
    userAgent: 'attendant/test',
    localUrl: options.localUrl ?? 'http://127.0.0.1:1',
    localClient: { clientId: 'local', clientSecret: 'local-client-secret' },
    allowedHosts: options.allowedHosts ?? [],
    settings: {},
    integrations,
    secrets,
    masker,
    dataActions: new Map((options.dataActions ?? []).map((one) => [one.id, one])),
  });
  return { desk, masker };
}

/** What a hostile definition says; everything else is harmless. */
export interface Said {
  readonly url: string;
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  readonly map?: { readonly [name: string]: string };
  readonly defaults?: { readonly [name: string]: string };
  readonly success?: string;
  readonly input?: JsonObject;
  readonly output?: JsonObject;
  readonly other?: { readonly [key: string]: Json };
  readonly id?: string;
}

/** An export for web services. */
export function exportOf(said: Said): JsonObject {
  const { url, method = 'GET', headers, body, map, defaults, success, input, output, other } = said;
  return {
    name: 'Hostile',
    integrationType: 'custom-rest-actions',
    actionType: 'custom',
    contract: {
      input: {
        inputSchema: input ?? {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
        },
      },
      output: { successSchema: output ?? { type: 'object', properties: {} } },
    },
    config: {
      request: {
        requestType: method,
        requestUrlTemplate: url,
        ...(headers !== undefined && { headers }),
        ...(body !== undefined && { requestTemplate: body }),
      },
      response: {
        ...(map !== undefined && { translationMap: map }),
        ...(defaults !== undefined && { translationMapDefaults: defaults }),
        successTemplate: success ?? '${rawResult}',
      },
    },
    ...other,
  };
}

/** The export compiled, or why it cannot be. */
export function compiledOf(said: Said): DataAction {
  const { dataAction, diagnostics } = compileDataAction(
    exportOf(said),
    `${said.id ?? 'hostile'}.custom.json`,
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}
