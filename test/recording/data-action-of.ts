import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { HttpClient, HttpResult } from '../../src/ports.ts';

/** A data action that looks up a customer; `changes` replaces keys of its definition. */
export function dataActionOf(
  changes: { readonly [key: string]: Json } = {},
  config: JsonObject = {},
  id = 'look-up',
): DataAction {
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'Look up',
      integrationType: 'custom-rest-actions',
      templates: 'handlebars',
      contract: {
        input: { inputSchema: { type: 'object', properties: { phone: { type: 'string' } } } },
        output: {
          successSchema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
        },
      },
      config: {
        request: {
          requestType: 'GET',
          requestUrlTemplate: 'https://crm.example.com/customers/{{input.phone}}',
        },
        response: { translationMap: { id: '$.id' }, successTemplate: { id: '{{id}}' } },
        ...config,
      },
      ...changes,
    },
    `${id}.data-action.json`,
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

/** A client that gives answers in order, and keeps what was asked. */
export function answering(...results: readonly HttpResult[]): HttpClient {
  let at = 0;
  return {
    send: async () => results[at++] ?? { ok: false, failure: 'unreachable', message: 'no more answers' },
    close: async () => {},
  };
}

/** An answer with a JSON body. */
export function jsonAnswer(
  body: Json,
  status = 200,
  headers: { readonly [name: string]: string } = {},
): HttpResult {
  return { ok: true, response: { status, headers, body: JSON.stringify(body) } };
}
