import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { exported, imported, type Parts } from './data-action-samples.ts';

function native(parts: Parts): JsonObject {
  const { native, notes } = imported(exported(parts));
  if (native === undefined) throw new Error(notes.join('\n'));
  return native;
}

function request(parts: Parts): JsonObject {
  const { config } = native(parts) as { readonly config: { readonly request: JsonObject } };
  return config.request;
}

function response(parts: Parts): Json | undefined {
  const { config } = native(parts) as { readonly config: { readonly response?: Json } };
  return config.response;
}

describe('importing a data action', () => {
  it('D2 writes its native form, with its contract as it is', () => {
    const json = exported({ url: '/api/v2/notes/${input.id}', inputs: { 'id!': 'string' } });
    expect(imported(json).native).toEqual({
      name: 'Add Note',
      integrationType: 'purecloud-data-actions',
      actionType: 'custom',
      templates: 'handlebars',
      contract: json['contract'],
      config: {
        request: {
          requestType: 'POST',
          requestUrlTemplate: '/api/v2/notes/{{input.id}}',
          requestTemplate: '{{input}}',
        },
      },
    });
  });

  it.each([
    ['a type that is left out, from a path', {}, '/a', 'purecloud-data-actions'],
    [
      'a type that is null, from an address',
      { integrationType: null },
      'https://a.example/b',
      'custom-rest-actions',
    ],
  ])('D2 tells %s', (_what, top, url, type) => {
    const { integrationType: _, ...rest } = exported({ url });
    expect(imported({ ...rest, ...top }).native?.['integrationType']).toBe(type);
  });

  it('D2 reads numbers and null as the cloud does', () => {
    const json = exported({ top: { actionType: 'static' } });
    const { request } = json['config'] as { readonly request: JsonObject };
    const config = {
      request: { ...request, headers: { 'X-Retry': 1 } },
      response: {
        translationMap: { a: '$.a' },
        translationMapDefaults: { a: 0 },
        successTemplate: '{"a": ${a}}',
      },
    };
    expect(imported({ ...json, config }).native).toMatchObject({
      config: { request: { headers: { 'X-Retry': '1' } }, response: { translationMapDefaults: { a: 0 } } },
    });
    const none = { request: { ...request, headers: null, requestTemplate: null }, response: null };
    expect(imported({ ...json, config: none }).native).toMatchObject({
      config: { request: { requestType: 'POST' } },
    });
  });

  it('takes `secure` as a text, the time-out, and what Attendant adds', () => {
    const top = { secure: 'true', category: 'Notes', retry: { attempts: 2 }, id: 'x', version: 3 };
    const json = exported({ top, method: 'GET' });
    const config = json['config'] as JsonObject;
    const { native } = imported({ ...json, config: { ...config, timeoutSeconds: 5 } });
    expect(native).toMatchObject({ secure: true, category: 'Notes', retry: { attempts: 2 } });
    expect(native).toMatchObject({ config: { timeoutSeconds: 5 } });
    expect(Object.keys(native ?? {})).not.toContain('version');
  });

  it('takes the Action of the platform API', () => {
    const json = exported({});
    const contract = {
      input: { inputSchema: { type: 'object' }, inputSchemaFlattened: {} },
      output: { successSchema: { type: 'object' }, errorSchema: {} },
    };
    const found = imported(
      { ...json, id: 'custom_-_1', integrationId: 'i', selfUri: '/x', contract },
      'action.json',
    );
    expect(found.native?.['contract']).toEqual({
      input: { inputSchema: { type: 'object' } },
      output: { successSchema: { type: 'object' } },
    });
  });

  const INPUTS = { 'a!': 'string', 'b!': 'string', n: 'integer', list: 'array' };

  it.each([
    ['/x/${input.a}', '/x/{{input.a}}'],
    ['/x/$INPUT.A', '/x/{{input.a}}'],
    ['/x/$esc.uriEncode(${input.a})?q=$esc.url($input.b)', '/x/{{input.a}}?q={{input.b}}'],
    ['/x?q=$esc.url("b eq ${input.b}")&${esc.dollar}top=1', '/x?q=b+eq+{{input.b}}&$top=1'],
    ['/x?a=1\n  &b=ä b ', '/x?a=1&b=%C3%A4%20b'],
    ['/x?q={{input.a}}', '/x?q=%7B%7Binput.a%7D%7D'],
  ])('writes the URL %s with braces', (url, expected) => {
    expect(request({ url, inputs: INPUTS })['requestUrlTemplate']).toBe(expected);
  });

  it.each<[string, Json]>([
    [
      '{"t": "${input.a}", "n": ${input.n}, "l": ${input.list}}',
      { t: '{{input.a}}', n: '{{input.n}}', l: '{{input.list}}' },
    ],
    [
      '{"t": "$esc.jsonString(${input.a}) and $esc.jsonEncode($input.b)!"}',
      { t: '{{input.a}} and {{input.b}}!' },
    ],
    ['{"t": "$esc.jsonString("say \'${input.a}\'\n")"}', { t: "say '{{input.a}}'\n" }],
    [
      '{"all": ${input.rawRequest}, "x": [1, true, null, "ü\\n"]}',
      { all: '{{input}}', x: [1, true, null, 'ü\n'] },
    ],
    ['{"cost": "${esc.dollar}5", ${esc.quote}k$esc.q: "v"}', { cost: '$5', k: 'v' }],
    ['[ "${input.a}" ]', ['{{input.a}}']],
    ['{"t": "${input.a}}", "u": "{{x}} ${input.b}"}', { t: '{{input.a}}{{!}}}', u: '\\{{x}} {{input.b}}' }],
    [
      '{"t": "${input.a}"\n#if("$!{input.n}" != "")\n, "n": $!{input.n}\n#end\n#if($input.list), "l": $input.list#end}',
      { t: '{{input.a}}', n: '{{input.n}}', l: '{{input.list}}' },
    ],
  ])('writes the body %s as a tree', (body, expected) => {
    expect(request({ body, inputs: INPUTS })['requestTemplate']).toEqual(expected);
  });

  it('leaves out a body that is not sent, and headers that are not', () => {
    const headers = {
      UserAgent: 'A/1',
      'Content-Type': 'text/plain',
      'Transfer-Encoding': 'buffered',
      X: '${input.a} b ',
    };
    const parts = { method: 'GET', headers, body: '{"not": JSON}', inputs: INPUTS };
    expect(request(parts)).toEqual({
      requestType: 'GET',
      requestUrlTemplate: '/api/v2/things',
      headers: { UserAgent: 'A/1', X: '{{input.a}} b' },
    });
    expect(imported(exported(parts)).notes.filter((note) => note.startsWith('IMPORT_'))).toEqual([
      'IMPORT_IGNORED the header `Content-Type` was left out: a request without a body has no format',
    ]);
  });

  it.each<[string, Parts, Json | undefined]>([
    ['the whole answer', { map: { a: '$.a' } }, undefined],
    [
      'names, whatever their case',
      { map: { Name: '$.n' }, defaults: { Name: '"none"', other: '1' }, template: '{"name": ${name}}' },
      {
        translationMap: { Name: '$.n' },
        translationMapDefaults: { Name: 'none' },
        successTemplate: { name: '{{Name}}' },
      },
    ],
    [
      'one value alone',
      { map: { all: '$.all' }, template: '${all}' },
      { translationMap: { all: '$.all' }, successTemplate: '{{all}}' },
    ],
    [
      'the answer as a part',
      { template: '{"values": ${rawResult}}' },
      { translationMap: { rawResult: '$' }, successTemplate: { values: '{{rawResult}}' } },
    ],
    [
      'brackets too many',
      { map: { id: '$.id' }, defaults: { id: 'null' }, template: '{"id": $id}}' },
      {
        translationMap: { id: '$.id' },
        translationMapDefaults: { id: null },
        successTemplate: { id: '{{id}}' },
      },
    ],
    [
      'the first of a list',
      {
        map: { id: '$.all[*].id' },
        defaults: { id: '[""]' },
        template: '{"id": ${successTemplateUtils.firstFromArray("${id}", "$esc.quote$esc.quote")}}',
      },
      {
        translationMap: { id: { path: '$.all[*].id', first: true } },
        translationMapDefaults: { id: '' },
        successTemplate: { id: '{{id}}' },
      },
    ],
    [
      'the first of a list beside the list',
      {
        map: { id: '$..id' },
        template: '{"ids": ${id}, "id": ${successTemplateUtils.firstFromArray(${id}, 0)}}',
      },
      {
        translationMap: { id: '$..id', id2: { path: '$..id', first: true } },
        translationMapDefaults: { id2: 0 },
        successTemplate: { ids: '{{id}}', id: '{{id2}}' },
      },
    ],
  ])('reads the answer: %s', (_what, parts, expected) => {
    expect(response(parts)).toEqual(expected);
  });
});

