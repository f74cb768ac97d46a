import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { compileContract } from './contract.ts';
import { inputsOf, outputsOf } from './contract-properties.ts';
import type { DataAction } from './data-action.ts';
import {
  type DataActionDefinition,
  DEFAULT_TIMEOUT_SECONDS,
  dataActionSchema,
} from './data-action-definition.ts';
import { Faults } from './faults.ts';
import { messagingOf } from './messaging.ts';
import { planRequest } from './plan-request.ts';
import { planResponse } from './plan-response.ts';

const checkShape = schemaCheck(dataActionSchema);
/** Names Genesys Cloud keeps for itself in an input contract. */
const RESERVED_INPUTS = ['orgId', 'integrationId', 'rawRequest'];

/** What compileDataAction returns: the data action when no diagnostic is an error. */
export interface CompiledDataAction {
  readonly dataAction?: DataAction;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a data action and makes it ready to run. Finds all faults at once and never throws.
 *
 * @param file as the user named it; its last part up to the first dot becomes the id.
 */
export function compileDataAction(json: Json, file: string): CompiledDataAction {
  const faults = new Faults(file);
  try {
    const dataAction = compile(json, file, faults);
    return dataAction === undefined || faults.hasErrors
      ? { diagnostics: faults.all }
      : { dataAction, diagnostics: faults.all };
  } catch (error) {
    // Whatever nests too deep for a recursive reader is the author's fault.
    if (!(error instanceof RangeError)) throw error;
    faults.error('TOO_LARGE', '', 'The data action nests too deep', 'flatten it');
    return { diagnostics: faults.all };
  }
}

function compile(json: Json, file: string, faults: Faults): DataAction | undefined {
  if (isVelocity(json)) {
    faults.error(
      'DATA_ACTION_DIALECT',
      '',
      'Exported Velocity templates cannot be run by this version',
      'write the templates as JSON with {{input.x}} and add "templates": "handlebars"',
    );
    return undefined;
  }
  faults.add(checkShape(json, { file, pointer: '' }));
  if (!isJsonObject(json)) return undefined;
  const inputSchema = objectAt(json, 'contract', 'input', 'inputSchema');
  const outputSchema = objectAt(json, 'contract', 'output', 'successSchema');
  const input = compileContract(inputSchema, file, '/contract/input/inputSchema');
  const output = compileContract(outputSchema, file, '/contract/output/successSchema');
  faults.add(input.diagnostics);
  faults.add(output.diagnostics);
  const inputNames = Object.keys(objectAt(inputSchema, 'properties') ?? {});
  checkNames(json, inputNames, faults);
  const request = planRequest(json, inputSchema ?? {}, faults);
  const response = planResponse(objectAt(json, 'config', 'response') ?? {}, faults);
  checkRepeating(json, faults);
  if (faults.hasErrors || input.check === undefined || output.check === undefined) return undefined;
  if (inputSchema === undefined || outputSchema === undefined || request === undefined) return undefined;
  // The shape check above has just found no fault.
  const definition = json as unknown as DataActionDefinition;
  const messaging = messagingOf(definition, faults);
  return {
    id: idOf(file),
    name: definition.name,
    definition,
    integrationType: definition.integrationType,
    inputs: inputsOf(inputSchema),
    outputs: outputsOf(outputSchema),
    settings: request.settings,
    ...(definition.sends !== undefined && { sends: definition.sends }),
    messaging,
    isSecure: definition.secure ?? false,
    idempotent: idempotenceOf(definition),
    onUnknownOutcome: definition.onUnknownOutcome ?? 'fail',
    timeoutSeconds: definition.config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    request: request.plan,
    response,
    checkInput: input.check,
    checkOutput: output.check,
  };
}

/** What the cloud exports has no `templates` key, and texts where native definitions have JSON. */
function isVelocity(json: Json): boolean {
  if (!isJsonObject(json) || objectAt(json, 'config', 'request') === undefined) return false;
  const templates = own(json, 'templates');
  return templates === undefined || templates === 'velocity';
}

function checkNames(json: JsonObject, inputNames: readonly string[], faults: Faults): void {
  for (const name of inputNames.filter((one) => RESERVED_INPUTS.includes(one))) {
    const pointer = pointerTo('/contract/input/inputSchema/properties', name);
    faults.error('CONTRACT', pointer, `\`${name}\` is a reserved name`, 'choose another name');
  }
  const isRecord = own(objectAt(json, 'consent') ?? {}, 'does') === 'record';
  for (const [part, key] of [
    ['sends', 'to'],
    ['consent', 'address'],
    ...(isRecord ? [['consent', 'status']] : []),
  ] as [string, string][]) {
    const name = own(objectAt(json, part) ?? {}, key);
    if (typeof name !== 'string' || inputNames.includes(name)) continue;
    faults.error(
      'UNKNOWN_INPUT',
      `/${part}/${key}`,
      `There is no input \`${name}\``,
      didYouMean(name, inputNames, 'add it to the input schema'),
    );
  }
}

function checkRepeating(json: JsonObject, faults: Faults): void {
  if (own(json, 'onUnknownOutcome') !== 'retry' || idempotenceOf(json) !== false) return;
  faults.error(
    'RETRY_NOT_SAFE',
    '/onUnknownOutcome',
    'A request that must not be repeated cannot be retried',
    'write "onUnknownOutcome": "fail", or "idempotent": "byKey" when the receiver knows a repeated Idempotency-Key',
  );
}

function idempotenceOf(json: DataActionDefinition | JsonObject): boolean | 'byKey' {
  const { idempotent, config } = json as Partial<DataActionDefinition>;
  if (typeof idempotent === 'boolean' || idempotent === 'byKey') return idempotent;
  return ['GET', 'HEAD'].includes(config?.request?.requestType ?? '');
}

function idOf(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return name.split('.')[0] ?? name;
}

function objectAt(json: JsonObject | undefined, ...keys: readonly string[]): JsonObject | undefined {
  let at: Json | undefined = json;
  for (const key of keys) at = isJsonObject(at) ? own(at, key) : undefined;
  return isJsonObject(at) ? at : undefined;
}
