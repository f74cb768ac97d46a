import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { renderRequest } from '../../src/actions/render-request.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { exported, imported, type Parts } from './data-action-samples.ts';

const FIRST = (rest: string) => `\${successTemplateUtils.firstFromArray(${rest})}`;

/** Definitions of the shapes in use; converted, they must do the same. */
const DEFINITIONS: { readonly [what: string]: Parts } = {
  'a message': {
    url: '/api/v2/conversations/messages/agentless',
    headers: { UserAgent: 'A/1', 'Content-Type': 'application/json' },
    body: '{\n "fromAddress": "${input.from}", "textBody": "$esc.jsonString(${input.text})", "urgent": ${input.urgent}\n}',
    inputs: { 'from!': 'string', 'text!': 'string', 'urgent!': 'boolean' },
    map: { id: '$.id' },
    defaults: { id: '"none"' },
    template: '{"messageId": ${id}}',
  },
  'a search': {
    method: 'GET',
    url: '/api/v2/things/$esc.uriEncode(${input.from})?q=$esc.url(${input.text})&page=${input.page}',
    inputs: { 'from!': 'string', 'text!': 'string', 'page!': 'integer' },
    map: { ids: '$.items[*].id', count: '$.items.size()', name: '$.items[0].name' },
    defaults: { ids: '[]', count: '0', name: 'null' },
    template: `{"ids": \${ids}, "count": \${count}, "name": \${name}, "first": ${FIRST('"${ids}", "$esc.quote$esc.quote"')}}`,
  },
  'the input as it is': {
    body: '${input.rawRequest}',
    inputs: { from: 'string', text: 'string', page: 'integer', urgent: 'boolean' },
  },
  'optional members': {
    url: '/x',
    method: 'PATCH',
    headers: { 'X-From': 'f ${input.from}' },
    body: '{"state": "on"\n#if("$!{input.page}" != ""), "page": $!{input.page}\n#end\n, "in": {"on": true#if("$!{input.extra}" != ""), "extra": $!{input.extra}#end}, "l": [1, "a $!{input.more}"]}',
    inputs: { 'from!': 'string', page: 'integer', extra: 'integer', 'more!': 'string' },
    map: { all: '$' },
    template: '${all}',
  },
};

const TEXTS = [
  'plain',
  'a b',
  'it\'s "q"',
  'back\\slash',
  'ä ü 🙂',
  '{{input.text}} ${x} #if',
  'a&b=c;d',
  'line\nbreak',
  'null',
  '[1]',
];
const FULL: JsonObject = { from: 'f1', text: 't', page: 2, extra: 3, urgent: false, more: 'm' };

function compiled(json: JsonObject | undefined): DataAction {
  const { dataAction, diagnostics } = compileDataAction(json ?? null, 'a.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

function pair(parts: Parts): readonly [DataAction, DataAction] {
  const json = exported(parts);
  return [compiled(json), compiled(imported(json).native)];
}

/** A request with what may differ in writing made equal. */
function request(dataAction: DataAction, input: JsonObject) {
  const rendered = renderRequest(dataAction, { input, settings: {} });
  if (!rendered.ok) return rendered.failure.errorCode;
  const { method, url, headers, body } = rendered.request;
  const [path = '', query = ''] = url.split('?');
  return {
    method,
    url: [decodeURIComponent(path), decodeURIComponent(query.replaceAll('+', ' '))],
    headers: Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`),
    body: body === undefined ? undefined : (JSON.parse(body) as Json),
  };
}

function inputsFor(dataAction: DataAction): readonly JsonObject[] {
  const names = dataAction.inputs.map(({ name }) => name);
  const full = Object.fromEntries(Object.entries(FULL).filter(([name]) => names.includes(name)));
  const optional = dataAction.inputs.filter(({ isRequired }) => !isRequired).map(({ name }) => name);
  const without = [...optional.map((name) => [name]), optional].map((gone) =>
    Object.fromEntries(Object.entries(full).filter(([name]) => !gone.includes(name))),
  );
  const texts = dataAction.inputs.filter(({ type }) => type === 'string').map(({ name }) => name);
  const changed = texts.flatMap((name) => TEXTS.map((text) => ({ ...full, [name]: text })));
  return [full, ...without, ...changed];
}

describe('a converted data action', () => {
  it.each(Object.entries(DEFINITIONS))('D2 D7 makes the same request: %s', (_what, parts) => {
    const [velocity, native] = pair(parts);
    for (const input of inputsFor(velocity)) {
      const sent = request(velocity, input);
      // What a value would break is refused by the export; a tree keeps it in its place.
      if (sent !== 'request.value') expect(request(native, input)).toEqual(sent);
    }
  });

  it.each(Object.entries(DEFINITIONS))('D5 gives the same outputs: %s', (_what, parts) => {
    const [velocity, native] = pair(parts);
    const bodies: readonly Json[] = [
      { id: 'm1', items: [{ id: 'a', name: 'A' }, { id: 'b' }] },
      { id: null, items: [{ id: null, name: null }] },
      { items: [] },
      { items: 'none' },
      {},
      [],
      { id: { deep: ['"', '\\', '🙂'] }, items: [[1], 2] },
    ];
    for (const body of bodies) {
      const answer = { status: 200, headers: {}, body: JSON.stringify(body) };
      expect(readResponse(native, answer)).toEqual(readResponse(velocity, answer));
    }
  });

  it('takes values that an export would break on', () => {
    const [velocity, native] = pair({ body: '{"a": "${input.a}"}', inputs: { 'a!': 'string' } });
    const input = { a: '", "b": "' };
    expect(request(velocity, input)).toBe('request.value');
    expect(request(native, input)).toMatchObject({ body: input });
  });
});
