import { describe, expect, it } from 'vitest';
import { openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const LIBRARIES = '/api/v2/responsemanagement/libraries';
const RESPONSES = '/api/v2/responsemanagement/responses';
const SEED = {
  ...TEST_SEED,
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'author',
      name: 'Author',
      secret: 'author-secret',
      localOnly: true,
      permissions: ['responses:*:*'],
    },
  ],
};

async function open() {
  const local = await openLocalServer({ seed: SEED });
  const headers = await local.login('author');
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) =>
    local.inject({ method, url, headers, ...(payload && { payload }) });
  const library = (await ask('POST', LIBRARIES, { name: 'WhatsApp' })).json<{ id: string }>();
  return { local, ask, library };
}

const WHATSAPP = {
  name: 'order_update',
  language: 'en_US',
  header: { type: 'Image', content: '{{picture}}' },
  messageFooter: { type: 'Text', content: 'Reply STOP to end this' },
  buttons: [
    { type: 'Url', contentText: 'Track', content: 'https://example.com/t/{{code}}' },
    { type: 'QuickReply', contentText: 'Thanks', payload: 'thanks' },
    { type: 'PhoneNumber', contentText: 'Call us', content: '+13175550100' },
  ],
};

function template(libraryId: string, change: object = {}, text = 'Hello {{name}}, it comes on {{day}}.') {
  return {
    name: 'Order update',
    libraries: [{ id: libraryId }],
    texts: [{ content: text, contentType: 'text/plain' }],
    substitutions: [{ id: 'name', description: 'who' }],
    responseType: 'MessagingTemplate',
    messagingTemplate: { whatsApp: { ...WHATSAPP, ...change } },
  };
}

function message(responseId: string) {
  return {
    ...PLAIN_MESSAGE,
    messagingTemplate: {
      responseId,
      headerParameters: [{ id: 'picture', value: 'https://example.com/a.png' }],
      bodyParameters: [
        { id: 'name', value: 'Ann' },
        { id: 'day', value: 'Friday' },
      ],
      buttonUrlParameters: [{ id: 'code', value: 'a77' }],
    },
  };
}

