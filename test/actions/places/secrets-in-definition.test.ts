import { describe, expect, it } from 'vitest';
import { secretsInDefinition } from '../../../src/actions/places/secrets-in-definition.ts';
import type { JsonObject } from '../../../src/authoring/json.ts';

const found = (request: JsonObject) => secretsInDefinition({ config: { request } }, 'a.data-action.json');
const pointers = (request: JsonObject) =>
  found(request).map(({ pointer }) => pointer.replace('/config/request/', ''));
const header = (name: string, value: string) => pointers({ headers: { [name]: value } });

describe('secretsInDefinition', () => {
  it.each([
    ['Authorization', 'Bearer abc-123'],
    ['authorization', 'Basic dXNlcjpwYXNz'],
    ['x-api-key', 'abc123'],
    ['API-Key', 'abc123'],
    ['X-Auth-Token', 'abc123'],
    ['Ocp-Apim-Subscription-Key', 'abc123'],
  ])('D8 finds the header %s', (name, value) => {
    expect(header(name, value)).toEqual([`headers/${name}`]);
  });

  it.each([
    ['Authorization', 'Bearer ${authResponse.access_token}'],
    ['Authorization', '${authResponse.token_type} ${authResponse.access_token}'],
    ['Authorization', 'Basic $encoding.base64("${credentials.id}:${credentials.secret}")'],
    ['x-api-key', '$!{input.apikey}'],
    ['x-api-key', '{{settings.key}}'],
    ['Authorization', 'Bearer'],
    ['Content-Type', 'application/json'],
    ['X-Author', 'me'],
  ])('leaves the header %s: %s', (name, value) => {
    expect(header(name, value)).toEqual([]);
  });

  it('D8 finds them in the URL', () => {
    const url = (requestUrlTemplate: string) => pointers({ requestUrlTemplate });
    expect(url('https://a.example.com/b?c=1&api_key=abc123')).toEqual(['requestUrlTemplate']);
    expect(url('https://a.example.com/b?access_token=abc')).toEqual(['requestUrlTemplate']);
    expect(url('https://user:pass@a.example.com/b')).toEqual(['requestUrlTemplate']);
    expect(url('https://a.example.com/b?access_key=${input.accessKey}&api_key=$esc.url(${input.k})')).toEqual(
      [],
    );
    expect(url('https://a.example.com/password')).toEqual([]);
  });

  it('D8 finds them in bodies of both languages', () => {
    expect(pointers({ requestTemplate: '{"user": "a", "APIKey": "abc123"}' })).toEqual(['requestTemplate']);
    expect(pointers({ requestTemplate: 'grant_type=client_credentials&client_secret=abc' })).toEqual([
      'requestTemplate',
    ]);
    expect(pointers({ requestTemplate: { a: [{ password: 'hunter2' }] } })).toEqual([
      'requestTemplate/a/0/password',
    ]);
    expect(pointers({ requestTemplate: '{"password": "${input.password}", "secret": null}' })).toEqual([]);
    expect(pointers({ requestTemplate: { password: '{{input.password}}' } })).toEqual([]);
  });

  it.each(['Bearer <YOUR TOKEN>', '[YOUR API KEY]', 'YOUR_TOKEN', 'changeme', 'xxxx', 'ENTER_YOUR_KEY'])(
    'says that %s is to be filled in',
    (value) => {
      expect(found({ headers: { Authorization: value } })[0]?.message).toContain('still to be filled in');
    },
  );

  it('D8 never repeats a credential', () => {
    const text = JSON.stringify(found({ headers: { Authorization: 'Bearer abc-123' } }));
    expect(text).toContain('SECRET_IN_DEFINITION');
    expect(text).not.toContain('abc-123');
  });

  it('reads a long text in linear time', () => {
    const requestTemplate = `${'a'.repeat(60)} `.repeat(4000) + ' : '.repeat(20_000);
    const before = performance.now();
    expect(found({ requestTemplate })).toEqual([]);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
