import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { NEW_ACTION, openDataActionServer } from './data-action-server.ts';

interface Action {
  readonly id: string;
  readonly version: number;
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly IntegrationsApi: new () => {
    getIntegrations(options: object): Promise<{ entities: { id: string; name: string }[] }>;
    getIntegrationsActions(options: object): Promise<{ entities: Action[]; total: number }>;
    getIntegrationsActionsCategories(): Promise<{ entities: { name: string }[] }>;
    getIntegrationsAction(
      id: string,
      options: object,
    ): Promise<Action & { config: object; contract: object }>;
    getIntegrationsActionTemplate(id: string, file: string): Promise<string>;
    getIntegrationsActionSchema(id: string, file: string, options: object): Promise<object>;
    getIntegrationsActionDraftValidation(id: string): Promise<{ valid: boolean; errors: object[] }>;
    postIntegrationsActionsDrafts(body: object): Promise<Action>;
    postIntegrationsActionDraft(id: string): Promise<Action>;
    patchIntegrationsActionDraft(id: string, body: object): Promise<Action>;
    patchIntegrationsAction(id: string, body: object): Promise<Action>;
    postIntegrationsActionDraftPublish(id: string, body: object): Promise<Action>;
    postIntegrationsActionDraftTest(id: string, body: object): Promise<{ success: boolean }>;
    postIntegrationsActionTest(
      id: string,
      body: object,
    ): Promise<{ operations: object[]; finalResult: object }>;
    postIntegrationsActionExecute(id: string, body: object, options: object): Promise<object>;
    deleteIntegrationsActionDraft(id: string): Promise<void>;
    deleteIntegrationsAction(id: string): Promise<void>;
  };
}

const sdk = loadSdk<Sdk>();

async function integrationsApi() {
  const opened = await openDataActionServer();
  await connectSdk(sdk, opened.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('worker', 'worker-secret');
  return new sdk.IntegrationsApi();
}

describe('the official JavaScript SDK', () => {
  it('O3 makes, publishes, tests, executes and deletes a data action', async () => {
    const api = await integrationsApi();
    const { entities } = await api.getIntegrations({ pageSize: 100 });
    const integrationId = entities.find(({ name }) => name === 'Genesys Cloud')?.id;
    const draft = await api.postIntegrationsActionsDrafts({ ...NEW_ACTION, integrationId });
    expect(await api.getIntegrationsActionDraftValidation(draft.id)).toMatchObject({ valid: true });
    expect(await api.postIntegrationsActionDraftTest(draft.id, { id: 'q1' })).toMatchObject({
      success: true,
    });
    const published = await api.postIntegrationsActionDraftPublish(draft.id, { version: draft.version });
    const { id } = published;
    expect(await api.getIntegrationsActions({ name: 'find', sortOrder: 'asc' })).toMatchObject({
      total: 1,
      entities: [{ id }],
    });
    expect((await api.getIntegrationsActionsCategories()).entities).toContainEqual({ name: 'Queues' });
    const whole = await api.getIntegrationsAction(id, { expand: 'contract', includeConfig: true });
    expect(whole).toMatchObject({ contract: NEW_ACTION.contract, config: NEW_ACTION.config });
    expect(await api.getIntegrationsActionTemplate(id, 'requesttemplate.vm')).toBe('${input.rawRequest}');
    expect(await api.getIntegrationsActionSchema(id, 'inputschema.json', {})).toMatchObject({
      required: ['id'],
    });
    expect((await api.postIntegrationsActionTest(id, { id: 'q1' })).operations).toHaveLength(2);
    expect(await api.postIntegrationsActionExecute(id, { id: 'q1' }, { flatten: true })).toMatchObject({
      'queue.name': 'Support',
    });
    const again = await api.postIntegrationsActionDraft(id);
    const renamed = await api.patchIntegrationsActionDraft(id, { version: again.version, name: 'Renamed' });
    expect(renamed).toMatchObject({ name: 'Renamed' });
    await api.deleteIntegrationsActionDraft(id);
    await api.patchIntegrationsAction(id, { version: published.version, category: 'Moved' });
    await api.deleteIntegrationsAction(id);
    await expect(api.getIntegrationsAction(id, {})).rejects.toMatchObject({ status: 404, code: 'not.found' });
  });

  it('O3 rejects with the error body', async () => {
    const api = await integrationsApi();
    await expect(api.patchIntegrationsAction('look-up', { version: 1 })).rejects.toMatchObject({
      status: 409,
      code: 'attendant.action.of.file',
      contextId: expect.any(String),
    });
  });
});
