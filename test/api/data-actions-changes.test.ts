import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ACTIONS,
  type Action,
  INTEGRATIONS,
  NEW_ACTION,
  openDataActionServer,
} from './data-action-server.ts';

const OTHER_CONTRACT = {
  ...NEW_ACTION.contract,
  input: { inputSchema: { type: 'object', properties: { other: { type: 'string' } } } },
};
/** The same contract, its keys in another order. */
const SAME_CONTRACT = {
  output: NEW_ACTION.contract.output,
  input: { inputSchema: { properties: { id: { type: 'string' } }, type: 'object', required: ['id'] } },
};
const { requestTemplate: _, ...URL_ONLY } = NEW_ACTION.config.request;

describe('making data actions', () => {
  it('answers with all of it, under an id like those of Genesys Cloud', async () => {
    const server = await openDataActionServer();
    const made = await server.ask('POST', ACTIONS, { ...NEW_ACTION, unknown: 1, version: 9 });
    expect(made.statusCode).toBe(200);
    const action = made.json();
    expect(action).toMatchObject({
      id: expect.stringMatching(/^custom_-_[0-9a-f-]{36}$/),
      name: 'Find a queue',
      version: 1,
      secure: false,
      contract: { input: { inputSchema: { required: ['id'] } } },
      config: { timeoutSeconds: 20, request: { requestType: 'GET' } },
    });
    expect(action.unknown).toBeUndefined();
    expect((await server.ask('GET', action.selfUri)).json()).toMatchObject({ id: action.id, version: 1 });
  });

  it('refuses a definition with faults, and lists all of them', async () => {
    const server = await openDataActionServer();
    const refused = await server.ask('POST', ACTIONS, {
      ...NEW_ACTION,
      config: {
        request: { requestType: 'FETCH', requestUrlTemplate: '/x/$esc.nothing(${input.id})' },
        response: { translationMap: { a: '$[' } },
      },
    });
    expect(refused.statusCode).toBe(400);
    const body = refused.json();
    expect(body.code).toBe('attendant.action.not.valid');
    const places = body.details.map(({ fieldName }: { fieldName: string }) => fieldName);
    expect(places).toContain('/config/request/requestType');
    expect(places).toContain('/config/response/translationMap/a');
    expect(body.errors).toHaveLength(places.length);
    expect((await server.ask('GET', ACTIONS)).json()).toMatchObject({ total: 1 });
  });

  it('refuses an integration that is not there, and the one that only files may use', async () => {
    const server = await openDataActionServer();
    for (const integrationId of ['nothing', 'own'])
      for (const path of [ACTIONS, `${ACTIONS}/drafts`])
        expect((await server.ask('POST', path, { ...NEW_ACTION, integrationId })).json()).toMatchObject({
          status: 400,
          code: 'attendant.action.integration.not.found',
          message: expect.stringContaining('crm, cloud'),
          details: [{ fieldName: 'integrationId' }],
        });
  });

  it('tells an integration of the operator by its name', async () => {
    const server = await openDataActionServer();
    const config = {
      ...NEW_ACTION.config,
      request: { ...NEW_ACTION.config.request, requestUrlTemplate: 'https://crm.example.com/q' },
    };
    const { id } = await server.make({ integrationId: 'crm', config });
    const ready = server.dataActions.ready(id, 'published');
    expect(ready).toMatchObject({
      ok: true,
      value: { id, integrationType: 'custom-rest-actions', integration: 'crm' },
    });
  });
});

