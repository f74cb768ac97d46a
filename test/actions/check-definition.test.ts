import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../src/actions/check-definition.ts';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

const TEXT = { type: 'string' };

interface Parts {
  readonly native?: true;
  readonly request?: JsonObject;
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  readonly successSchema?: JsonObject;
  readonly map?: JsonObject;
  readonly defaults?: JsonObject;
  readonly template?: Json;
}

function check(parts: Parts) {
  const response = {
    translationMap: parts.map ?? {},
    translationMapDefaults: parts.defaults ?? {},
    ...(parts.template !== undefined && { successTemplate: parts.template }),
  };
  const definition = {
    name: 'An action',
    integrationType: 'purecloud-data-actions',
    actionType: 'custom',
    ...(parts.native && { templates: 'handlebars' }),
    contract: {
      input: { inputSchema: { type: 'object', properties: parts.inputs ?? {} } },
      output: { successSchema: { type: 'object', properties: parts.outputs ?? {}, ...parts.successSchema } },
    },
    config: {
      request: { requestType: 'POST', requestUrlTemplate: '/api/v2/things', ...parts.request },
      response,
    },
  };
  const { dataAction, diagnostics } = compileDataAction(definition, 'an-action.custom.json');
  // An error of the check itself keeps the data action from being compiled.
  return (dataAction === undefined ? diagnostics : checkDefinition(dataAction, 'a.json')).map(
    ({ severity, code, pointer, message, hint }) => `${severity} ${code} ${pointer}: ${message}; ${hint}`,
  );
}

const INPUTS = '/contract/input/inputSchema/properties';
const OUTPUTS = '/contract/output/successSchema/properties';
const RESPONSE = '/config/response';

describe('checkDefinition finds inputs', () => {
  it.each<[string, Parts, string]>([
    [
      'that are not there',
      {
        request: { requestTemplate: '{"a": "${input.subjct}", "b": "$!{INPUT.Subject}"}' },
        inputs: { subject: TEXT },
      },
      'warning UNKNOWN_INPUT /config/request/requestTemplate: There is no input `subjct`: `${input.subjct}` prints itself; did you mean `subject`?',
    ],
    [
      'that print nothing',
      { request: { requestTemplate: '{\n"a": "$!{input.x}"}' } },
      'warning UNKNOWN_INPUT /config/request/requestTemplate: There is no input `x`: `$!{input.x}` prints nothing (line 2, character 7 of the text); add it to the input schema',
    ],
    [
      'by a wrong name',
      { request: { requestTemplate: '{"a": "$inputs.x"}' } },
      'warning UNKNOWN_REFERENCE /config/request/requestTemplate: Nothing is called `inputs` in a request: `$inputs.x` prints itself; did you mean `input`?',
    ],
    [
      'that lack their sign',
      {
        request: { requestUrlTemplate: '/x/{input.a}', requestTemplate: '{"a": "${input.a}"}' },
        inputs: { a: TEXT },
      },
      'warning UNKNOWN_REFERENCE /config/request/requestUrlTemplate: `{input.a}` is text and no reference; write ${input.a}',
    ],
    [
      'of tools that do not exist',
      { request: { requestTemplate: '{"a": "$date.get(1)"}' } },
      'warning UNKNOWN_REFERENCE /config/request/requestTemplate: Nothing is called `date` in a request: `$date.get(1)` prints itself; known: input, credentials, authResponse',
    ],
    [
      'that are not used',
      { request: { requestTemplate: '{}' }, inputs: { a: TEXT } },
      `warning UNUSED_INPUT ${INPUTS}/a: The request does not use the input \`a\`; write \${input.a} into the URL, a header or the body, or remove it`,
    ],
    [
      'that only an ignored body uses',
      { request: { requestType: 'GET', requestTemplate: '${input.rawRequest}' }, inputs: { a: TEXT } },
      `warning UNUSED_INPUT ${INPUTS}/a: The request does not use the input \`a\`; write \${input.a} into the URL or a header, or remove it; GET is sent without a body here`,
    ],
    [
      'that a native definition does not use',
      { native: true, request: { requestTemplate: { b: '{{input.b}}' } }, inputs: { a: TEXT, b: TEXT } },
      `warning UNUSED_INPUT ${INPUTS}/a: The request does not use the input \`a\`; write {{input.a}} into the URL, a header or the body, or remove it`,
    ],
    [
      'that are no single values',
      { request: { requestTemplate: '${input.rawRequest}' }, inputs: { a: { type: 'object' } } },
      `warning INPUT_SHAPE ${INPUTS}/a: Inputs are single values in Genesys Cloud, and \`a\` is none; take a text that holds JSON, or an input for each part`,
    ],
    [
      'that cannot be called so',
      { request: { requestTemplate: '${input.rawRequest}' }, inputs: { 'a b': TEXT } },
      `warning INPUT_SHAPE ${INPUTS}/a b: Genesys Cloud takes no input of the name \`a b\`; begin with a letter; then letters, digits, - and _ may follow`,
    ],
  ])('%s', (_what, parts, expected) => {
    expect(check(parts)).toEqual([expected]);
  });

  it.each<[string, Parts]>([
    ['rawRequest takes all', { request: { requestTemplate: '${input.rawRequest}' }, inputs: { a: TEXT } }],
    [
      'case does not count',
      { request: { requestUrlTemplate: '/x/${Input.ConversationID}' }, inputs: { conversationId: TEXT } },
    ],
    ['OData is no reference', { request: { requestType: 'GET', requestUrlTemplate: '/x?$top=1&$filter=a' } }],
    ['set gives a name', { request: { requestTemplate: '#set($x = 1){"a": $x}' } }],
    ['a header uses one', { request: { headers: { 'X-A': '${input.a}' } }, inputs: { a: TEXT } }],
    [
      'a native URL uses one',
      { native: true, request: { requestUrlTemplate: '/x/{{input.a}}' }, inputs: { a: TEXT } },
    ],
  ])('and none where %s', (_what, parts) => {
    expect(check(parts)).toEqual([]);
  });
});

