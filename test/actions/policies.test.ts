import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { checkPolicies, type PolicyGround, policiesOf, policyKeys } from '../../src/actions/policies.ts';
import type { Json } from '../../src/authoring/json.ts';
import { schemaCheck } from '../../src/authoring/schema-check.ts';

const READING: PolicyGround = { method: 'GET', idempotent: true, isSecure: false, changesSomething: false };
const CACHE = { cache: { seconds: 60 } };
const FILE = 'look-up.data-action.json';

const codes = (...args: Parameters<typeof checkPolicies>) => checkPolicies(...args).map(({ code }) => code);

describe('policies', () => {
  it('are off when the definition does not say them', () => {
    expect(policiesOf({})).toEqual({});
  });

  it('are completed by their defaults', () => {
    expect(policiesOf({ retry: { attempts: 5 }, circuitBreaker: {}, cache: { seconds: 30 } })).toEqual({
      retry: { attempts: 5, statuses: [429, 502, 503, 504], backoffSeconds: 0.5, maxBackoffSeconds: 10 },
      circuitBreaker: { failures: 5, withinSeconds: 60, openSeconds: 30 },
      cache: { seconds: 30, maxEntries: 500 },
    });
  });

  it.each<[string, Json]>([
    ['one attempt', { retry: { attempts: 1 } }],
    ['six attempts', { retry: { attempts: 6 } }],
    ['a status that no further try changes', { retry: { statuses: [404] } }],
    ['a misspelt key', { retry: { attemps: 2 } }],
    ['a cache without an end', { cache: {} }],
    ['a cache of a day', { cache: { seconds: 86_400 } }],
  ])('refuse %s', (_what, json) => {
    const check = schemaCheck(Type.Object(policyKeys));
    expect(check(json, { file: FILE, pointer: '' })).not.toEqual([]);
  });
});

describe('docs/resilience.md', () => {
  it('shows the defaults', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/resilience.md', 'utf8')) ?? [];
    const shown = JSON.parse(text);
    const seconds = { seconds: shown.cache.seconds };
    expect(policiesOf({ retry: {}, circuitBreaker: {}, cache: seconds })).toEqual(shown);
  });
});

describe('checkPolicies', () => {
  it.each<[string, Partial<PolicyGround>]>([
    ['a secure data action', { isSecure: true }],
    ['one that sends or records something', { changesSomething: true }],
    ['a POST that may change something', { method: 'POST', idempotent: false }],
    ['a POST whose key makes it unique', { method: 'POST', idempotent: 'byKey' }],
    ['a PUT, which must arrive each time', { method: 'PUT' }],
    ['a DELETE, which must arrive each time', { method: 'DELETE' }],
  ])('refuses a cache on %s', (_what, ground) => {
    expect(codes(CACHE, { ...READING, ...ground }, FILE)).toEqual(['CACHE_UNSAFE']);
  });

  it.each<[string, Partial<PolicyGround>]>([
    ['GET', {}],
    ['HEAD', { method: 'HEAD' }],
    ['a POST that only reads', { method: 'POST' }],
  ])('allows a cache on %s', (_what, ground) => {
    expect(codes(CACHE, { ...READING, ...ground }, FILE)).toEqual([]);
  });

  it('warns of statuses after which nothing is repeated', () => {
    const post = { ...READING, method: 'POST', idempotent: false };
    expect(codes({ retry: { statuses: [429, 503] } }, post, FILE)).toEqual(['RETRY_UNUSED']);
    expect(codes({ retry: {} }, post, FILE)).toEqual([]);
    expect(codes({ retry: { statuses: [503] } }, READING, FILE)).toEqual([]);
  });

  it('refuses a first wait that is longer than the longest', () => {
    expect(codes({ retry: { backoffSeconds: 20 } }, READING, FILE)).toEqual(['RETRY_BACKOFF']);
  });
});