describe('changing data actions', () => {
  it('counts versions, and refuses a change to an older one', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const change = (body: object) => server.ask('PATCH', `${ACTIONS}/${id}`, body);
    expect((await change({ version: 1, name: 'Second' })).json()).toMatchObject({
      name: 'Second',
      category: 'Queues',
      version: 2,
    });
    expect((await change({ version: 1, name: 'Late' })).json()).toMatchObject({
      status: 409,
      code: 'attendant.action.version.conflict',
      message: expect.stringContaining('newest version is 2, not 1'),
      details: [{ fieldName: 'version' }],
    });
    expect((await server.ask('GET', `${ACTIONS}/${id}`)).json()).toMatchObject({
      name: 'Second',
      version: 2,
    });
  });

  it('C1 lets one of two changes at the same moment through', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const both = await Promise.all(
      ['one', 'two'].map((name) => server.ask('PATCH', `${ACTIONS}/${id}`, { version: 1, name })),
    );
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it('C2 publishes nothing with faults', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const refused = await server.ask('PATCH', `${ACTIONS}/${id}`, {
      version: 1,
      config: { request: { requestType: 'GET', requestUrlTemplate: 'no path' } },
    });
    expect(refused.json()).toMatchObject({ status: 400, code: 'attendant.action.not.valid' });
    expect((await server.ask('GET', `${ACTIONS}/${id}`)).json()).toMatchObject({ version: 1 });
  });

  it('keeps a template that a change only refers to, as a client does that fetches them one by one', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const { config } = (await server.ask('GET', `${ACTIONS}/${id}?includeConfig=true`)).json();
    const { requestTemplate: __, ...request } = config.request;
    const { successTemplate: ___, ...response } = config.response;
    await server.ask('PATCH', `${ACTIONS}/${id}`, { version: 1, config: { ...config, request, response } });
    const after = (await server.ask('GET', `${ACTIONS}/${id}?includeConfig=true`)).json();
    expect(after.config).toEqual(config);
    const without = { ...config, request: URL_ONLY };
    const dropped = await server.ask('PATCH', `${ACTIONS}/${id}`, { version: 2, config: without });
    expect(dropped.json().config.request.requestTemplate).toBeUndefined();
  });

  it('deletes it, together with its draft', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    await server.ask('POST', `${ACTIONS}/${id}/draft`);
    const deleted = await server.ask('DELETE', `${ACTIONS}/${id}`);
    expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
    for (const path of ['', '/draft'])
      expect((await server.ask('GET', `${ACTIONS}/${id}${path}`)).statusCode).toBe(404);
    expect((await server.ask('DELETE', `${ACTIONS}/${id}`)).statusCode).toBe(404);
  });

  it.each([
    ['PATCH', '', { version: 1, name: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/draft', undefined],
    ['PATCH', '/draft', { version: 1, name: 'x' }],
    ['DELETE', '/draft', undefined],
    ['POST', '/draft/publish', { version: 1 }],
  ] as const)('names the file of one that is read from a file: %s …%s', async (method, path, body) => {
    const server = await openDataActionServer();
    expect((await server.ask(method, `${ACTIONS}/look-up${path}`, body)).json()).toMatchObject({
      status: 409,
      code: 'attendant.action.of.file',
      message: expect.stringContaining('data-actions/look-up.data-action.json'),
    });
  });
});

