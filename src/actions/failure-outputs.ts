import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';

/**
 * What a data action gives on its failure path, under the names Architect uses. `status` is the HTTP status; the names
 * with a dot are collections of equal length.
 */
export type FailureOutputs = {
  readonly errorCode: string;
  readonly userMessage: string;
  readonly status?: number;
  readonly correlationId?: string;
  readonly entityId?: string;
  readonly entityName?: string;
  readonly userParamsMessage?: string;
  readonly 'userParams.key'?: readonly string[];
  readonly 'userParams.value'?: readonly string[];
  readonly 'details.errorCode'?: readonly string[];
  readonly 'details.fieldName'?: readonly string[];
  readonly 'details.entityId'?: readonly string[];
  readonly 'details.entityName'?: readonly string[];
};

/** Failure outputs of Attendant's own making: a stable code and a sentence without any value of the caller. */
export function failureOf(errorCode: string, userMessage: string, status?: number): FailureOutputs {
  return { errorCode, userMessage, ...(status !== undefined && { status }) };
}

/**
 * Failure outputs read from an answer outside 2xx. The fields of Genesys Cloud's error body are taken when they are
 * there; else the code is `http.<status>`.
 */
export function failureOfAnswer(
  status: number,
  correlationId: string | undefined,
  body: Json | undefined,
): FailureOutputs {
  const error: JsonObject = isJsonObject(body) ? body : {};
  const correlation = correlationId ?? textOf(error, 'contextId');
  return {
    errorCode: textOf(error, 'code') ?? `http.${status}`,
    status,
    userMessage: textOf(error, 'message') ?? `The service answered with status ${status}`,
    ...(correlation !== undefined && { correlationId: correlation }),
    ...texts(error, {
      entityId: 'entityId',
      entityName: 'entityName',
      messageWithParams: 'userParamsMessage',
    }),
    ...paramsOf(own(error, 'messageParams')),
    ...detailsOf(own(error, 'details')),
  };
}

function texts(
  error: JsonObject,
  names: { readonly [from: string]: keyof FailureOutputs },
): Partial<FailureOutputs> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) => {
      const text = textOf(error, from);
      return text === undefined ? [] : [[to, text]];
    }),
  );
}

function paramsOf(params: Json | undefined): Partial<FailureOutputs> {
  if (!isJsonObject(params)) return {};
  const entries = Object.entries(params);
  if (entries.length === 0) return {};
  return {
    'userParams.key': entries.map(([key]) => key),
    'userParams.value': entries.map(([, value]) => String(value)),
  };
}

function detailsOf(details: Json | undefined): Partial<FailureOutputs> {
  if (!Array.isArray(details)) return {};
  const entries = details.filter((detail: Json) => isJsonObject(detail));
  if (entries.length === 0) return {};
  const column = (name: string) => entries.map((detail) => textOf(detail, name) ?? '');
  return {
    'details.errorCode': column('errorCode'),
    'details.fieldName': column('fieldName'),
    'details.entityId': column('entityId'),
    'details.entityName': column('entityName'),
  };
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