describe('message templates over the API', () => {
  it('W4 makes one, waits for approval, and sends it with its header, buttons and named parameters', async () => {
    const { local, ask, library } = await open();
    const made = await ask('POST', RESPONSES, template(library.id));
    expect(made.json()).toMatchObject({
      version: 1,
      libraries: [{ id: library.id, name: 'WhatsApp' }],
      messagingTemplate: {
        whatsApp: { name: 'order_update', templateStatus: 'pending', header: { type: 'Image' } },
      },
    });
    const { id } = made.json();
    expect((await local.send(message(id))).json()).toMatchObject({ code: 'attendant.template.not.approved' });
    const url = `/attendant/message-templates/${id}/status`;
    const approved = await local.inject({ method: 'PUT', url, payload: { status: 'approved' } });
    expect(approved.json()).toMatchObject({
      version: 2,
      messagingTemplate: { whatsApp: { templateStatus: 'approved' } },
    });
    const sent = await local.send(message(id));
    expect(sent.statusCode).toBe(202);
    expect(sent.json().message.normalizedMessage.content[0].template).toMatchObject({
      header: { type: 'Media', media: { mediaType: 'Image', url: 'https://example.com/a.png' } },
      body: { text: 'Hello Ann, it comes on Friday.' },
      footer: { text: 'Reply STOP to end this' },
      buttons: [
        { type: 'Url', index: 0 },
        { type: 'QuickReply', payload: 'thanks' },
        { type: 'PhoneNumber' },
      ],
    });
    const stored = local.platform.messages.one(sent.json().id);
    expect(stored?.fields['template']).toMatchObject({
      name: 'order_update',
      format: 'named',
      values: [
        { kind: 'image' },
        { id: 'name' },
        { id: 'day' },
        { kind: 'urlSuffix', button: 0, value: 'a77' },
      ],
    });
  });

  it.each(['pending', 'rejected', 'paused', 'disabled'])(
    'W4 sends no template that is %s',
    async (status) => {
      const local = await openLocalServer();
      await local.inject({
        method: 'PUT',
        url: '/attendant/message-templates/plain/status',
        payload: { status },
      });
      expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({
        status: 400,
        code: 'attendant.template.not.approved',
      });
    },
  );

  it('W4 refuses parameters that do not match what was made over the API in number or kind', async () => {
    const { local, ask, library } = await open();
    const { id } = (await ask('POST', RESPONSES, template(library.id))).json();
    const url = `/attendant/message-templates/${id}/status`;
    await local.inject({ method: 'PUT', url, payload: { status: 'approved' } });
    const { messagingTemplate, ...rest } = message(id);
    const send = async (change: object) =>
      (await local.send({ ...rest, messagingTemplate: { ...messagingTemplate, ...change } })).json();
    expect(await send({ headerParameters: [{ id: 'picture', value: 'a picture' }] })).toMatchObject({
      code: 'attendant.template.parameter.kind',
    });
    expect(await send({ bodyParameters: [{ id: 'name', value: 'Ann' }] })).toMatchObject({
      code: 'attendant.template.parameters.mismatch',
    });
    expect(await send({ buttonUrlParameters: undefined })).toMatchObject({
      code: 'attendant.template.parameters.mismatch',
    });
  });

  it('W4 has a changed template approved again, and refuses an older version', async () => {
    const { local, ask, library } = await open();
    const { id } = (await ask('POST', RESPONSES, template(library.id))).json();
    await local.inject({
      method: 'PUT',
      url: `/attendant/message-templates/${id}/status`,
      payload: { status: 'approved' },
    });
    const renamed = { ...template(library.id), name: 'Renamed', version: 2 };
    expect((await ask('PUT', `${RESPONSES}/${id}`, renamed)).json()).toMatchObject({
      version: 3,
      name: 'Renamed',
      messagingTemplate: { whatsApp: { templateStatus: 'approved' } },
    });
    expect((await ask('PUT', `${RESPONSES}/${id}`, renamed)).json()).toMatchObject({
      status: 409,
      code: 'invalid.update.wrong.version',
    });
    const other = { ...template(library.id, {}, 'Other text for {{name}}'), version: 3 };
    expect((await ask('PUT', `${RESPONSES}/${id}`, other)).json()).toMatchObject({
      version: 4,
      messagingTemplate: { whatsApp: { templateStatus: 'pending' } },
    });
    expect((await ask('DELETE', `${RESPONSES}/${id}`)).statusCode).toBe(204);
    expect((await ask('GET', `${RESPONSES}/${id}`)).statusCode).toBe(404);
    expect((await local.send(message(id))).json()).toMatchObject({ code: 'attendant.template.not.found' });
  });

  it.each([
    ['a header over 60 characters', { header: { type: 'Text', content: 'x'.repeat(61) } }, 'header.content'],
    ['a footer over 60 characters', { messageFooter: { content: '👋'.repeat(61) } }, 'messageFooter.content'],
    ['a footer with a parameter', { messageFooter: { content: 'By {{who}}' } }, 'messageFooter.content'],
    [
      'a button over 25 characters',
      { buttons: [{ type: 'QuickReply', contentText: 'x'.repeat(26) }] },
      'buttons.0.contentText',
    ],
    ['a button without a text', { buttons: [{ type: 'QuickReply' }] }, 'buttons.0.contentText'],
    ['eleven buttons', { buttons: Array(11).fill({ type: 'QuickReply', contentText: 'x' }) }, 'buttons'],
    [
      'a web address that is none',
      { buttons: [{ type: 'Url', contentText: 'x', content: 'javascript:1' }] },
      'buttons.0.content',
    ],
    [
      'a parameter within one',
      { buttons: [{ type: 'Url', contentText: 'x', content: 'https://{{h}}/a' }] },
      'buttons.0.content',
    ],
    [
      'a number that is none',
      { buttons: [{ type: 'PhoneNumber', contentText: 'x', content: '112' }] },
      'buttons.0.content',
    ],
    ['media from http', { header: { type: 'Video', content: 'http://example.com/v' } }, 'header.content'],
    ['a name with capitals', { name: 'Order' }, 'name'],
    ['a language that is none', { language: 'English' }, 'language'],
    ['a line break in the header', { header: { type: 'Text', content: 'a\r\nb' } }, 'header.content'],
    ['a carousel', { carousel: { cards: [] } }, 'carousel'],
  ])('W4 refuses %s', async (_case, change, field) => {
    const { ask, library } = await open();
    const answer = await ask('POST', RESPONSES, template(library.id, change));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().details[0].fieldName).toBe(`messagingTemplate.whatsApp.${field}`);
  });

  it.each([
    ['a body over 1,024 characters', 'x'.repeat(1025)],
    ['no body', ''],
    ['names and numbers', '{{1}} {{name}}'],
    ['a gap in the numbers', '{{1}} {{3}}'],
    ['a NUL', 'a\0'],
    ['half a surrogate pair', '\ud83d'],
  ])('W4 refuses %s', async (_case, text) => {
    const { ask, library } = await open();
    const plain = { header: undefined, buttons: undefined };
    const answer = await ask('POST', RESPONSES, template(library.id, plain, text));
    expect(answer.json()).toMatchObject({
      status: 400,
      details: [{ fieldName: expect.stringContaining('texts') }],
    });
  });
});