describe('what a converted data action does otherwise', () => {
  const differences = (parts: Parts) =>
    imported(exported(parts)).notes.flatMap((note) => /^IMPORT_DIFFERS (.*)/.exec(note)?.slice(1) ?? []);

  it.each<[string, Parts, readonly string[]]>([
    ['nothing', { body: '{"a": "${input.a}"}', inputs: { 'a!': 'string' } }, []],
    [
      'without a value that prints itself',
      { body: '{"a": "${input.a}", "b": "x${input.b}"}', inputs: { a: 'string', b: 'integer' } },
      ['Without a value, nothing is sent for `a`, `b`; the export sends the text of its reference'],
    ],
    [
      'without a value that prints nothing',
      { body: '{"a": "$!{input.a}", "b": "x$!{input.b}"}', inputs: { a: 'string', b: 'string' } },
      ['Without a value, nothing is sent for `a`; the export sends an empty text'],
    ],
    [
      'without a value that JSON needs',
      { body: '{"a": ${input.a}}', inputs: { a: 'integer' } },
      ["Without a value, nothing is sent for `a`; the export's call fails"],
    ],
    [
      'with an empty text that an #if leaves out',
      { body: '{#if("$!{input.a}" != "")"a": "${input.a}"#end}', inputs: { a: 'string' } },
      ['An empty text is sent for `a`; the export leaves the member out'],
    ],
    [
      'with a `false` that an #if leaves out',
      { body: '{#if($input.a)"a": ${input.a}#end}', inputs: { a: 'boolean' } },
      ['`false` is sent for `a`; the export leaves the member out'],
    ],
    [
      'without a value in an element of a list',
      {
        body: '[{"k": 1, "a": "x $!{input.a}$!{input.b}"}, "$!{input.b}", {"c": "${input.c}${input.a}"}]',
        inputs: { a: 'integer', b: 'string', 'c!': 'string' },
      },
      [
        'Without a value for `a`, `b`, the whole element of the list that it stands in is left out; the export sends the rest of it',
        'Without a value, nothing is sent for `b`; the export sends an empty text',
        'Without a value, nothing is sent for `a`; the export sends the text of its reference',
      ],
    ],
    [
      'without all values of an object',
      {
        body: '{"o": {#if($input.a)"a": ${input.a}#end}, "l": ["$!{input.b}"], "s": {"k": 1, "a": "x $!{input.a}"}}',
        inputs: { a: 'integer', b: 'string' },
      },
      [
        'Without a value for `a`, `b`, the object or list that holds nothing else is left out; the export sends it',
        'Without a value, nothing is sent for `b`; the export sends an empty text',
      ],
    ],
    [
      'with null',
      { body: '{"a": "$!{input.a}"}', inputs: { 'a!': ['string', 'null'] } },
      [
        'A null is sent for `a` as null; the export takes it for no value',
        'Without a value, nothing is sent for `a`; the export sends an empty text',
      ],
    ],
    [
      'in the URL',
      {
        url: '/x/$esc.url(${input.a})?q=${input.b}&r=${input.n}&s=$!{input.n}',
        inputs: { 'a!': 'string', 'b!': 'string', n: 'integer' },
      },
      [
        'A space in `a` becomes %20 in the path; the export writes +',
        'What stands in the URL for `b` is percent-encoded; the export passes codes such as %2B, and a plus sign, on as they are',
        "Without a value, nothing is sent for `n`; the export's call fails",
      ],
    ],
    [
      'in headers',
      {
        headers: { A: '$!{input.a}', B: '${input.b}', C: 'c$!{input.a}' },
        inputs: { a: 'string', b: 'string' },
      },
      [
        'Without a value, nothing is sent for `a`; the export sends an empty text',
        'Without a value, nothing is sent for `b`; the export sends the text of its reference',
      ],
    ],
    [
      'where a path finds nothing',
      {
        map: { a: '$.a', b: '$.b' },
        template: '{"a": ${a}, "b": ${successTemplateUtils.firstFromArray(${b})}}',
      },
      ["Where the path of `a`, `b` finds nothing, the output is left out; the export's call fails"],
    ],
    [
      'where a path finds an empty list',
      {
        map: { a: '$..a' },
        defaults: { a: '[0].[0]' },
        template: '{"a": ${successTemplateUtils.firstFromArray("${a}")}}',
      },
      ["Where the path of `a` finds an empty list, its default stands in; the export's call fails"],
    ],
    [
      'with a default that is no JSON',
      { map: { a: '$.a' }, defaults: { a: 'Not found' }, template: '{"a": ${a}}' },
      ["The default of `a` is no JSON and became a text; the export's call fails with it"],
    ],
  ])('is noted: %s', (_what, parts, notes) => {
    expect(differences(parts)).toEqual(notes);
  });
});