describe('drafts', () => {
  it('are begun empty, filled in, validated, and published', async () => {
    const server = await openDataActionServer();
    const { name, category, integrationId, contract, config } = NEW_ACTION;
    const draft = (
      await server.ask('POST', `${ACTIONS}/drafts`, { name, category, integrationId })
    ).json<Action>();
    expect(draft).toMatchObject({ version: 1, selfUri: `${ACTIONS}/${draft.id}/draft` });
    const at = `${ACTIONS}/${draft.id}/draft`;
    expect((await server.ask('GET', `${ACTIONS}/${draft.id}`)).statusCode).toBe(404);
    expect((await server.ask('GET', `${ACTIONS}/drafts`)).json()).toMatchObject({
      total: 1,
      entities: [{ id: draft.id }],
    });

    const faulty = (await server.ask('GET', `${at}/validation`)).json();
    expect(faulty.valid).toBe(false);
    expect(faulty.errors[0]).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
      status: 400,
      details: [{ errorCode: faulty.errors[0].code, fieldName: expect.stringMatching(/^\/config/) }],
    });
    expect((await server.ask('POST', `${at}/publish`, { version: 1 })).json()).toMatchObject({
      status: 400,
      code: 'attendant.action.not.valid',
    });

    expect((await server.ask('PATCH', at, { version: 1, contract, config })).json()).toMatchObject({
      version: 2,
    });
    expect((await server.ask('GET', `${at}/validation`)).json()).toMatchObject({ valid: true, errors: [] });
    expect((await server.ask('POST', `${at}/publish`, { version: 1 })).statusCode).toBe(409);
    expect((await server.ask('POST', `${at}/publish`, { version: 2 })).json()).toMatchObject({
      id: draft.id,
      version: 2,
      selfUri: `${ACTIONS}/${draft.id}`,
    });
    expect((await server.ask('GET', at)).statusCode).toBe(404);
    expect((await server.ask('GET', `${ACTIONS}/${draft.id}`)).json()).toMatchObject({ name });
  });

  it('stand beside what is published, one at a time', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const at = `${ACTIONS}/${id}/draft`;
    expect((await server.ask('POST', at)).json()).toMatchObject({ id, version: 1, name: 'Find a queue' });
    expect((await server.ask('POST', at)).json()).toMatchObject({
      status: 409,
      code: 'attendant.action.draft.exists',
    });
    await server.ask('PATCH', at, { version: 1, name: 'Newer' });
    expect((await server.ask('GET', `${ACTIONS}/${id}`)).json()).toMatchObject({ name: 'Find a queue' });
    expect((await server.ask('POST', `${at}/publish`, { version: 2 })).json()).toMatchObject({
      name: 'Newer',
      version: 2,
    });
    await server.ask('POST', at);
    expect((await server.ask('DELETE', at)).statusCode).toBe(204);
    expect((await server.ask('GET', `${ACTIONS}/${id}`)).json()).toMatchObject({ name: 'Newer' });
  });

  it('publish a higher version than the one before', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    await server.ask('POST', `${ACTIONS}/${id}/draft`);
    await server.ask('PATCH', `${ACTIONS}/${id}`, { version: 1, name: 'Beside it' });
    const published = await server.ask('POST', `${ACTIONS}/${id}/draft/publish`, { version: 1 });
    expect(published.json()).toMatchObject({ version: 3, name: 'Find a queue' });
  });

  it('C3 never change the contract of what was published, nor whether it is secure', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const at = `${ACTIONS}/${id}/draft`;
    await server.ask('POST', at);
    expect((await server.ask('PATCH', at, { version: 1, contract: OTHER_CONTRACT })).json()).toMatchObject({
      status: 400,
      code: 'attendant.action.contract.fixed',
      details: [{ fieldName: 'contract' }],
    });
    expect((await server.ask('PATCH', at, { version: 1, secure: true })).json()).toMatchObject({
      status: 400,
      details: [{ fieldName: 'secure' }],
    });
    const same = await server.ask('PATCH', at, { version: 1, contract: SAME_CONTRACT, secure: false });
    expect(same.json()).toMatchObject({ version: 2 });
  });

  it('change the contract freely before they are published', async () => {
    const server = await openDataActionServer();
    const { id } = (await server.ask('POST', `${ACTIONS}/drafts`, NEW_ACTION)).json<Action>();
    const changed = await server.ask('PATCH', `${ACTIONS}/${id}/draft`, {
      version: 1,
      contract: OTHER_CONTRACT,
      secure: true,
    });
    expect(changed.json()).toMatchObject({
      version: 2,
      secure: true,
      contract: { input: { inputSchema: { properties: { other: { type: 'string' } } } } },
    });
  });

  it('are not found where there is none', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    const at = `${ACTIONS}/${id}/draft`;
    for (const answer of [
      server.ask('GET', at),
      server.ask('PATCH', at, { version: 1 }),
      server.ask('DELETE', at),
      server.ask('POST', `${at}/publish`, { version: 1 }),
      server.ask('GET', `${at}/validation`),
      server.ask('POST', `${at}/test`, {}),
      server.ask('POST', `${ACTIONS}/nothing/draft`),
    ])
      expect((await answer).json()).toMatchObject({ status: 404, code: 'not.found' });
  });
});

describe('a restart', () => {
  it('keeps data actions, drafts and versions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-actions-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'a.db');
    const before = await openDataActionServer({ file });
    const { id } = await before.make();
    await before.ask('PATCH', `${ACTIONS}/${id}`, { version: 1, category: 'Moved' });
    await before.ask('POST', `${ACTIONS}/${id}/draft`);
    const whole = (await before.ask('GET', `${ACTIONS}/${id}?expand=contract&includeConfig=true`)).json();
    await before.close();

    const after = await openDataActionServer({ file });
    const read = await after.ask('GET', `${ACTIONS}/${id}?expand=contract&includeConfig=true`);
    expect(read.json()).toEqual(whole);
    expect((await after.ask('GET', `${ACTIONS}/${id}/draft`)).json()).toMatchObject({ version: 2 });
    expect((await after.ask('POST', `${ACTIONS}/${id}/execute`, { id: 'q1' })).statusCode).toBe(200);
    await after.close();

    const without = await openDataActionServer({
      file,
      integrations: INTEGRATIONS.filter((one) => one.id !== 'cloud'),
    });
    const run = await without.ask('POST', `${ACTIONS}/${id}/execute`, { id: 'q1' });
    expect(run.json()).toMatchObject({
      status: 400,
      code: 'attendant.action.integration.not.found',
      message: expect.stringContaining('cloud'),
    });
  });
});
