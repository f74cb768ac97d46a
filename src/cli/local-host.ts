import { v7 as timeOrderedId } from 'uuid';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import {
  flowLibrary,
  missingSettings,
  openWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from '../files/workspace.ts';
import { type Host, openHost, type RemoteTarget } from '../host.ts';
import { readHostList } from '../http/allowed-hosts.ts';
import type { Clock, Log } from '../ports.ts';
import { type Io, UsageError } from './io.ts';
import { inOrder, reportText } from './report.ts';

/** What a command adds to a workspace to run it. */
export interface LocalHostOptions {
  readonly database: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
  /** A Genesys Cloud region in place of the one that the environment names. */
  readonly region?: string;
  /** Whether nothing is sent, so that no credentials are needed. */
  readonly withoutCredentials?: true;
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

/** Opens a host on a workspace, with the local platform or the cloud that the environment variables name. */
export function openLocalHost(workspace: Workspace, options: LocalHostOptions, io: Io): Promise<Host> {
  const client = workspace.seed.oauthClients.find(({ secret }) => secret !== undefined);
  const target = remoteTarget(options, io);
  return openHost({
    ...options,
    flows: flowLibrary(workspace.flows),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: workspace.seed,
    localClient: { clientId: client?.id ?? '', clientSecret: client?.secret ?? '' },
    ids: { next: timeOrderedId },
    secretOf: io.env,
    allowedHosts: allowedHosts(io),
    ...(target === undefined ? {} : { target }),
  });
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
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(region))
    throw new UsageError(`A target is a region's domain, such as mypurecloud.de, not "${region}".`);
  return {
    baseUrl: `https://api.${region}`,
    tokenUrl: `https://login.${region}/oauth/token`,
    clientId,
    clientSecret,
  };
}
