import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { renderRequest } from '../../src/actions/render-request.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

const TEXT = { type: 'string' };

/** An export as Genesys Cloud writes it; what a test is about is given. */
function exported(parts: {
  readonly type?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: JsonObject;
  readonly body?: string;
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  readonly map?: JsonObject;
  readonly defaults?: JsonObject;
  readonly template?: string;
}): JsonObject {
  return {
    name: 'An export',
    integrationType: parts.type ?? 'purecloud-data-actions',
    actionType: 'custom',
    config: {
      request: {
        requestUrlTemplate: parts.url ?? '/api/v2/things',
        requestType: parts.method ?? 'POST',
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
      input: { inputSchema: { type: 'object', properties: parts.inputs ?? { x: TEXT } } },
      output: {
        successSchema: { type: 'object', properties: parts.outputs ?? {}, additionalProperties: true },
      },
    },
    secure: false,
  };
}

function compiled(definition: JsonObject): DataAction {
  const { dataAction, diagnostics } = compileDataAction(definition, 'data-actions/an-export.custom.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return dataAction;
}

function render(definition: JsonObject, input: JsonObject, secrets: JsonObject = {}) {
  return renderRequest(compiled(definition), {
    input,
    settings: {},
    credentials: secrets as { [name: string]: string },
    authResponse: secrets,
  });
}

function read(definition: JsonObject, body: Json) {
  return readResponse(compiled(definition), { status: 200, headers: {}, body: JSON.stringify(body) });
}

function bodyOf(definition: JsonObject, input: JsonObject): string | undefined {
  const rendered = render(definition, input);
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.failure));
  return rendered.request.body;
}

describe('D2 requests of exports', () => {
  it('D2 sends the whole input for rawRequest', () => {
    expect(bodyOf(exported({}), { x: 'a "b"' })).toBe('{"x":"a \\"b\\""}');
  });

  it('D2 finds names whatever their case', () => {
    const definition = exported({
      method: 'GET',
      url: '/api/v2/conversations/$Input.conversationid/tags/${INPUT.Tag}',
      inputs: { conversationId: TEXT, tag: TEXT },
    });
    expect(render(definition, { conversationId: 'c1', tag: 'vip' })).toMatchObject({
      ok: true,
      request: { method: 'GET', url: '/api/v2/conversations/c1/tags/vip' },
    });
  });

  it('D2 prints the reference where there is no value, and nothing in silence', () => {
    const definition = exported({ body: '{"a": "${input.x}", "b": "$!{input.x}"}' });
    expect(bodyOf(definition, {})).toBe('{"a": "${input.x}", "b": ""}');
  });

  it('D2 sends no body with GET and DELETE', () => {
    for (const method of ['GET', 'DELETE']) expect(bodyOf(exported({ method }), { x: 'a' })).toBeUndefined();
  });

  it('D2 writes what a condition allows', () => {
    const body = '{\n"a": 1\n#if("$!{input.x}" != "")\n,"x": "$!{input.x}"\n#end\n}';
    expect(JSON.parse(bodyOf(exported({ body }), {}) ?? '')).toEqual({ a: 1 });
    expect(JSON.parse(bodyOf(exported({ body }), { x: 'y' }) ?? '')).toEqual({ a: 1, x: 'y' });
  });

  it('D2 sends forms as they are written', () => {
    const definition = exported({
      type: 'custom-rest-actions',
      url: 'https://login.example.com/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'scope=$esc.url(${input.x})&grant_type=client_credentials',
    });
    expect(bodyOf(definition, { x: 'a b&c' })).toBe('scope=a+b%26c&grant_type=client_credentials');
  });

  it('D8 masks credentials in what people see', () => {
    const definition = exported({
      type: 'custom-rest-actions',
      url: 'https://crm.example.com/x',
      headers: { Authorization: 'Basic $encoding.base64("${credentials.id}:${credentials.key}")' },
    });
    const rendered = render(definition, { x: 'a' }, { id: 'me', key: 'hush-hush' });
    expect(rendered).toMatchObject({
      request: {
        headers: { Authorization: `Basic ${Buffer.from('me:hush-hush').toString('base64')}` },
        shown: { headers: { Authorization: 'Basic ••••' } },
      },
    });
  });
});