describe('checkDefinition finds outputs', () => {
  it.each<[string, Parts, string]>([
    [
      'that never come',
      { map: { a: '$.a' }, template: '{"a": ${a}}', outputs: { a: TEXT, b: TEXT } },
      `warning OUTPUT_NEVER ${OUTPUTS}/b: The success template never gives the output \`b\`; did you mean \`a\` there?`,
    ],
    [
      'that never come and are required of a native definition',
      {
        native: true,
        map: { a: '$.a' },
        template: { a: '{{a}}' },
        outputs: { a: TEXT, other: TEXT },
        successSchema: { required: ['other'] },
      },
      `error OUTPUT_NEVER ${OUTPUTS}/other: The success template never gives the required output \`other\`; add it to the success template, or remove it from the contract`,
    ],
    [
      'that are nested',
      {
        map: { a: '$.a' },
        template: '{"o": {"a": ${a}}}',
        outputs: { o: { type: 'object', properties: { a: TEXT, second: TEXT } } },
      },
      `warning OUTPUT_NEVER ${OUTPUTS}/o/properties/second: The success template never gives the output \`second\`; add it to the success template, or remove it from the contract`,
    ],
    [
      'that the contract does not have',
      {
        map: { postCode: '$.a' },
        template: '{"postCode": ${postCode}}',
        outputs: {},
        successSchema: { additionalProperties: false },
      },
      `warning OUTPUT_UNDECLARED ${RESPONSE}/successTemplate: The success template gives \`postCode\`, which the contract does not have: no answer will fit it; add it to /contract/output/successSchema/properties`,
    ],
    [
      'without an entry in the translation map',
      { map: { mail: '$.a' }, template: '{"mail": ${mail}#if($mial)#end}', outputs: { mail: TEXT } },
      `warning UNKNOWN_TRANSLATION ${RESPONSE}/successTemplate: translationMap has no \`mial\`: \`$mial\` prints itself; did you mean \`mail\`?`,
    ],
    [
      'that are translated for nothing',
      { map: { a: '$.a' }, template: '${rawResult}' },
      `warning UNUSED_TRANSLATION ${RESPONSE}/translationMap/a: The success template does not use \`a\`; write \${a} there, or remove it`,
    ],
  ])('%s', (_what, parts, expected) => {
    expect(check(parts)).toEqual([expected]);
  });

  it.each<[string, Parts]>([
    ['the whole answer is given', { outputs: { a: TEXT } }],
    ['a value is an object', { map: { a: '$.a' }, template: '${a}', outputs: { b: TEXT } }],
    [
      'another way of a condition gives it',
      { map: { a: '$.a' }, template: '{#if($a == 1)"x": 1#else"y": 1#end}', outputs: { x: {}, y: {} } },
    ],
    [
      'the first of an array is taken',
      {
        map: { a: '$.p[*].a' },
        template: '{"a": ${successTemplateUtils.firstFromArray("${a}", "$esc.quote$esc.quote")}}',
        outputs: { a: TEXT },
      },
    ],
    ['there is no template', { native: true, map: { a: '$.a' }, outputs: { a: TEXT } }],
  ])('and none where %s', (_what, parts) => {
    expect(check(parts)).toEqual([]);
  });
});