describe('libraries and canned responses', () => {
  it('keeps a text with its substitutions, lists it by library and finds it', async () => {
    const { ask, library } = await open();
    const text = {
      name: 'Opening hours',
      libraries: [{ id: library.id }],
      texts: [{ content: 'We are here from {{from}} 👋', contentType: 'text/plain', type: 'body' }],
      interactionType: 'chat',
      substitutions: [{ id: 'from', description: 'when', defaultValue: '9' }],
    };
    const made = await ask('POST', RESPONSES, text);
    expect(made.json()).toMatchObject({ ...text, version: 1 });
    const list = await ask('GET', `${RESPONSES}?libraryId=${library.id}`);
    expect(list.json()).toMatchObject({ total: 1, entities: [{ name: 'Opening hours' }] });
    const query = async (body: object) => (await ask('POST', `${RESPONSES}/query`, body)).json().results;
    expect(await query({ queryPhrase: 'HERE FROM' })).toMatchObject({
      total: 1,
      entities: [{ id: made.json().id }],
    });
    expect((await query({})).total).toBe(6);
    const filters = [{ name: 'responseType', operator: 'EQUALS', values: ['MessagingTemplate'] }];
    expect(await query({ filters, pageSize: 2, pageNumber: 3 })).toMatchObject({ total: 5, pageCount: 3 });
    const wrong = await ask('POST', `${RESPONSES}/query`, { filters: [{ ...filters[0], name: 'colour' }] });
    expect(wrong.json()).toMatchObject({ status: 400, details: [{ fieldName: 'filters.0.name' }] });
  });

  it('makes, changes, lists and deletes libraries', async () => {
    const { ask, library } = await open();
    const { id } = library;
    expect((await ask('POST', LIBRARIES, { name: 'whatsapp' })).json()).toMatchObject({ status: 409 });
    expect((await ask('PUT', `${LIBRARIES}/${id}`, { name: 'Renamed', version: 1 })).json()).toMatchObject({
      version: 2,
    });
    expect((await ask('PUT', `${LIBRARIES}/${id}`, { name: 'Again', version: 1 })).json()).toMatchObject({
      status: 409,
      code: 'invalid.update.wrong.version',
    });
    expect((await ask('GET', `${LIBRARIES}?libraryPrefix=ren`)).json()).toMatchObject({
      total: 1,
      entities: [{ id }],
    });
    expect(
      (await ask('POST', `${LIBRARIES}/bulk`, { libraryIds: [id, 'nothing'] })).json().entities,
    ).toHaveLength(1);
    const typed = (await ask('POST', LIBRARIES, { name: 'Footers', responseType: 'Footer' })).json();
    expect((await ask('POST', RESPONSES, template(typed.id))).json()).toMatchObject({
      code: 'attendant.response.library.type',
    });
    expect((await ask('POST', RESPONSES, template('nothing'))).json()).toMatchObject({
      code: 'attendant.response.library.not.found',
    });
    await ask('POST', RESPONSES, template(id));
    expect((await ask('DELETE', `${LIBRARIES}/${id}`)).json()).toMatchObject({
      code: 'attendant.library.not.empty',
    });
    expect((await ask('DELETE', `${LIBRARIES}/${typed.id}`)).statusCode).toBe(204);
    expect((await ask('GET', `${LIBRARIES}/${typed.id}`)).json()).toMatchObject({
      status: 404,
      code: 'rms.library.not.found',
    });
  });

  it('asks for the permissions of Genesys Cloud', async () => {
    const { local } = await open();
    const headers = await local.login('sender');
    for (const [method, url] of [
      ['POST', LIBRARIES],
      ['GET', LIBRARIES],
      ['POST', RESPONSES],
      ['PUT', `${RESPONSES}/plain`],
      ['DELETE', `${RESPONSES}/plain`],
    ] as const)
      expect((await local.inject({ method, url, headers, payload: {} })).statusCode).toBe(403);
  });
});
