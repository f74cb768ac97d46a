import { describe, expect, it } from 'vitest';
import { openCallServer } from './call-server.ts';

const CALLS = '/attendant/calls';

describe('POST /attendant/calls', () => {
  it('starts a call and shows it at its first wait', async () => {
    const server = await openCallServer();
    const answer = await server.post(CALLS, {
      flow: 'Ask',
      from: '13175550123',
      to: '+13175550100',
      name: 'Ann',
      language: 'DE-de',
      inputs: { greeting: 'hi' },
    });
    expect(answer.statusCode).toBe(201);
    const view = answer.json();
    expect(answer.headers['location']).toBe(`${CALLS}/${view.id}`);
    expect(view).toEqual({
      id: expect.any(String),
      flow: { name: 'Ask', type: 'inboundCall', version: 'hash of Ask' },
      status: 'waiting',
      step: 1,
      startedAt: '2026-01-15T12:00:00.000Z',
      language: 'de-DE',
      from: 'tel:+13175550123',
      to: 'tel:+13175550100',
      name: 'Ann',
      standsAt: { task: 'main', action: 'menu:main' },
      waitsFor: {
        for: 'choice',
        dueAt: '2026-01-15T12:00:15.733Z',
        heard: [
          {
            text: expect.stringMatching(/^For a number/),
            bargeIn: true,
            startsAt: '2026-01-15T12:00:00.000Z',
            endsAt: '2026-01-15T12:00:05.733Z',
          },
        ],
        takes: ['press', 'say', 'hangUp'],
        plays: 1,
      },
      variables: { 'Flow.greeting': 'hi' },
      taskVariables: {},
      participantData: {},
      ending: null,
    });
    expect((await server.get(`${CALLS}/${view.id}`)).json()).toEqual(view);
  });

  it('withholds the number when there is none', async () => {
    const server = await openCallServer();
    const { from, to, name } = (await server.post(CALLS, { flow: 'Ask' })).json();
    expect({ from, to, name }).toEqual({ from: null, to: null, name: null });
  });

  it('tells a call its queue, its invocation data and its SIP headers', async () => {
    const server = await openCallServer();
    const details = { queue: 'Support', invocationData: 'order 5', sipHeaders: { 'X-Order': '5' } };
    const { id } = (await server.post(CALLS, { flow: 'Ask', ...details })).json();
    expect((await server.store.load(id))?.call).toEqual(details);
  });

  it.each([
    ['no body', undefined, 'bad.request', undefined],
    ['a list', [], 'bad.request', undefined],
    ['no flow', {}, 'constraint.validation', 'flow'],
    ['a flow that is no text', { flow: 7 }, 'constraint.validation', 'flow'],
    ['an unknown field', { flow: 'Ask', form: '1' }, 'constraint.validation', 'form'],
    ['a number in words', { flow: 'Ask', from: 'Ann' }, 'constraint.validation', 'from'],
    [
      'a number that is too long',
      { flow: 'Ask', from: '+1317555012345678' },
      'constraint.validation',
      'from',
    ],
    ['a number with a line break', { flow: 'Ask', to: '13175550123\n' }, 'constraint.validation', 'to'],
    ['a number as a number', { flow: 'Ask', to: 13175550123 }, 'constraint.validation', 'to'],
    ['an empty name', { flow: 'Ask', name: '' }, 'constraint.validation', 'name'],
    ['a name with control characters', { flow: 'Ask', name: 'a\u0000b' }, 'constraint.validation', 'name'],
    ['a language the flow lacks', { flow: 'Ask', language: 'fr-FR' }, 'constraint.validation', 'language'],
    [
      'a header with a line break',
      { flow: 'Ask', sipHeaders: { a: 'b\r\nc: d' } },
      'constraint.validation',
      'sipHeaders.a',
    ],
    [
      'a header with a blank in its name',
      { flow: 'Ask', sipHeaders: { 'a b': 'c' } },
      'constraint.validation',
      'sipHeaders.a b',
    ],
    ['an empty queue', { flow: 'Ask', queue: '' }, 'constraint.validation', 'queue'],
    ['inputs that are a list', { flow: 'Ask', inputs: [] }, 'constraint.validation', 'inputs'],
    ['an unknown input', { flow: 'Ask', inputs: { x: 1 } }, 'constraint.validation', 'inputs.x'],
    [
      'a variable that is no input',
      { flow: 'Ask', inputs: { digits: '1' } },
      'constraint.validation',
      'inputs.digits',
    ],
    [
      'an input of another type',
      { flow: 'Ask', inputs: { greeting: 5 } },
      'constraint.validation',
      'inputs.greeting',
    ],
  ])('refuses %s and names the field', async (_case, body, code, field) => {
    const server = await openCallServer();
    const answer = await server.post(CALLS, body);
    expect(answer.json()).toMatchObject({
      status: 400,
      code,
      details: field === undefined ? [] : [{ errorCode: code, fieldName: field }],
    });
    expect(answer.body).not.toMatch(/1317555/);
    expect(await server.store.list(10)).toEqual([]);
  });

  it('says which flows there are when it knows none of that name', async () => {
    const server = await openCallServer();
    const answer = await server.post(CALLS, { flow: 'Aks' });
    expect(answer.json()).toMatchObject({
      status: 404,
      code: 'FLOW_UNKNOWN',
      message: expect.stringContaining('Ask, Add up, Fail'),
    });
  });

  it('is for this machine only', async () => {
    const server = await openCallServer();
    for (const url of [CALLS, '/attendant/flows', `${CALLS}/x/events`]) {
      const answer = await server.inject({ method: 'GET', url, remoteAddress: '203.0.113.7' });
      expect(answer.json()).toMatchObject({ status: 403, code: 'not.authorized' });
    }
  });
});