describe('checkDefinition finds texts of a success template', () => {
  const check1 = (template: string) =>
    check({ map: { a: '$.a' }, template, outputs: { a: TEXT } }).map((line) => line.replace(/^warning /, ''));

  it.each(['{"a": "${a}"}', '{"a": "x \\"$a\\""}', '{"a": #if($a != "")"$a"#{else}""#end}'])(
    'with a value in quotation marks: %s',
    (template) => {
      expect(check1(template)).toEqual([
        expect.stringMatching(/^OUTPUT_QUOTED .*`\$\{?a\}?` stands in quotation marks/),
      ]);
    },
  );

  it.each(['{a}', '{"a": {rawResult}, "b": ${a}}', '{"a": ${ a }}'])(
    'with a name that is none: %s',
    (template) => {
      expect(check1(template)).toContainEqual(
        expect.stringMatching(/^UNKNOWN_REFERENCE .* is text and no reference/),
      );
    },
  );

  it.each(['{"a": ${a}}', '{"a": "$esc.jsonString(${a})"}', '{"a": "${a.replace(\'x\', "")}"}'])(
    'and none in %s',
    (template) => expect(check1(template)).toEqual([]),
  );
});

describe('checkDefinition finds defaults', () => {
  const parts = (path: string, defaults: JsonObject): Parts => ({
    map: { a: path },
    defaults,
    template: '{"a": ${a}}',
    outputs: { a: {} },
  });

  it.each<[string, Parts, string]>([
    [
      'that are no JSON',
      parts('$.a', { a: 'Not Found' }),
      `warning DEFAULT_NOT_JSON ${RESPONSE}/translationMapDefaults/a: The default of \`a\` is no JSON text: it is written into the output as it stands; write "\\"Not Found\\""`,
    ],
    [
      'that are empty',
      parts('$.a', { a: '' }),
      `warning DEFAULT_NOT_JSON ${RESPONSE}/translationMapDefaults/a: The default of \`a\` is empty: it prints nothing where JSON needs a value; write "\\"\\"" for an empty text, or "null"`,
    ],
    [
      'that never stand in',
      parts('$..a', { a: '[]' }),
      `warning DEFAULT_UNUSED ${RESPONSE}/translationMapDefaults/a: The path of \`a\` always gives a list, so its default never stands in; remove it, and let the success template say what an empty list becomes`,
    ],
    [
      'that belong to nothing',
      parts('$.a', { aa: '1' }),
      `warning UNKNOWN_TRANSLATION ${RESPONSE}/translationMapDefaults/aa: translationMap has no \`aa\`; did you mean \`a\`?`,
    ],
  ])('%s', (_what, given, expected) => {
    expect(check(given)).toEqual([expected]);
  });

  it('and none where they can stand in', () => {
    expect(check(parts('$.list[*].a', { a: '[""]' }))).toEqual([]);
  });
});

describe('checkDefinition finds a body', () => {
  it('that is ignored', () => {
    expect(check({ request: { requestType: 'DELETE', requestTemplate: '{"a": 1}' } })).toEqual([
      'warning BODY_IGNORED /config/request/requestTemplate: DELETE is sent without a body, so the request template is ignored; remove it, or send POST, PUT or PATCH',
    ]);
  });
});
