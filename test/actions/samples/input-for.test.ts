import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../../src/actions/compile-data-action.ts';
import { renderRequest } from '../../../src/actions/render-request.ts';
import { inputFor } from '../../../src/actions/samples/input-for.ts';
import { sampleSecrets } from '../../../src/actions/samples/sample-secrets.ts';
import type { JsonObject } from '../../../src/authoring/json.ts';

const TEXT = { type: 'string' };

function compiled(request: JsonObject, properties: JsonObject, integrationType = 'purecloud-data-actions') {
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'An export',
      integrationType,
      actionType: 'custom',
      contract: {
        input: { inputSchema: { type: 'object', properties } },
        output: { successSchema: { type: 'object', properties: {} } },
      },
      config: { request: { requestType: 'POST', requestUrlTemplate: '/api/v2/things', ...request } },
    },
    'an-export.custom.json',
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

describe('inputFor', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['{"a": "${input.a}"}', { a: TEXT }, { a: 'a' }],
    ['{"attributes": ${input.attributes}}', { attributes: TEXT }, { attributes: '{"key":"value"}' }],
    ['{"ids": [${input.id}]}', { id: TEXT }, { id: '"6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11"' }],
    ['{"inputData": {${input.more}}}', { more: TEXT }, { more: '"key": "value"' }],
    [
      '{"skillIds": ${input.skillIds}}',
      { skillIds: TEXT },
      { skillIds: '["6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11"]' },
    ],
    ['{"priority": ${input.priority}}', { priority: TEXT }, { priority: '1' }],
    ['{"name": ${input.name}}', { name: TEXT }, { name: '"name"' }],
    ['${input.body}', { body: TEXT }, { body: '{"key":"value"}' }],
    ['${input.rawRequest}', { a: TEXT, n: { type: 'integer' } }, { a: 'a', n: 1 }],
  ])('D7 gives %s what its places take', (requestTemplate, properties, expected) => {
    const dataAction = compiled({ requestTemplate }, properties);
    const input = inputFor(dataAction);
    expect(input).toEqual(expected);
    expect(renderRequest(dataAction, { input, settings: {} }).ok).toBe(true);
  });

  it.each([
    ['${input.who.split(" ").get(2)}', 'who', 'Ada King Lovelace'],
    ['$input.ref.substring(0, 11)', 'ref', '+13175550123'],
  ])('gives %s a text with parts', (reference, name, expected) => {
    const dataAction = compiled({ requestTemplate: `{"a": "${reference}"}` }, { [name]: TEXT });
    expect(inputFor(dataAction)).toEqual({ [name]: expected });
  });

  it('adds what the URL reads and the contract allows without a name', () => {
    const requestUrlTemplate = '/api/v2/users/${input.userId}?x=$!{input.more}';
    expect(inputFor(compiled({ requestUrlTemplate }, { a: TEXT }))).toEqual({
      a: 'a',
      userId: '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11',
    });
  });

  it('keeps to the contract', () => {
    const dataAction = compiled(
      { requestTemplate: '{"a": ${input.a}}' },
      { a: { type: 'string', enum: ['x'] } },
    );
    expect(inputFor(dataAction)).toEqual({ a: 'x' });
  });
});

describe('sampleSecrets', () => {
  it('D8 makes up what templates read of an integration', () => {
    const request = {
      requestUrlTemplate: '${credentials.loginUrl}/token',
      headers: { Authorization: 'Bearer ${authResponse.data.token}' },
      requestTemplate: '{"id": "${credentials.clientId}"}',
    };
    const secrets = sampleSecrets(compiled(request, {}, 'custom-rest-actions'));
    expect(secrets).toEqual({
      credentials: {
        loginUrl: 'https://api.example.com',
        clientId: '6f1c1f6e-0b7a-4b1d-9d53-0a4f6f0f3b11',
      },
      authResponse: { data: { token: 'token' } },
    });
  });
});
