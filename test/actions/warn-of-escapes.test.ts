import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';

const TEXT = { type: 'string' };

function escapesOf(requestTemplate: string, names: readonly string[]) {
  const { diagnostics } = compileDataAction(
    {
      name: 'An export',
      integrationType: 'purecloud-data-actions',
      contract: {
        input: {
          inputSchema: { type: 'object', properties: Object.fromEntries(names.map((one) => [one, TEXT])) },
        },
        output: { successSchema: { type: 'object', properties: {} } },
      },
      config: { request: { requestType: 'POST', requestUrlTemplate: '/x', requestTemplate } },
    },
    'a.json',
  );
  return diagnostics.flatMap(({ code, message, hint }) =>
    code === 'ESCAPE_MISSING' ? [`${message}; ${hint}`] : [],
  );
}

describe('warnOfEscapes', () => {
  it('D7 names all inputs that lack an escape at once', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const body = (some: readonly string[]) =>
      `{${some.map((one) => `"${one}": "$!{input.${one}}"`).join(',')}}`;
    const characters = 'a quotation mark, a backslash or a line break';
    expect(escapesOf(body(['a']), ['a'])).toEqual([
      `the input \`a\` is not escaped: with ${characters} in it the request is not sent; write $!esc.jsonString(\${input.a})`,
    ]);
    expect(escapesOf(body(['a', 'b']), ['a', 'b'])).toEqual([
      `the inputs \`a\` and \`b\` are not escaped: with ${characters} in one of them the request is not sent; write $!esc.jsonString(\${input.a}), and the others likewise`,
    ]);
    expect(escapesOf(body(names), names)[0]).toContain(
      'the inputs `a`, `b`, `c`, `d`, `e` and 2 more are not escaped',
    );
  });

  it('says nothing of ids, nor of texts that are to hold JSON', () => {
    const names = ['conversationId', 'queue_ids', 'ID', 'filter'];
    const body = '{"a": "${input.conversationId}${input.queue_ids}${input.ID}", "b": ${input.filter}}';
    expect(escapesOf(body, names)).toEqual([]);
  });

  it('says so of names that only end alike', () => {
    expect(escapesOf('{"a": "${input.paid}${input.HYBRID}"}', ['paid', 'HYBRID'])[0]).toContain(
      '`paid` and `HYBRID`',
    );
  });
});
