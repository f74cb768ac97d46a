import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import type { Messaging } from '../authoring/messaging.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import { didYouMean, nearest } from '../authoring/suggest.ts';
import { checkDefinition } from './check-definition.ts';
import { compileContract } from './contract.ts';
import { inputsOf, outputsOf } from './contract-properties.ts';
import type { DataAction } from './data-action.ts';
import {
  type DataActionDefinition,
  DEFAULT_TIMEOUT_SECONDS,
  exportedSchema,
  isNative,
  nativeSchema,
} from './data-action-definition.ts';
import { dataActionId, faultOfId } from './data-action-id.ts';
import { Faults } from './faults.ts';
import { messagingOf } from './messaging.ts';
import { messagingOfExport } from './messaging-velocity.ts';
import { secretsInDefinition } from './places/secrets-in-definition.ts';
import { planRequest } from './plan-request.ts';
import { planResponse } from './plan-response.ts';
import { integrationTypeOf, planVelocityRequest, planVelocityResponse } from './plan-velocity.ts';
import { checkPolicies, type PolicyGround, policiesOf } from './policies.ts';
import { toleratedExport } from './tolerated-export.ts';
import { warnOfEscapes } from './warn-of-escapes.ts';

const checkNative = schemaCheck(nativeSchema);
const checkExported = schemaCheck(exportedSchema);
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

function compile(written: Json, file: string, faults: Faults): DataAction | undefined {
  const isTree = isJsonObject(written) && own(written, 'templates') === 'handlebars';
  const json = !isTree && isJsonObject(written) ? toleratedExport(written) : written;
  const shape = (isTree ? checkNative : checkExported)(json, { file, pointer: '' });
  faults.add(isTree ? shape : oneForEachValue(shape).map(asExported));
  if (!isJsonObject(json)) return undefined;
  const contract = compileContracts(json, file, faults);
  const plans = isTree ? planTrees(json, contract.inputSchema, faults) : planTexts(json, faults);
  if (!isTree) warnOfMisspelt(json, faults);
  checkId(file, faults);
  checkNames(json, contract.inputSchema, faults);
  checkRepeating(json, faults);
  if (faults.hasErrors || plans === undefined || contract.checks === undefined) return undefined;
  // The shape check above has just found no fault.
  const definition = json as unknown as DataActionDefinition;
  const messaging = messagingIn(definition, plans, faults);
  const dataAction = {
    ...described(definition, dataActionId(file)),
    ...contract.checks,
    ...plans,
    ...messaging,
  };
  faults.add(checkPolicies(definition, groundOf(dataAction), file));
  faults.add(checkDefinition(dataAction, file));
  faults.add(secretsInDefinition(json, file));
  faults.add(warnOfEscapes(dataAction, file));
  return dataAction;
}

/** The first fault of each value: where one of several shapes is wanted, the others repeat it. */
function oneForEachValue(shape: readonly Diagnostic[]): readonly Diagnostic[] {
  const isRepeated = ({ code, pointer }: Diagnostic, index: number) =>
    code !== 'MISSING_SETTING' && shape.findIndex((one) => one.pointer === pointer) < index;
  return shape.filter((fault, index) => !isRepeated(fault, index));
}

/** What the API adds to a data action. */
const KEYS_OF_THE_CLOUD = ['id', 'integrationId', 'version', 'selfUri', 'dateCreated', 'dateModified'];

/** Keys of the cloud's own may stand in an export, so that only one that is nearly ours is told. */
function warnOfMisspelt(json: JsonObject, faults: Faults): void {
  const known = Object.keys(exportedSchema.properties);
  const all = [...known, ...KEYS_OF_THE_CLOUD];
  for (const key of Object.keys(json).filter((one) => !all.includes(one))) {
    const meant = nearest(key, known);
    if (meant === undefined) continue;
    faults.warning(
      'UNKNOWN_SETTING',
      pointerTo('', key),
      `\`${key}\` is not known here`,
      `did you mean \`${meant}\`?`,
    );
  }
}

/** What a native author who forgot to say so needs to hear. */
function asExported(fault: Diagnostic): Diagnostic {
  if (fault.pointer === '/templates')
    return {
      ...fault,
      code: 'DATA_ACTION_DIALECT',
      message: 'There is no such language of templates',
      hint: 'write "handlebars" for JSON trees, or leave "templates" out for the Velocity texts of an export',
    };
  const isTree = /^\/config\/(request\/requestTemplate|response\/successTemplate)$/.test(fault.pointer);
  if (!isTree || fault.code !== 'WRONG_TYPE') return fault;
  return {
    ...fault,
    code: 'DATA_ACTION_DIALECT',
    message: 'The template is a JSON tree, and the definition does not say so',
    hint: 'add "templates": "handlebars", and write {{input.x}}; Velocity templates are texts',
  };
}

