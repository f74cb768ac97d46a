import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { importDataActions } from '../../src/importing/data-action/import-data-actions.ts';

/** What a sample export is about; the rest is as Genesys Cloud writes it. */
export interface Parts {
  readonly top?: JsonObject;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: JsonObject;
  readonly body?: string;
  /** Names and types of inputs; a `!` behind the name requires it. */
  readonly inputs?: { readonly [name: string]: Json };
  readonly map?: JsonObject;
  readonly defaults?: JsonObject;
  readonly template?: string;
}

/** An export. */
export function exported({ top, method = 'POST', url = '/api/v2/things', ...parts }: Parts): JsonObject {
  const inputs = Object.entries(parts.inputs ?? {});
  const plain = (name: string) => name.replace('!', '');
  return {
    name: 'Add Note',
    integrationType: 'purecloud-data-actions',
    actionType: 'custom',
    config: {
      request: {
        requestUrlTemplate: url,
        requestType: method,
        headers: parts.headers ?? {},
        requestTemplate: parts.body ?? '${input.rawRequest}',
      },
      response: {
        translationMap: parts.map ?? {},
        translationMapDefaults: parts.defaults ?? {},
        successTemplate: parts.template ?? '${rawResult}',
      },
    },
    contract: {
      input: {
        inputSchema: {
          $schema: 'http://json-schema.org/draft-04/schema#',
          type: 'object',
          required: inputs.filter(([name]) => name.endsWith('!')).map(([name]) => plain(name)),
          properties: Object.fromEntries(inputs.map(([name, type]) => [plain(name), { type }])),
        },
      },
      output: { successSchema: { type: 'object', properties: {}, additionalProperties: true } },
    },
    secure: false,
    ...top,
  };
}

/** One export, imported: its native form when it has one, and the notes as `CODE message`. */
export function imported(json: JsonObject, file = 'Add-Note.custom.json') {
  const { files, notes } = importDataActions([
    { file, text: JSON.stringify(json), json, locate: () => undefined },
  ]);
  const content = files[0]?.content;
  return {
    path: files[0]?.path,
    native: typeof content === 'object' ? content : undefined,
    notes: notes.map(({ code, message }) => `${code} ${message}`),
  };
}
