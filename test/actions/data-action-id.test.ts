import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import { dataActionId } from '../../src/actions/data-action-id.ts';

const EXPORT = {
  name: 'Get',
  integrationType: 'purecloud-data-actions',
  config: { request: { requestType: 'GET', requestUrlTemplate: '/api/v2/users/me' }, response: {} },
  contract: { input: { inputSchema: { type: 'object' } }, output: { successSchema: { type: 'object' } } },
};

const codes = (file: string) => compileDataAction(EXPORT, file).diagnostics.map(({ code }) => code);

describe('the id of a data action', () => {
  it.each([
    ['flows/data-actions/get-contact.custom.json', 'get-contact'],
    ['C:\\exports\\Get Contact (1).json', 'Get Contact (1)'],
    ['Owner+repo__exports--Été.custom.json', 'Owner+repo__exports--Été'],
  ])('is the name of its file: %s', (file, id) => {
    expect(dataActionId(file)).toBe(id);
    expect(codes(file)).not.toContain('DATA_ACTION_NAME');
  });

  it.each([
    '.json',
    'a=b.json',
    ' a.json',
    'a\nb.json',
    'a\u001b[2J.json',
    'a\u202eb.json',
    '__proto__.json',
    `${'a'.repeat(201)}.json`,
  ])('is refused: %j', (file) => {
    expect(codes(file)).toContain('DATA_ACTION_NAME');
  });
});
