import { describe, expect, it } from 'vitest';
import { openPages } from '../pages/open-pages.ts';

const PATH = '/attendant/data-actions';
const WHO = { channel: 'whatsapp', address: '13175550199' };

describe('the workbench for data actions', () => {
  it('lists what there is, with the faults that can be played', async () => {
    const pages = await openPages();
    const { entities, faults } = await pages.ask<{ entities: object[]; faults: object[] }>('GET', PATH);
    expect(entities).toContainEqual(
      expect.objectContaining({ id: 'send-whatsapp', method: 'POST', secure: false }),
    );
    expect(faults).toContainEqual({ name: 'notFound', about: 'The answer is 404.' });
    const whole = await pages.ask('GET', `${PATH}/send-whatsapp`);
    expect(whole).toMatchObject({ inputSchema: { required: ['toAddress', 'template'] } });
  });

  it('tells what would be sent, and sends nothing', async () => {
    const pages = await openPages();
    const input = { ...WHO, method: 'web form' };
    const plan = await pages.ask('POST', `${PATH}/grant-consent/plan`, { input });
    expect(plan).toMatchObject({ request: { method: 'PUT' }, outsideHost: null });
    const wrong = await pages.ask('POST', `${PATH}/grant-consent/plan`, { input: {} });
    expect(wrong).toMatchObject({ error: { message: expect.stringContaining('channel') } });
    const { entities } = await pages.ask<{ entities: { address: string }[] }>('GET', '/attendant/consents');
    expect(entities.map(({ address }) => address)).not.toContain(WHO.address);
  });

  it('runs, and tells each operation with its time', async () => {
    const pages = await openPages();
    const input = { ...WHO, method: 'web form' };
    const run = await pages.ask<{ operations: { name: string; milliseconds: number }[] }>(
      'POST',
      `${PATH}/grant-consent/run`,
      { input },
    );
    expect(run).toMatchObject({ success: true, finalResult: expect.anything() });
    expect(run.operations.map(({ name }) => name)).toContain('Send the request');
    expect(run.operations.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
    expect(await pages.ask('GET', `/attendant/consents/whatsapp/${WHO.address}`)).toMatchObject({
      status: 'granted',
    });
  });

  it('plays a fault, and refuses one that there is not', async () => {
    const pages = await openPages();
    const run = await pages.ask('POST', `${PATH}/read-consent/run`, { input: WHO, fault: 'notFound' });
    expect(run).toMatchObject({
      success: false,
      error: { details: [{ errorCode: 'ACTION.REMOTE_ENDPOINT' }] },
    });
    for (const body of [{ fault: 'no' }, { input: 'text' }, ['a']])
      await expect(pages.ask('POST', `${PATH}/read-consent/run`, body)).rejects.toThrow(/answered 400/);
    await expect(pages.ask('POST', `${PATH}/nothing/run`, {})).rejects.toThrow(/answered 404/);
  });
});
