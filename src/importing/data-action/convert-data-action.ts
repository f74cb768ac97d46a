import { compileDataAction } from '../../actions/compile-data-action.ts';
import { integrationTypeOf } from '../../actions/plan-velocity.ts';
import { toleratedExport } from '../../actions/tolerated-export.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import type { Notes } from '../notes.ts';
import { convertBody } from './convert-body.ts';
import { convertHeaders } from './convert-headers.ts';
import { convertResponse } from './convert-response.ts';
import { convertUrl } from './convert-url.ts';
import type { Converting } from './converting.ts';
import type { Differences } from './differences.ts';
import { NotConvertible } from './not-convertible.ts';

/** Only these have a body in Genesys Cloud. */
const WITH_BODY = ['POST', 'PUT', 'PATCH'];
/** What a definition may say beside its contract and configuration, and keeps. */
const KEPT = [
  ...['description', 'category', 'integration', 'sends', 'consent'],
  ...['idempotent', 'onUnknownOutcome', 'retry', 'circuitBreaker', 'cache'],
];

/**
 * The native form of an export that can be run: it makes the same requests and gives the same outputs, but for what is
 * noted in `differences`.
 *
 * @throws NotConvertible where there is no exact native form.
 */
export function convertDataAction(file: JsonObject, notes: Notes, differences: Differences): JsonObject {
  const exported = toleratedExport(file);
  const config = objectAt(exported, 'config');
  const inputSchema = objectAt(exported, 'contract', 'input', 'inputSchema');
  const successSchema = objectAt(exported, 'contract', 'output', 'successSchema');
  refuseAuthentication(exported);
  const converting: Converting = { inputSchema, notes, differences };
  const integrationType = integrationTypeOf(
    own(exported, 'integrationType'),
    own(objectAt(config, 'request'), 'requestUrlTemplate'),
  );
  const kept = KEPT.flatMap((key): [string, Json][] => {
    const value = own(exported, key);
    return value === undefined || value === null ? [] : [[key, value]];
  });
  const definition: JsonObject = {
    name: own(exported, 'name') ?? '',
    integrationType,
    ...(own(exported, 'actionType') === 'custom' && { actionType: 'custom' }),
    templates: 'handlebars',
    ...(['true', true].includes(own(exported, 'secure') as string | boolean) && { secure: true }),
    ...Object.fromEntries(kept),
    contract: { input: { inputSchema }, output: { successSchema } },
    config: convertConfig(config, integrationType, converting),
  };
  check(definition, notes);
  return definition;
}

function convertConfig(config: JsonObject, integrationType: string, converting: Converting): JsonObject {
  const request = convertRequest(objectAt(config, 'request'), integrationType, converting);
  const response = convertResponse(objectAt(config, 'response'), converting);
  const timeoutSeconds = own(config, 'timeoutSeconds');
  return {
    request,
    ...(response !== undefined && { response }),
    ...(typeof timeoutSeconds === 'number' && { timeoutSeconds }),
  };
}

function convertRequest(request: JsonObject, integrationType: string, converting: Converting): JsonObject {
  const method = String(own(request, 'requestType'));
  const body = own(request, 'requestTemplate');
  const text =
    WITH_BODY.includes(method) && typeof body === 'string' && body.trim() !== '' ? body : undefined;
  const isPlatform = integrationType === 'purecloud-data-actions';
  const url = within('/config/request/requestUrlTemplate', () =>
    convertUrl(String(own(request, 'requestUrlTemplate')), converting),
  );
  const headers = convertHeaders(
    own(request, 'headers'),
    { hasBody: text !== undefined, isPlatform },
    converting,
  );
  return {
    requestType: method,
    requestUrlTemplate: url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(text !== undefined && {
      requestTemplate: within('/config/request/requestTemplate', () => convertBody(text, converting)),
    }),
  };
}

function within<T>(pointer: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof NotConvertible ? error.at(pointer) : error;
  }
}

function refuseAuthentication(exported: JsonObject): void {
  const type = own(exported, 'actionType');
  if (type !== 'customAuth') return;
  throw new NotConvertible('native definitions do not ask for credentials', type, '/actionType');
}

/** Its own check warns of what is left; what no part above has found keeps it from being converted. */
function check(definition: JsonObject, notes: Notes): void {
  const { diagnostics } = compileDataAction(definition, 'converted.data-action.json');
  const fault = diagnostics.find(({ severity }) => severity === 'error');
  if (fault !== undefined)
    throw new NotConvertible(`${fault.message}; ${fault.hint ?? ''}`, undefined, fault.pointer);
  for (const { severity, pointer, code, message, hint } of diagnostics)
    notes.add(severity, pointer, code, message, hint);
}

function objectAt(json: JsonObject, ...keys: readonly string[]): JsonObject {
  let at: Json | undefined = json;
  for (const key of keys) at = isJsonObject(at) ? own(at, key) : undefined;
  return isJsonObject(at) ? at : {};
}