describe('a data action without an exact native form', () => {
  const INPUTS = { 'a!': 'string', b: 'string', 'n!': 'integer', 'any!': ['string', 'object'] };

  it.each<[string, Parts]>([
    [
      '`${input.key}` (line 2, character 2 of the text): native templates have fixed names',
      { body: '{\n"${input.key}": 1}' },
    ],
    [
      '`${input.a}` (character 7 of the text): it is a text that holds JSON, and native templates send it as a text',
      { body: '{"a": ${input.a}}' },
    ],
    [
      '`${input.a}` (character 3 of the text): native bodies are JSON with whole values in it',
      { body: '{ ${input.a} }' },
    ],
    [
      '`${input.n}` (character 8 of the text): as a text "…" it would become integer',
      { body: '{"a": "${input.n}"}' },
    ],
    [
      '`${input.any}` (character 8 of the text): it may be more than a single value',
      { body: '{"a": "${input.any}"}' },
    ],
    [
      '`${input.zip}` (character 8 of the text): the contract has no such input',
      { body: '{"a": "${input.zip}"}' },
    ],
    [
      '`${input.a.trim()}` (character 8 of the text): native templates have no methods such as .trim()',
      { body: '{"a": "${input.a.trim()}"}' },
    ],
    [
      '`$esc.html(${input.a})` (character 8 of the text): native bodies are escaped as JSON and not otherwise',
      { body: '{"a": "$esc.html(${input.a})"}' },
    ],
    [
      '`$math.add(${input.n}, 1)` (character 7 of the text): native templates have no $math',
      { body: '{"a": $math.add(${input.n}, 1)}' },
    ],
    [
      '`#set` (character 1 of the text): native templates have no variables of their own',
      { body: '#set($x = 1){"a": $x}' },
    ],
    [
      '`#foreach` (character 2 of the text): native templates have no loops',
      { body: '[#foreach($x in [1..3])$x#end]' },
    ],
    [
      '`#else` (character 23 of the text): native templates have no #else',
      { body: '{"a": #if($input.b) 1 #else 2 #end}' },
    ],
    [
      '`$!{input.b}` (character 7 of the text): native templates leave out a member that is the missing value, and no more',
      { body: '{#if("$!{input.b}" != "")"b": ["${input.b}"]#end}' },
    ],
    [
      '`$!{input.b}` (character 7 of the text): native templates leave out a member that is the missing value, and no more',
      { body: '{#if("$!{input.b}" != "")"b": "${input.b}", "c": 1#end}' },
    ],
    [
      '`${input.b}` (character 7 of the text): native templates have no #if, and this one does more than ask for a value',
      { body: '{#if("${input.b}" != "")"b": "${input.b}"#end}' },
    ],
    [
      '`${input.a}` (character 10 of the text): a backslash stands before it',
      { body: '{"a": "\\\\${input.a}"}' },
    ],
    ['it is no JSON', { body: '{"a": }' }],
    ['a number has more digits than JSON keeps', { body: '{"a": 12345678901234567890}' }],
    [
      '`${input.b}` (character 1 of the text): it may have no value, and is the whole body',
      { body: '${input.b}' },
    ],
    [
      '`text/xml` (character 1 of the text): native bodies are JSON',
      { headers: { 'Content-Type': 'text/xml' }, body: '<a/>' },
    ],
    [
      '`Authorization`: native definitions hold no credentials',
      {
        top: { integrationType: 'custom-rest-actions' },
        url: 'https://a.example/b',
        headers: { Authorization: 'Bearer ${input.a}' },
      },
    ],
    [
      '`${credentials.key}` (character 1 of the text): native templates hold no credentials',
      {
        top: { integrationType: 'custom-rest-actions' },
        url: 'https://a.example/b',
        headers: { Key: '${credentials.key}' },
      },
    ],
    [
      '`${input.a}` (character 9 of the text): native URLs begin with a fixed host, or a fixed path',
      { top: { integrationType: 'custom-rest-actions' }, url: 'https://${input.a}.example/b' },
    ],
    [
      '`${input.a}` (character 4 of the text): a value makes the name of a parameter',
      { url: '/x?${input.a}=1' },
    ],
    [
      '`customAuth` (character 1 of the text): native definitions do not ask for credentials',
      {
        top: { actionType: 'customAuth', integrationType: 'custom-rest-actions' },
        url: 'https://a.example/b',
      },
    ],
    [
      '`${a}` (character 8 of the text): within quotation marks it is the text of JSON, which native templates do not write',
      { map: { a: '$.a' }, template: '{"a": "${a}"}' },
    ],
    [
      '`${b}` (character 7 of the text): the translation map has no such name',
      { map: { a: '$.a' }, template: '{"a": ${b}}' },
    ],
    [
      '`${successTemplateUtils.firstFromArray(${a}, ${b})}` (character 7 of the text): native defaults are fixed values',
      { map: { a: '$.a', b: '$.b' }, template: '{"a": ${successTemplateUtils.firstFromArray(${a}, ${b})}}' },
    ],
    [
      '`${successTemplateUtils.firstFromArray(${a}, 1)}` (character 7 of the text): it has one default for an empty list and another for none',
      {
        map: { a: '$..a' },
        defaults: { a: '[2]' },
        template: '{"a": ${successTemplateUtils.firstFromArray(${a}, 1)}}',
      },
    ],
  ])('D2 is kept as it was exported: %s', (why, parts) => {
    const json = exported({ inputs: INPUTS, ...parts });
    const { native, notes, path } = imported(json);
    expect(native).toBeUndefined();
    expect(notes).toContain(`IMPORT_KEPT kept as it was exported: ${why}`);
    expect(path).toBe(
      `data-actions/add-note.${json['actionType'] === 'customAuth' ? 'customAuth' : 'custom'}.json`,
    );
  });

  it('D8 is told apart where it writes credentials out, without repeating them', () => {
    const json = exported({ headers: { 'X-Api-Key': 'abcdefgh12345678' } });
    const notes = imported(json).notes.join('\n');
    expect(notes).toContain('SECRET_IN_DEFINITION');
    expect(notes).not.toContain('abcdefgh');
  });
});
