import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { FileAction } from '../../src/platform/data-actions/action-record.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { LOOKING_MS, lookAtAll, openPages } from './open-pages.ts';

/** One whose contract has every kind of value; it goes to a host that nobody allows. */
const ORDER: FileAction = {
  file: 'order.data-action.json',
  dataAction: orderAction(),
};

function orderAction(url = 'https://orders.example.com/orders') {
  const { dataAction } = compileDataAction(
    {
      name: 'Place an order <b>now</b>',
      integrationType: 'custom-rest-actions',
      templates: 'handlebars',
      contract: {
        input: {
          inputSchema: {
            type: 'object',
            required: ['customer', 'lines'],
            properties: {
              customer: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string', description: 'Who orders' },
                  isNew: { type: 'boolean' },
                },
              },
              lines: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: { article: { type: 'string' }, count: { type: 'integer' } },
                },
              },
              speed: { type: 'string', enum: ['slow', 'fast'] },
              discount: { type: 'number' },
              remarks: { type: 'array', items: {} },
            },
          },
        },
        output: { successSchema: { type: 'object', properties: { id: { type: 'string' } } } },
      },
      config: {
        request: {
          requestType: 'POST',
          requestUrlTemplate: url,
          headers: { 'Content-Type': 'application/json' },
          requestTemplate: { who: '{{input.customer.name}}' },
        },
        response: { translationMap: { id: '$.id' } },
      },
    },
    'order.data-action.json',
  );
  if (dataAction === undefined) throw new Error('the data action of the test has no faults');
  return dataAction;
}

async function inputKept(page: Page, id: string): Promise<unknown> {
  return JSON.parse(String(await page.evaluate(`localStorage.getItem('attendant.input.${id}')`)));
}