describe('POST /attendant/calls/{id}/stimuli', () => {
  it('presses keys, one wait after the other, to the end of the call', async () => {
    const server = await openCallServer();
    const stimuli = `${CALLS}/${await server.startAsk()}/stimuli`;
    const asked = (await server.post(stimuli, { press: '1' })).json();
    expect(asked.waitsFor).toMatchObject({ for: 'digits', collected: '', takes: ['press', 'hangUp'] });
    const typing = (await server.post(stimuli, { press: '12' })).json();
    expect(typing.waitsFor).toMatchObject({ for: 'digits', collected: '12' });
    const ended = (await server.post(stimuli, { press: '34' })).json();
    expect(ended).toMatchObject({
      status: 'ended',
      waitsFor: null,
      variables: { 'Flow.digits': '1234' },
      participantData: { digits: '1234' },
      ending: { reason: 'flowDisconnected', detail: null },
    });
    expect((await server.post(stimuli, { press: '1' })).json()).toMatchObject({
      status: 409,
      code: 'CONVERSATION_ENDED',
    });
  });

  it('speaks, and lets an agent answer', async () => {
    const server = await openCallServer();
    const stimuli = `${CALLS}/${await server.startAsk()}/stimuli`;
    const early = await server.post(stimuli, { agentAnswers: true });
    expect(early.json()).toMatchObject({ status: 409, code: 'STIMULUS_UNFIT' });
    const waiting = (await server.post(stimuli, { say: 'Agent' })).json();
    expect(waiting.waitsFor).toEqual({
      for: 'agent',
      queue: 'Support',
      dueAt: null,
      heard: [],
      takes: ['agentAnswers', 'hangUp'],
    });
    const answered = (await server.post(stimuli, { agentAnswers: true })).json();
    expect(answered.ending).toEqual({ reason: 'transferred', detail: 'Support' });
  });

  it('hangs up while a data action is under way', async () => {
    const server = await openCallServer({ dataAction: () => new Promise(() => {}) });
    const id = await server.startAsk();
    const asked = (await server.post(`${CALLS}/${id}/stimuli`, { press: '3' })).json();
    expect(asked.waitsFor).toMatchObject({ for: 'dataAction', dataAction: 'look-up' });
    const ended = (await server.post(`${CALLS}/${id}/stimuli`, { hangUp: true })).json();
    expect(ended.ending).toEqual({ reason: 'callerDisconnected', detail: 'while waiting for dataAction' });
  });

  it.each([
    ['nothing', {}, 'bad.request', undefined],
    ['no body', undefined, 'bad.request', undefined],
    ['two at a time', { press: '1', say: 'yes' }, 'constraint.validation', 'say'],
    ['an unknown one', { shout: 'yes' }, 'constraint.validation', 'shout'],
    ['no key', { press: '' }, 'constraint.validation', 'press'],
    ['a letter', { press: '1a' }, 'constraint.validation', 'press'],
    ['a line break', { press: '1\n' }, 'constraint.validation', 'press'],
    ['more than 40 keys', { press: '1'.repeat(41) }, 'constraint.validation', 'press'],
    ['a key as a number', { press: 1 }, 'constraint.validation', 'press'],
    ['no words', { say: ' ' }, 'constraint.validation', 'say'],
    ['too many words', { say: 'a'.repeat(501) }, 'constraint.validation', 'say'],
    ['half a character', { say: '\ud800' }, 'constraint.validation', 'say'],
    ['not hanging up', { hangUp: false }, 'constraint.validation', 'hangUp'],
    ['an agent by name', { agentAnswers: 'Bob' }, 'constraint.validation', 'agentAnswers'],
  ])('refuses %s and leaves the call as it is', async (_case, body, code, field) => {
    const server = await openCallServer();
    const id = await server.startAsk();
    const answer = await server.post(`${CALLS}/${id}/stimuli`, body);
    expect(answer.json()).toMatchObject({
      status: 400,
      code,
      details: field === undefined ? [] : [{ errorCode: code, fieldName: field }],
    });
    expect((await server.get(`${CALLS}/${id}`)).json().step).toBe(1);
  });

  it('lets nobody press or speak in a workflow, and lets the operator end it', async () => {
    const server = await openCallServer();
    const { id, waitsFor } = (await server.post(CALLS, { flow: 'Add up' })).json();
    expect(waitsFor.takes).toEqual(['hangUp']);
    for (const body of [{ press: '1' }, { say: 'yes' }, { agentAnswers: true }]) {
      const answer = await server.post(`${CALLS}/${id}/stimuli`, body);
      expect(answer.json()).toMatchObject({ status: 409, code: 'STIMULUS_UNFIT' });
    }
    expect((await server.post(`${CALLS}/${id}/stimuli`, { hangUp: true })).json().status).toBe('ended');
  });
});

