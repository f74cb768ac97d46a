import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { FlowLibrary, RunnableFlow } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import type { FileAction } from '../platform/data-actions/action-record.ts';
import type { PlatformSeed } from '../platform/platform-seed.ts';
import { named } from '../runtime/environment.ts';
import { thingFaults } from './check-things.ts';
import { dataActionFile, dataActionNames } from './definition-files.ts';
import { type LoadedEnvironment, loadEnvironment } from './environment.ts';
import {
  integrationFaults,
  LOCAL_INTEGRATIONS,
  type LoadedIntegrations,
  loadIntegrations,
} from './integrations.ts';
import { readJsonFile } from './json-file.ts';
import { loadDataAction } from './load-data-action.ts';
import { flowFiles, type LoadedFlow, loadBundle, loadFlow } from './load-flow.ts';
import { readPlatformFile } from './platform-file.ts';

/** The environment of a folder of flows. */
const ENVIRONMENT = 'local.environment.json';

/** The flows, environment and seed that ship with Attendant. */
export const SHIPPED_FLOWS =
  relative('.', join(dirname(fileURLToPath(import.meta.url)), '../../flows')) || '.';

/** What the user named on the command line; everything else is found. */
export interface WorkspaceOptions {
  /** A folder of flows, or one flow file. */
  readonly path: string;
  readonly environment?: string;
  readonly platform?: string;
  readonly integrations?: string;
  /** Whether flows are left unread: for trying a data action, whatever stands beside it. */
  readonly withoutFlows?: true;
}

