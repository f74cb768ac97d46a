import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { checkFiles } from '../../src/files/check-files.ts';
import { integrationFaults, loadIntegrations, missingSecrets } from '../../src/files/integrations.ts';
import { loadDataAction } from '../../src/files/load-data-action.ts';
import { REGIONS } from '../../src/integrations/regions.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';
import { folderOf } from './folder.ts';

const CRM = { type: 'custom-rest-actions', hosts: ['crm.example.com'] };

function dataAction(changes: { readonly [key: string]: Json } = {}, timeoutSeconds?: number) {
  return {
    name: 'Look up',
    integrationType: 'custom-rest-actions',
    actionType: 'custom',
    contract: {
      input: { inputSchema: { type: 'object', properties: {} } },
      output: { successSchema: { type: 'object', properties: {} } },
    },
    config: {
      request: { requestType: 'GET', requestUrlTemplate: 'https://crm.example.com/x' },
      response: { successTemplate: '{}' },
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    },
    ...changes,
  };
}

const FILES = {
  'data-actions/look-up.data-action.json': dataAction(),
  'data-actions/ask.customAuth.json': dataAction({ actionType: 'customAuth' }),
  'data-actions/hasty.customAuth.json': dataAction({ actionType: 'customAuth' }, 5),
  'data-actions/cloudy.data-action.json': dataAction({
    integrationType: 'zendesk-data-actions',
    config: { request: { requestType: 'GET', requestUrlTemplate: '/x' } },
  }),
};

function load(integrations: Json) {
  const folder = folderOf({ ...FILES, 'local.integrations.json': { integrations } });
  const file = join(folder, 'local.integrations.json');
  return { folder, file, loaded: loadIntegrations(file) };
}

const oauth = (authentication: string) => ({
  ...CRM,
  credentials: { type: 'userDefinedOAuth', fields: { key: { secret: 'CRM_KEY' } }, authentication },
});

describe('an integrations file beside data actions', () => {
  it('is read with its line, and is one of the files that check knows', () => {
    const { folder, file, loaded } = load({ crm: { ...CRM, hosts: ['a.example.com', '*.com'] } });
    expect(loaded.diagnostics).toMatchObject([{ code: 'INTEGRATION_HOST', line: 7, file }]);
    const { files, diagnostics } = checkFiles([folder]);
    expect(files).toContain(file);
    expect(diagnostics.filter((one) => one.file === file)).toEqual(loaded.diagnostics);
  });

  it('names data actions that are there', () => {
    const { loaded } = load({ crm: { ...oauth('ask'), dataActions: ['look-up'] } });
    expect([loaded.diagnostics, loaded.integrations.length]).toEqual([[], 1]);
  });

  it.each<[string, Json, string, string]>([
    [
      'a data action that is not there',
      { ...CRM, dataActions: ['look-upp'] },
      'UNKNOWN_DATA_ACTION',
      'did you mean `look-up`?',
    ],
    ['an authentication that is not there', oauth('asks'), 'UNKNOWN_DATA_ACTION', 'did you mean `ask`?'],
    [
      'an authentication that is none',
      oauth('look-up'),
      'AUTHENTICATION_ACTION',
      '"actionType": "customAuth"',
    ],
    ['an authentication with a time-out', oauth('hasty'), 'AUTHENTICATION_ACTION', 'remove "timeoutSeconds"'],
    [
      'a data action of another type',
      { ...CRM, dataActions: ['cloudy'] },
      'INTEGRATION_TYPE',
      'zendesk-data-actions',
    ],
  ])('tells of %s', (_what, integration, code, hint) => {
    const { loaded } = load({ crm: integration });
    expect(loaded.diagnostics).toMatchObject([{ code, hint: expect.stringContaining(hint) }]);
  });

  it('is not needed', () => {
    expect(loadIntegrations(undefined)).toEqual({ integrations: [], diagnostics: [] });
  });

  it('tells which integration a data action could mean', () => {
    const { folder, loaded } = load({ crm: CRM, erp: CRM });
    const file = join(folder, 'data-actions/look-up.data-action.json');
    const { dataAction: found } = loadDataAction(file);
    expect(found && integrationFaults(loaded, found, file)).toMatchObject([
      { code: 'INTEGRATION_AMBIGUOUS', file },
    ]);
  });

  it('D8 warns of secrets that nobody has given', () => {
    const { loaded, file } = load({ crm: oauth('ask') });
    expect(
      missingSecrets(
        loaded,
        createSecrets(() => 'something'),
      ),
    ).toEqual([]);
    expect(
      missingSecrets(
        loaded,
        createSecrets(() => undefined),
      ),
    ).toEqual([
      {
        severity: 'warning',
        file,
        pointer: '/integrations/crm/credentials',
        code: 'SECRET_MISSING',
        message: 'The secret CRM_KEY is not there',
        hint: 'set the environment variable CRM_KEY, or store it with `attendant secret set CRM_KEY`',
      },
    ]);
  });
});

describe('docs/integrations.md', () => {
  const PAGE = readFileSync('docs/integrations.md', 'utf8');

  it('shows a file in which check finds nothing', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const folder = folderOf({
      'data-actions/office-365-auth.customAuth.json': dataAction({ actionType: 'customAuth' }),
      'data-actions/set-presence.data-action.json': dataAction(),
      'data-actions/post-message.data-action.json': dataAction(),
      'local.integrations.json': text,
    });
    const { integrations, diagnostics } = loadIntegrations(join(folder, 'local.integrations.json'));
    expect([integrations.length, diagnostics]).toEqual([4, []]);
  });

  it('lists every region', () => {
    expect(Object.keys(REGIONS).filter((domain) => !PAGE.includes(`\`${domain}\``))).toEqual([]);
  });
});