describe('the page of data actions', () => {
  it('finds one, runs it from its form by keyboard, and shows every operation', async () => {
    const pages = await openPages();
    const page = await pages.open('#/data-actions');
    await page.getByRole('link', { name: 'Send a WhatsApp notification', exact: true }).waitFor();
    await page.getByLabel('Search').fill('consent');
    await page
      .getByRole('link', { name: 'Send a WhatsApp notification', exact: true })
      .waitFor({ state: 'detached' });
    await page.locator('a[href="#/data-actions/grant-consent"]').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel(/^channel/).selectOption('whatsapp');
    await page.getByLabel(/^address/).fill('13175550199');
    await page.getByLabel(/^method/).fill('web form');
    await page.keyboard.press('Enter');
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('success', { exact: true }).waitFor();
    await result.getByText('Send the request').click();
    await result.getByText('PUT').first().waitFor();
    expect(await pages.ask('GET', '/attendant/consents/whatsapp/13175550199')).toMatchObject({
      status: 'granted',
      method: 'web form',
    });
    await page.reload();
    await page.getByLabel(/^address/).waitFor();
    expect(await page.getByLabel(/^address/).inputValue()).toBe('13175550199');
  });

  it('shows what would be sent, and what a fault makes of it', async () => {
    const pages = await openPages();
    const page = await pages.open('#/data-actions/read-consent');
    await page.getByLabel(/^channel/).selectOption('whatsapp');
    await page.getByLabel(/^address/).fill('13175550199');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('would be sent').waitFor();
    await page.getByLabel('The receiver').selectOption('serverErrors');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('region', { name: 'Result' }).getByRole('heading', { name: 'Result' }).waitFor();
    await page.getByLabel('The receiver').selectOption('notFound');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('The data action failed').waitFor();
  });

  it('makes a form for objects, lists, choices and numbers, and takes JSON as well', async () => {
    const pages = await openPages({ moreActions: [ORDER] });
    const page = await pages.open('#/data-actions/order');
    await page.getByLabel('name (required)').fill('Ada');
    await page.getByLabel('isNew').selectOption('true');
    await page.getByRole('button', { name: 'Add to lines' }).click();
    await page.getByLabel('article').fill('Tea');
    await page.getByLabel('count', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Add to lines' }).click();
    await page.getByRole('button', { name: 'Remove lines 2' }).click();
    await page.getByLabel('speed').selectOption('fast');
    await page.getByLabel('discount').fill('1.5');
    const input = {
      customer: { name: 'Ada', isNew: true },
      lines: [{ article: 'Tea', count: 3 }],
      speed: 'fast',
      discount: 1.5,
    };
    expect(await inputKept(page, 'order')).toEqual(input);
    await page.getByRole('checkbox', { name: 'as JSON' }).check();
    expect(JSON.parse(await page.getByLabel('Input as JSON').inputValue())).toEqual(input);
    await page.getByLabel('Input as JSON').fill('{ "customer": ');
    await page.getByText('This is not JSON yet').waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await page.getByText('shows what would be sent').isVisible()).toBe(true);
    await page.getByLabel('Input as JSON').fill('{ "customer": { "name": "Bob" }, "lines": [] }');
    await page.getByRole('checkbox', { name: 'as JSON' }).uncheck();
    expect(await page.getByLabel('name (required)').inputValue()).toBe('Bob');
  });

  it('leaves what is half written with its own item when another one is removed', async () => {
    const pages = await openPages({ moreActions: [ORDER] });
    const page = await pages.open('#/data-actions/order');
    for (const text of ['"gone"', '"half wri']) {
      await page.getByRole('button', { name: 'Add to remarks' }).click();
      await page
        .getByLabel(/^remarks .* \(JSON\)/)
        .last()
        .fill(text);
    }
    await page.getByRole('button', { name: 'Remove remarks 1' }).click();
    await page.getByRole('button', { name: 'Remove remarks 2' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('remarks 1 (JSON)').inputValue()).toBe('"half wri');
  });

  it('D8 keeps and shows nothing of a secure one', async () => {
    const secure = { ...ORDER, dataAction: { ...orderAction(), isSecure: true } };
    const pages = await openPages({ moreActions: [secure] });
    const page = await pages.open('#/data-actions/order');
    await page.getByText('secure: values are not shown').waitFor();
    await page.getByLabel('name (required)').fill('4929 1234');
    await page.getByRole('button', { name: 'Add to lines' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('would be sent').waitFor();
    expect(await page.getByRole('region', { name: 'Dry run' }).innerText()).not.toContain('4929');
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain('4929');
  });

  it('asks before anything leaves this machine', async () => {
    const pages = await openPages({ moreActions: [ORDER] });
    const page = await pages.open('#/data-actions/order');
    await page.getByLabel('name (required)').fill('Ada');
    await page.getByRole('button', { name: 'Add to lines' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'This leaves this machine' });
    await dialog.getByText('orders.example.com').first().waitFor();
    await dialog.getByRole('button', { name: 'Do not send' }).click();
    await page.getByText('A run leaves this machine').waitFor();
    expect(await page.getByRole('region', { name: 'Result' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await dialog.getByRole('button', { name: 'Send it to orders.example.com' }).click();
    await page
      .getByText(/The data action failed.*orders\.example\.com/)
      .first()
      .waitFor();
  });

  it('stays quick with an answer of 2 MB, whatever it holds', async () => {
    const rows = Array.from({ length: 19_000 }, (_, row) => ({
      row,
      text: `<img src=x onerror=alert(1)> ${'é'.repeat(20)}`,
    }));
    const receiver = await startLoopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'a', rows }));
    });
    onTestFinished(() => receiver.close());
    const large = { ...ORDER, dataAction: orderAction(`${receiver.origin}/orders`) };
    const pages = await openPages({ moreActions: [large], allowedHosts: [receiver.host] });
    const page = await pages.open('#/data-actions/order');
    await page.getByLabel('name (required)').fill('Ada');
    await page.getByRole('button', { name: 'Add to lines' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: `Send it to ${receiver.host}` }).click();
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('success', { exact: true }).waitFor();
    await result.getByText('Parse the answer').click();
    await result.getByText('19000 values').click();
    await result.getByRole('button', { name: '18900 more' }).click();
    await result.getByRole('button', { name: '17900 more' }).waitFor();
    expect(receiver.requests).toHaveLength(1);
  });

  it(
    'can be read by everyone, in both sizes and colours',
    async () => {
      const pages = await openPages({ moreActions: [ORDER] });
      await lookAtAll(pages, '#/data-actions', 'data-actions', (page) =>
        page.getByRole('link', { name: 'Place an order <b>now</b>' }).waitFor(),
      );
      await lookAtAll(pages, '#/data-actions/order', 'data-action', async (page) => {
        await page.getByLabel('name (required)').fill('Ada');
        await page.getByRole('button', { name: 'Add to lines' }).click();
        await page.getByRole('button', { name: 'Dry run' }).click();
        await page.getByText('would be sent').waitFor();
      });
      await lookAtAll(pages, '#/data-actions/read-consent', 'data-action-run', async (page) => {
        await page.getByLabel(/^channel/).selectOption('whatsapp');
        await page.getByLabel(/^address/).fill('13175550201');
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.getByText('Receive the answer').click();
      });
    },
    LOOKING_MS,
  );
});