function compileContracts(json: JsonObject, file: string, faults: Faults) {
  const inputSchema = objectAt(json, 'contract', 'input', 'inputSchema') ?? {};
  const outputSchema = objectAt(json, 'contract', 'output', 'successSchema') ?? {};
  const input = compileContract(inputSchema, file, '/contract/input/inputSchema');
  const output = compileContract(outputSchema, file, '/contract/output/successSchema');
  faults.add(input.diagnostics);
  faults.add(output.diagnostics);
  if (input.check === undefined || output.check === undefined) return { inputSchema };
  const checks = {
    inputs: inputsOf(inputSchema),
    outputs: outputsOf(outputSchema),
    checkInput: input.check,
    checkOutput: output.check,
  };
  return { inputSchema, checks };
}

type Plans = Pick<DataAction, 'request' | 'response' | 'settings' | 'integrationType'>;

function planTrees(json: JsonObject, inputSchema: JsonObject, faults: Faults): Plans | undefined {
  const request = planRequest(json, inputSchema, faults);
  const response = planResponse(objectAt(json, 'config', 'response') ?? {}, faults);
  const integrationType = own(json, 'integrationType');
  if (request === undefined || typeof integrationType !== 'string') return undefined;
  return { request: request.plan, settings: request.settings, response, integrationType };
}

function planTexts(json: JsonObject, faults: Faults): Plans | undefined {
  const config = objectAt(json, 'config', 'request');
  if (config === undefined) return undefined;
  const integrationType = integrationTypeOf(own(json, 'integrationType'), own(config, 'requestUrlTemplate'));
  const request = planVelocityRequest(config, integrationType, faults);
  const response = planVelocityResponse(objectAt(json, 'config', 'response') ?? {}, faults);
  if (request === undefined || response === undefined) return undefined;
  return { request, settings: [], response, integrationType };
}

function described(definition: DataActionDefinition, id: string) {
  const { name, integration, secure, config } = definition;
  return {
    id,
    name,
    definition,
    ...(integration !== undefined && { integration }),
    isAuthentication: definition.actionType === 'customAuth',
    isSecure: secure === true || secure === 'true',
    idempotent: idempotenceOf(definition),
    onUnknownOutcome: definition.onUnknownOutcome ?? 'fail',
    timeoutSeconds: config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    policies: policiesOf(definition),
  } as const;
}

function messagingOfEither(definition: DataActionDefinition, plans: Plans, faults: Faults): Messaging {
  if (isNative(definition)) return messagingOf(definition, faults);
  const { request, response, integrationType } = plans;
  if (request.dialect !== 'velocity' || response.dialect !== 'velocity') return {};
  return messagingOfExport(definition, { request, response, integrationType }, faults);
}

function groundOf({ request, idempotent, isSecure, messaging }: DataAction): PolicyGround {
  return { method: request.method, idempotent, isSecure, changesSomething: changesSomething(messaging) };
}

/** Asking a register changes nothing. */
function changesSomething({ sends, consent, reachesCampaign }: Messaging): boolean {
  return sends !== undefined || reachesCampaign === true || (consent !== undefined && consent.does !== 'ask');
}

function messagingIn(definition: DataActionDefinition, plans: Plans, faults: Faults) {
  const messaging = messagingOfEither(definition, plans, faults);
  return { messaging, ...(definition.sends !== undefined && { sends: definition.sends }) };
}

function checkId(file: string, faults: Faults): void {
  const fault = faultOfId(dataActionId(file));
  const hint =
    'rename the file: letters, digits and hyphens before the first dot, such as get-contact.custom.json';
  if (fault !== undefined) faults.error('DATA_ACTION_NAME', '', fault, hint);
}

function checkNames(json: JsonObject, inputSchema: JsonObject, faults: Faults): void {
  const inputNames = Object.keys(objectAt(inputSchema, 'properties') ?? {});
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

function objectAt(json: JsonObject | undefined, ...keys: readonly string[]): JsonObject | undefined {
  let at: Json | undefined = json;
  for (const key of keys) at = isJsonObject(at) ? own(at, key) : undefined;
  return isJsonObject(at) ? at : undefined;
}