describe('D2 exports that passed through other programs', () => {
  it('D2 takes null for absent, and numbers for texts, where the cloud does', () => {
    const { config, ...rest } = exported({ outputs: { a: { type: 'number' } } });
    const { request } = config as { readonly request: JsonObject };
    const definition = {
      ...rest,
      category: null,
      config: {
        request: { ...request, headers: { 'X-Retry': 1, 'X-None': null } },
        response: {
          translationMap: { a: '$.a' },
          translationMapDefaults: { a: 0, b: null },
          successTemplate: '{"a": ${a}}',
        },
        timeoutSeconds: null,
      },
    };
    expect(render(definition, { x: 'a' })).toMatchObject({ request: { headers: { 'X-Retry': '1' } } });
    expect(read(definition, {})).toMatchObject({ ok: true, outputs: { a: 0 } });
    const bare = {
      ...rest,
      config: { request: { ...request, headers: null, requestTemplate: null }, response: null },
    };
    expect(render(bare, { x: 'a' })).toMatchObject({ ok: true });
  });

  it('D2 leaves out headers that the connection sets, and warns of each', () => {
    const headers = {
      Host: 'api.example.com',
      Connection: 'keep-alive',
      'Idempotency-Key': 'a1',
      Cookie: 'id=${input.x}',
      Accept: 'application/json',
    };
    const definition = exported({ type: 'custom-rest-actions', url: 'https://api.example.com/x', headers });
    const { diagnostics } = compileDataAction(definition, 'a.json');
    expect(
      diagnostics.map(({ code, severity, pointer }) => [code, severity, pointer.split('/').at(-1)]),
    ).toEqual([
      ['HEADER', 'warning', 'Host'],
      ['HEADER', 'warning', 'Connection'],
      ['HEADER', 'warning', 'Idempotency-Key'],
    ]);
    expect(render(definition, { x: 'a' })).toMatchObject({
      request: {
        headers: { Cookie: 'id=a', Accept: 'application/json', 'Content-Type': 'application/json' },
      },
    });
    expect(render(definition, { x: 'a; admin=1' })).toMatchObject({
      failure: { errorCode: 'request.value', userMessage: expect.stringContaining('a semicolon') },
    });
  });

  it('D2 says once what is wrong with a value that may have several shapes', () => {
    const { config, ...rest } = exported({});
    const definition = { ...rest, config: { ...(config as JsonObject), timeoutSeconds: 90 } };
    const { diagnostics } = compileDataAction(definition, 'a.json');
    expect(diagnostics.map(({ message }) => message)).toEqual(['`timeoutSeconds` must be <= 60']);
  });

  it.each(['https://<your-host>/x', 'https://{{HOST}}.example.com/x', 'https://[YOUR HOST]/x', '{URL}/x'])(
    'D2 says that %s is not filled in',
    (url) => {
      const { diagnostics } = compileDataAction(exported({ type: 'custom-rest-actions', url }), 'a.json');
      expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
        ['URL', `\`${url}\` stands for an address that is not filled in`],
      ]);
    },
  );

  it('D2 takes the system parameters of OData for text', () => {
    const url = '/api/data/v9.1/contacts?$select=name&$filter=id eq ${input.x}';
    const definition = exported({ type: 'microsoft-dynamics-data-actions', method: 'GET', url });
    expect(render(definition, { x: '7' })).toMatchObject({
      request: { url: '/api/data/v9.1/contacts?$select=name&$filter=id%20eq%207' },
    });
    const missing = exported({ method: 'GET', url: '#set($id = $input.x)/api/v2/users/$id' });
    expect(render(missing, {})).toMatchObject({ failure: { errorCode: 'input.missing' } });
  });
});

describe('D7 values of exports stay in their place', () => {
  const refused: readonly (readonly [string, JsonObject, JsonObject])[] = [
    ['a quotation mark in a text', { body: '{"a": "${input.x}"}' }, { x: '","admin":"yes' }],
    ['a backslash at the end of a text', { body: '{"a": "${input.x}", "b": ""}' }, { x: 'x\\' }],
    ['a second value', { body: '{"a": ${input.x}}' }, { x: '1, "admin": true' }],
    ['a slash in a path', { url: '/api/v2/users/${input.x}/roles' }, { x: 'a/b' }],
    ['two dots as a path', { url: '/api/v2/users/${input.x}/roles' }, { x: '%2e%2E' }],
    ['a further parameter', { url: '/api/v2/users?name=${input.x}' }, { x: 'a&b=c' }],
    ['a line break in a header', { headers: { 'X-A': '${input.x}' } }, { x: 'a\r\nX-B: c' }],
  ];
  it.each(refused)('D7 refuses %s', (_what, parts, input) => {
    const rendered = render(exported(parts), input);
    expect(rendered).toMatchObject({ ok: false, failure: { errorCode: 'request.value' } });
    if (!rendered.ok) expect(rendered.failure.userMessage).not.toContain(String(input['x']));
  });

  it('D7 lets escaped values be', () => {
    const definition = exported({
      url: '/api/v2/users/$esc.uriEncode(${input.x})?q=$esc.url(${input.x})',
      body: '{"a": "$esc.jsonString(${input.x})"}',
    });
    const rendered = render(definition, { x: '"/&\\' });
    expect(rendered).toMatchObject({
      ok: true,
      request: { url: '/api/v2/users/%22%2F%26%5C?q=%22%2F%26%5C', body: '{"a": "\\"/&\\\\"}' },
    });
  });
});