describe('reading calls', () => {
  it('lists the newest first', async () => {
    const server = await openCallServer();
    const first = await server.startAsk();
    server.clock.advance(1000);
    const second = await server.startAsk();
    const { entities } = (await server.get(`${CALLS}?limit=2`)).json();
    expect(entities).toEqual([
      {
        id: second,
        flow: { name: 'Ask' },
        status: 'waiting',
        waitsFor: 'choice',
        from: null,
        to: null,
        startedAt: '2026-01-15T12:00:01.000Z',
        updatedAt: '2026-01-15T12:00:01.000Z',
      },
      expect.objectContaining({ id: first }),
    ]);
    expect((await server.get(`${CALLS}?limit=1`)).json().entities).toHaveLength(1);
    expect((await server.get(`${CALLS}?limit=0`)).json()).toMatchObject({
      status: 400,
      code: 'invalid.query.param.value',
      details: [{ fieldName: 'limit' }],
    });
  });

  it('searches by flow, status, number, part of an id and time, a page at a time', async () => {
    const server = await openCallServer();
    const first = await server.startAsk();
    server.clock.advance(1000);
    const other = (await server.post(CALLS, { flow: 'Talk long', from: '+447700900123' })).json().id;
    server.clock.advance(1000);
    const third = await server.startAsk();
    await server.post(`${CALLS}/${first}/stimuli`, { hangUp: true });
    const found = async (query: string) =>
      (await server.get(`${CALLS}?${query}`)).json().entities.map(({ id }: { id: string }) => id);
    expect(await found('flow=Ask')).toEqual([third, first]);
    expect(await found('status=ended')).toEqual([first]);
    expect(await found('status=waiting')).toEqual([third, other]);
    expect(await found('text=7700900')).toEqual([other]);
    expect(await found('text=TALK')).toEqual([other]);
    expect(await found(`text=${third.slice(-3)}`)).toEqual([third]);
    expect(await found('since=2026-01-15T12:00:01Z&until=2026-01-15T12:00:01Z')).toEqual([other]);
    expect(await found(`limit=1&after=${third}`)).toEqual([other]);
    expect(await found(`after=${first}`)).toEqual([]);
    expect(await found('text=%25')).toEqual([]);
    for (const query of ['status=lost', 'since=yesterday', 'after=nobody'])
      expect((await server.get(`${CALLS}?${query}`)).json(), query).toMatchObject({
        code: 'invalid.query.param.value',
        details: [{ fieldName: query.split('=')[0] }],
      });
  });

  it('gives a transcript as JSON, or as lines', async () => {
    const server = await openCallServer();
    const id = await server.startAsk();
    server.clock.advance(1500);
    await server.post(`${CALLS}/${id}/stimuli`, { hangUp: true });
    const events = (await server.get(`${CALLS}/${id}/transcript`)).json();
    expect(events.map((event: { type: string }) => event.type)).toEqual([
      'startedFlow',
      'enteredMenu',
      'playedAudio',
      'disconnected',
      'endedFlow',
    ]);
    expect(events.map((event: { sequence: number }) => event.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(Object.keys(events[0]).slice(0, 4)).toEqual(['at', 'sequence', 'conversationId', 'type']);
    expect(events[3]).toMatchObject({ conversationId: id, at: '2026-01-15T12:00:01.500Z', by: 'caller' });
    const lines = await server.get(`${CALLS}/${id}/transcript`, { accept: 'application/x-ndjson' });
    expect(lines.headers['content-type']).toContain('application/x-ndjson');
    expect(
      lines.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(events);
  });

  it.each(['', '/transcript', '/events'])('answers 404 on an unknown call: %s', async (path) => {
    const server = await openCallServer();
    const answer = await server.get(`${CALLS}/13175550123${path}`);
    expect(answer.json()).toMatchObject({ status: 404, code: 'CONVERSATION_UNKNOWN' });
    expect(answer.body).not.toContain('13175550123');
  });

  it('answers 404 to a stimulus for an unknown call', async () => {
    const server = await openCallServer();
    expect((await server.post(`${CALLS}/x/stimuli`, { hangUp: true })).json()).toMatchObject({
      status: 404,
      code: 'CONVERSATION_UNKNOWN',
    });
  });

  it('lists the flows that can be run with what goes in and out', async () => {
    const server = await openCallServer();
    const { entities } = (await server.get('/attendant/flows')).json();
    expect(entities).toHaveLength(4);
    expect(entities[1]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      name: 'Add up',
      type: 'workflow',
      version: 'hash of Add up',
      languages: ['en-US'],
      inputs: [
        { name: 'Flow.number', type: 'phoneNumber' },
        { name: 'Flow.count', type: 'integer' },
        { name: 'Flow.words', type: 'stringCollection' },
        { name: 'Flow.isFast', type: 'boolean' },
        { name: 'Flow.from', type: 'dateTime' },
      ],
      outputs: [
        { name: 'Flow.total', type: 'integer' },
        { name: 'Flow.note', type: 'string' },
      ],
    });
    expect(entities[1].id).toBe((await server.get('/attendant/flows')).json().entities[1].id);
  });
});