/** Flows with the environment and the platform seed to run them with. */
export interface Workspace {
  readonly flows: readonly LoadedFlow[];
  readonly environment: LoadedEnvironment;
  readonly seed: PlatformSeed;
  readonly integrations: LoadedIntegrations;
  /** Within reach of the flows, those that are sound; a flow tells the faults of those it calls. */
  readonly dataActions: readonly FileAction[];
  /** All faults of all files. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads flows, environment and seed. The last two are `local.environment.json` and `local.platform.json` beside the
 * flows, else those that ship with Attendant.
 */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const isFolder = statSync(options.path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = isFolder ? options.path : dirname(options.path);
  const files = isFolder ? flowFiles(folder) : [options.path];
  const flows = options.withoutFlows ? [] : files.map(loadFlow);
  const environmentFile = options.environment ?? beside(folder, ENVIRONMENT);
  const environment = loadEnvironment(environmentFile);
  const seed = readSeed(options.platform ?? beside(folder, 'local.platform.json'));
  const integrations = loadIntegrations(options.integrations ?? besideItself(folder, LOCAL_INTEGRATIONS));
  const dataActions = dataActionsOf(join(folder, LOCAL_INTEGRATIONS));
  const diagnostics = [
    ...flows.flatMap((flow) => flow.diagnostics),
    ...doubleNames(flows),
    ...environment.diagnostics,
    ...unknownThings(flows, environment, environmentFile, folder),
    ...seed.diagnostics,
    ...integrations.diagnostics,
    ...flows.flatMap((flow) => unchosen(flow, integrations)),
  ];
  return { flows, environment, seed: seed.seed, integrations, dataActions, diagnostics };
}

/** Data actions of a flow for which no integration can be chosen. */
function unchosen(
  { file, dataActions }: LoadedFlow,
  integrations: LoadedIntegrations,
): readonly Diagnostic[] {
  return [...dataActions.values()].flatMap((dataAction) => integrationFaults(integrations, dataAction, file));
}

function dataActionsOf(from: string): readonly FileAction[] {
  return dataActionNames(from).flatMap((name) => {
    const file = dataActionFile(from, name);
    const { dataAction } = file === undefined ? {} : loadDataAction(file);
    return file === undefined || dataAction === undefined ? [] : [{ dataAction, file }];
  });
}

/** Nothing is allowed to be called that the operator has not said himself. */
function besideItself(folder: string, name: string): string | undefined {
  const own = join(folder, name);
  return existsSync(own) ? own : undefined;
}

/** The environment file that the flows of a folder run with. */
export function environmentFileFor(folder: string): string {
  return beside(folder, ENVIRONMENT);
}

function beside(folder: string, name: string): string {
  const own = join(folder, name);
  return existsSync(own) ? own : join(SHIPPED_FLOWS, name);
}

/** What flows name and the environment does not have. One that ships with Attendant need not know all of it. */
function unknownThings(
  flows: readonly LoadedFlow[],
  environment: LoadedEnvironment,
  file: string,
  folder: string,
): readonly Diagnostic[] {
  const isOthers = file === join(SHIPPED_FLOWS, ENVIRONMENT) && relative(SHIPPED_FLOWS, folder) !== '';
  const found = flows.flatMap(({ program }) =>
    program === undefined ? [] : thingFaults(program, environment, isOthers ? file : basename(file)),
  );
  return found.filter(({ severity }) => !isOthers || severity === 'error');
}

const NO_SEED: PlatformSeed = {
  organization: { name: '' },
  oauthClients: [],
  whatsappIntegrations: [],
  templates: [],
};

function readSeed(file: string): {
  readonly seed: PlatformSeed;
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = readJsonFile(file);
  if (!read.ok) return { seed: NO_SEED, diagnostics: read.diagnostics };
  const { json, locate } = read.value;
  const checked = readPlatformFile(json, file);
  if (checked.ok) return { seed: checked.seed, diagnostics: [] };
  return {
    seed: NO_SEED,
    diagnostics: checked.diagnostics.map((fault) => ({ ...fault, ...locate(fault.pointer) })),
  };
}

function doubleNames(flows: readonly LoadedFlow[]): Diagnostic[] {
  const files = new Map<string, string>();
  return flows.flatMap(({ program, file }): Diagnostic[] => {
    const other = program === undefined ? undefined : files.get(program.name);
    if (program !== undefined) files.set(program.name, file);
    if (other === undefined) return [];
    const message = `${other} has the name "${program?.name}" too`;
    return [
      {
        severity: 'error',
        file,
        pointer: '/name',
        code: 'DUPLICATE_FLOW',
        message,
        hint: 'names of flows are unique',
      },
    ];
  });
}

/** The sound flows of a workspace, for an engine. Flows are found by name or by file. */
export function flowLibrary(flows: readonly LoadedFlow[]): FlowLibrary {
  const sound = flows.flatMap((flow) => runnable(flow) ?? []);
  const byName = new Map(sound.map((flow) => [flow.program.name, flow]));
  return {
    find: (name) => byName.get(name),
    names: () => [...byName.keys()],
    fromBundle(bundle, hash) {
      const flow = runnable(loadBundle(bundle));
      if (flow !== undefined && flow.program.hash === hash) return flow;
      throw new AttendantError(
        'FLOW_INVALID',
        `the flow version ${hash.slice(0, 12)} of a stored conversation cannot be run by this version`,
      );
    },
  };
}

/** @returns the flow as calls run it; undefined where it has errors. */
export function runnable({ program, dataActions, bundle }: LoadedFlow): RunnableFlow | undefined {
  return program === undefined ? undefined : { program, dataActions, bundle };
}

/** Settings that data actions read and the environment does not give; what the environment answers itself reads none. */
export function missingSettings({ flows, environment }: Workspace): Diagnostic[] {
  return flows.flatMap(({ file, dataActions }) =>
    [...dataActions].flatMap(([action, { id, settings }]) =>
      settings
        .filter(
          (name) =>
            named(environment.environment.dataActions, action) === undefined &&
            !Object.hasOwn(environment.settings, name),
        )
        .map((name): Diagnostic => {
          const hint = didYouMean(
            name,
            Object.keys(environment.settings),
            `add "${name}" to "settings" of the environment file`,
          );
          return {
            severity: 'error',
            file,
            pointer: '',
            code: 'MISSING_SETTING_VALUE',
            message: `the data action ${id} reads settings.${name}, which the environment does not have`,
            hint,
          };
        }),
    ),
  );
}