describe('D2 answers of exports', () => {
  it('D2 gives the answer for rawResult', () => {
    expect(read(exported({ outputs: { id: TEXT } }), { id: 'a', more: 1 })).toMatchObject({
      ok: true,
      outputs: { id: 'a' },
    });
  });

  it('D2 enters values as JSON', () => {
    const definition = exported({
      map: { name: '$.user.name', tags: '$.tags', n: '$.tags.size()' },
      template: '{"name": ${name}, "tags": ${tags}, "n": ${n}}',
      outputs: { name: TEXT, tags: { type: 'array', items: TEXT }, n: { type: 'integer' } },
    });
    expect(read(definition, { user: { name: 'A "B"' }, tags: ['x', 'y'] })).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { name: 'A "B"', tags: ['x', 'y'], n: 2 },
    });
  });

  it('D5 takes the text of a default for a path without a value', () => {
    const definition = exported({
      map: { name: '$.name' },
      defaults: { name: '"nobody"' },
      template: '{"name": ${name}}',
      outputs: { name: TEXT },
    });
    expect(read(definition, {})).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { name: 'nobody' },
    });
    expect(read(definition, { name: null })).toMatchObject({
      ok: false,
      failure: { errorCode: 'output.contract' },
    });
  });

  it('D2 takes the first of an array', () => {
    const definition = exported({
      map: { ids: "$.participants[?(@.purpose=='agent')].id" },
      template: '{"id": ${successTemplateUtils.firstFromArray("${ids}", "$esc.quote$esc.quote")}}',
      outputs: { id: TEXT },
    });
    const participants = [{ purpose: 'agent', id: 'a1' }];
    expect(read(definition, { participants })).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { id: 'a1' },
    });
    expect(read(definition, { participants: [] })).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { id: '' },
    });
  });

  it('D2 fails where a name found nothing and printed itself', () => {
    const definition = exported({ map: { name: '$.name' }, template: '{"name": ${name}}', outputs: {} });
    expect(read(definition, {})).toMatchObject({ ok: false, failure: { errorCode: 'output.notJson' } });
  });

  it('D2 takes no notice of what its author wrote after the output', () => {
    const definition = exported({ map: { a: '$.a' }, template: '{"a": ${a}}}', outputs: { a: TEXT } });
    expect(read(definition, { a: 'x' })).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { a: 'x' },
    });
  });
});

describe('D2 faults of exports', () => {
  it('R10 tells line and character of a template that cannot be run', () => {
    const { diagnostics } = compileDataAction(
      exported({ body: '{\n  "a": "$input.x.class.forName(\'a\')" }' }),
      'a.custom.json',
    );
    expect(diagnostics).toMatchObject([
      { code: 'VELOCITY', severity: 'error', pointer: '/config/request/requestTemplate' },
    ]);
    expect(diagnostics[0]?.message).toContain('line 2, character');
  });

  it('R10 tells of a key that is nearly one of ours, and lets those of the cloud be', () => {
    const definition = { ...exported({}), circutBreaker: { failures: 3 }, version: 7, selfUri: '/x' };
    const { diagnostics } = compileDataAction(definition, 'a.custom.json');
    expect(diagnostics.filter(({ code }) => code === 'UNKNOWN_SETTING')).toMatchObject([
      { severity: 'warning', pointer: '/circutBreaker', hint: 'did you mean `circuitBreaker`?' },
    ]);
  });

  it('R10 tells a native author what is missing', () => {
    const definition = exported({});
    const config = { request: { requestType: 'POST', requestUrlTemplate: '/x', requestTemplate: { a: 1 } } };
    const { diagnostics } = compileDataAction({ ...definition, config }, 'a.data-action.json');
    expect(diagnostics).toMatchObject([{ code: 'DATA_ACTION_DIALECT' }]);
    expect(diagnostics[0]?.hint).toContain('"templates": "handlebars"');
  });
});
