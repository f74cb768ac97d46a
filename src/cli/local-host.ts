import { join } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { carriersOf, metaWebhookOf, missingCarrierSecrets } from '../carriers/open-carriers.ts';
import type { FlowLibrary } from '../engine/engine-options.ts';
import { missingSecrets } from '../files/integrations.ts';
import {
  flowLibrary,
  missingSettings,
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../files/workspace.ts';
import type { BeyondLoopback, HostOptions } from '../host/host-options.ts';
import { type Host, openHost } from '../host.ts';
import { readHostList } from '../http/allowed-hosts.ts';
import { secretNames } from '../integrations/integration.ts';
import { createMasker, type Masker } from '../integrations/masker.ts';
import { findRegion } from '../integrations/regions.ts';
import { collectSecrets } from '../integrations/resolve-fields.ts';
import { openSecretVault, SECRET_FILE } from '../integrations/secret-file.ts';
import { createSecrets, PASSPHRASE_VARIABLE, type Secrets } from '../integrations/secrets.ts';
import type { RemoteTarget } from '../performing/find-target.ts';
import type { Clock, Log } from '../ports.ts';
import { timeOrderedIds } from '../time-ordered-ids.ts';
import { type Io, UsageError } from './io.ts';
import type { Play } from './playing.ts';
import { inOrder, reportText } from './report.ts';

/** What a command adds to a workspace to run it. */
export interface LocalHostOptions {
  readonly database: string;
  /** In place of the workspace's flows as they were read. */
  readonly flows?: FlowLibrary;
  readonly port: number;
  readonly beyond?: BeyondLoopback;
  readonly clock: Clock;
  readonly log: Log;
  /** A Genesys Cloud region in place of the one that the environment names. */
  readonly region?: string;
  /** Whether nothing is sent, so that no credentials are needed. */
  readonly withoutCredentials?: true;
  /** What stands around the receivers of data actions. */
  readonly play?: Pick<Play, 'faults' | 'recorder' | 'replay'>;
  /** Knows the secrets; made by openVault. */
  readonly vault: Vault;
  /** Whether messages go out through the carriers of the platform file; else they stay on this machine. */
  readonly deliversOutside?: true;
  /** Only simulated calls are played, on this time: calls and messages that the data folder holds stay as they are. */
  readonly simulates?: NonNullable<HostOptions['simulates']>;
}

/** Reads a workspace and reports its faults. @returns `undefined` when there are errors. */
export function readWorkspace(options: WorkspaceOptions, io: Io): Workspace | undefined {
  const workspace = openWorkspace(options);
  // An environment that cannot be read would seem to lack every setting.
  const missing = hasErrors(workspace.environment.diagnostics) ? [] : missingSettings(workspace);
  const diagnostics: readonly Diagnostic[] = [...workspace.diagnostics, ...missing];
  if (diagnostics.length > 0) io.err(reportText(inOrder(diagnostics), io.hasColors));
  return hasErrors(diagnostics) ? undefined : workspace;
}

/** Secrets, and what masks them. */
export interface Vault {
  readonly secrets: Secrets;
  readonly masker: Masker;
}

/**
 * Opens the secrets of a workspace's integrations: the environment's, and those of the encrypted file. Those that are
 * missing are told; what needs them will fail.
 *
 * @param data folder of the encrypted file.
 */
export function openVault(workspace: Workspace, data: string, io: Io): Vault {
  const passphrase = io.env(PASSPHRASE_VARIABLE);
  const secrets = createSecrets(io.env, openSecretVault(join(data, SECRET_FILE), passphrase));
  const { integrations } = workspace;
  const missing = missingSecrets(integrations, secrets);
  if (missing.length > 0) io.err(reportText(inOrder(missing), io.hasColors));
  const names = integrations.integrations.flatMap(secretNames);
  const masker = createMasker(collectSecrets(names, secrets).found);
  const own = io.env('ATTENDANT_CLIENT_SECRET');
  if (own !== undefined && own !== '') masker.learn(own);
  return { secrets, masker };
}

/** Opens a host on a workspace, with the local platform or the cloud that the environment variables name. */
export function openLocalHost(workspace: Workspace, options: LocalHostOptions, io: Io): Promise<Host> {
  const { vault, play, region: _region, withoutCredentials: _without, deliversOutside, ...rest } = options;
  const carriers = deliversOutside && carriersOutside(workspace, options, io);
  const metaWebhook = metaWebhookOf((deliversOutside && workspace.seed.carriers) || {}, io.env);
  const client = workspace.seed.oauthClients.find(({ secret }) => secret !== undefined);
  const target = remoteTarget(options, io);
  return openHost({
    ...rest,
    ...vault,
    ...play,
    flows: options.flows ?? flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: workspace.seed,
    integrations: workspace.integrations.integrations,
    dataActions: workspace.dataActions,
    localClient: { clientId: client?.id ?? '' },
    ids: timeOrderedIds(),
    secretOf: io.env,
    allowedHosts: allowedHosts(io),
    ...(carriers !== undefined && { carriers }),
    ...(metaWebhook !== undefined && { metaWebhook }),
    ...(target === undefined ? {} : { target }),
  });
}

function carriersOutside(
  { seed }: Workspace,
  { clock, log }: LocalHostOptions,
  io: Io,
): HostOptions['carriers'] {
  const { carriers } = seed;
  if (carriers === undefined) return undefined;
  const missing = missingCarrierSecrets(carriers, io.env);
  if (missing.length > 0)
    throw new UsageError(`The platform file wants ${missing.join(', ')} in the environment: not set.`);
  return carriersOf(carriers, { clock, log, secretOf: io.env });
}

/** Hosts that data actions may call besides, separated by commas: `api.example.com`, `*.example.com`, `crm.local:8443`. */
function allowedHosts(io: Io): readonly string[] {
  const read = readHostList(io.env('ATTENDANT_ALLOWED_HOSTS') ?? '');
  if (read.ok) return read.hosts;
  throw new UsageError(`ATTENDANT_ALLOWED_HOSTS: ${read.message}.`);
}

/** A Genesys Cloud region, from ATTENDANT_TARGET, ATTENDANT_CLIENT_ID and ATTENDANT_CLIENT_SECRET. */
function remoteTarget(options: LocalHostOptions, io: Io): RemoteTarget | undefined {
  const region = options.region ?? io.env('ATTENDANT_TARGET');
  if (region === undefined || region === '') return undefined;
  const clientId = io.env('ATTENDANT_CLIENT_ID') ?? '';
  const clientSecret = io.env('ATTENDANT_CLIENT_SECRET') ?? '';
  const isComplete = clientId !== '' && clientSecret !== '';
  if (!isComplete && options.withoutCredentials !== true)
    throw new UsageError('A target needs ATTENDANT_CLIENT_ID and ATTENDANT_CLIENT_SECRET, too.');
  const found = findRegion(region);
  if (!found.ok)
    throw new UsageError(`A target is a region of Genesys Cloud: ${found.message}; ${found.hint}.`);
  const { baseUrl, tokenUrl } = found;
  return { baseUrl, tokenUrl, clientId, clientSecret };
}
