import type { DataAction } from '../actions/data-action.ts';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { pointerTo } from '../authoring/json.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { chooseIntegration } from '../integrations/choose-integration.ts';
import { type Integration, secretNames } from '../integrations/integration.ts';
import { readIntegrations } from '../integrations/read-integrations.ts';
import { collectSecrets } from '../integrations/resolve-fields.ts';
import type { Secrets } from '../integrations/secrets.ts';
import { dataActionFile, dataActionNames } from './definition-files.ts';
import { type JsonFile, readJsonFile } from './json-file.ts';
import { loadDataAction } from './load-data-action.ts';

/** How names of integrations files end. */
const INTEGRATIONS_SUFFIX = '.integrations.json';
/** The integrations of a folder of flows. */
export const LOCAL_INTEGRATIONS = `local${INTEGRATIONS_SUFFIX}`;

/** An integrations file, read; with faults it may hold fewer integrations than the file. */
export interface LoadedIntegrations {
  /** Absent: there is no file. */
  readonly file?: string;
  readonly integrations: readonly Integration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads an integrations file, and looks up the data actions it names. Without a file there are none. */
export function loadIntegrations(file: string | undefined): LoadedIntegrations {
  if (file === undefined) return { integrations: [], diagnostics: [] };
  const read = readJsonFile(file);
  if (!read.ok) return { file, integrations: [], diagnostics: read.diagnostics };
  const { integrations, diagnostics } = readIntegrations(read.value.json, file);
  const named = integrations.flatMap((one) => namedFaults(one, file));
  return { file, integrations, diagnostics: located([...diagnostics, ...named], read.value) };
}

function located(diagnostics: readonly Diagnostic[], { locate }: JsonFile): readonly Diagnostic[] {
  return diagnostics.map((fault) => ({ ...fault, ...locate(fault.pointer) }));
}

/** Data actions that an integration names and that are not there, or are something else. */
function namedFaults(integration: Integration, file: string): readonly Diagnostic[] {
  const at = pointerTo('/integrations', integration.name);
  const listed = (integration.dataActions ?? []).flatMap((name, index) =>
    listedFaults(integration, name, file, pointerTo(at, 'dataActions', index)),
  );
  const { credentials } = integration;
  if (credentials.kind !== 'authenticationAction') return listed;
  const pointer = pointerTo(at, 'credentials', 'authentication');
  return [...listed, ...authenticationFaults(credentials.dataAction, file, pointer)];
}

/** A data action made over the API has no file: one that is not found is a warning. */
function listedFaults(
  integration: Integration,
  name: string,
  file: string,
  pointer: string,
): readonly Diagnostic[] {
  const found = dataActionFile(file, name);
  if (found === undefined) return [unknown(name, file, pointer, 'warning')];
  const { dataAction } = loadDataAction(found);
  if (dataAction === undefined || dataAction.integration !== undefined) return [];
  return choiceFaults([integration], dataAction, { file, pointer });
}

function authenticationFaults(name: string, file: string, pointer: string): readonly Diagnostic[] {
  const found = dataActionFile(file, name);
  if (found === undefined) return [unknown(name, file, pointer, 'error')];
  const { dataAction } = loadDataAction(found);
  const fault = (message: string, hint: string): readonly Diagnostic[] => [
    { severity: 'error', file, pointer, code: 'AUTHENTICATION_ACTION', message, hint },
  ];
  if (dataAction === undefined)
    return fault(`the data action \`${name}\` has faults`, `attendant check ${found}`);
  if (!dataAction.isAuthentication)
    return fault(
      `the data action \`${name}\` asks for no access`,
      'one that does has "actionType": "customAuth"',
    );
  if (typeof dataAction.definition.config.timeoutSeconds === 'number')
    return fault(
      `the data action \`${name}\` has a time-out`,
      'remove "timeoutSeconds": that of the caller counts',
    );
  return [];
}

function unknown(name: string, file: string, pointer: string, severity: Diagnostic['severity']): Diagnostic {
  const hint = didYouMean(
    name,
    dataActionNames(file),
    'it is the name of the file without .data-action.json',
  );
  return {
    severity,
    file,
    pointer,
    code: 'UNKNOWN_DATA_ACTION',
    message: `there is no data action \`${name}\` beside the file`,
    hint,
  };
}

/**
 * Data actions for which no integration can be chosen.
 *
 * @param file the definition of the data action, or the flow that calls it.
 */
export function integrationFaults(
  { integrations }: LoadedIntegrations,
  dataAction: DataAction,
  file: string,
): readonly Diagnostic[] {
  return choiceFaults(integrations, dataAction, { file, pointer: '' });
}

function choiceFaults(
  integrations: readonly Integration[],
  dataAction: DataAction,
  place: { readonly file: string; readonly pointer: string },
): readonly Diagnostic[] {
  const choice = chooseIntegration(integrations, dataAction);
  return choice.ok
    ? []
    : [{ severity: 'error', ...place, code: choice.code, message: choice.message, hint: choice.hint }];
}

/** Secrets that integrations name and nobody has given: what needs them will fail, the rest will not. */
export function missingSecrets(
  { file = '', integrations }: LoadedIntegrations,
  secrets: Secrets,
): readonly Diagnostic[] {
  return integrations.flatMap((integration) =>
    collectSecrets(secretNames(integration), secrets).missing.map(({ message, hint }): Diagnostic => {
      const pointer = pointerTo('/integrations', integration.name, 'credentials');
      return { severity: 'warning', file, pointer, code: 'SECRET_MISSING', message, hint };
    }),
  );
}
