import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { callableAt } from '../../src/platform/callable-times/callable-at.ts';
import { openTimesServer } from './times-server.ts';

const SETS = '/callabletimesets';
const VERBS = ['view', 'add', 'edit', 'delete'];
const opened = () => openTimesServer(VERBS.map((verb) => `outbound:callableTimeSet:${verb}`));

const SLOT = { day: 1, startTime: '09:00:00', stopTime: '17:00:00' };
const BERLIN = { timeZoneId: 'Europe/Berlin', timeSlots: [SLOT] };
const OFFICE = { name: 'Office hours', callableTimes: [BERLIN] };

/** A set whose only slot is changed. */
const withSlot = (slot: { readonly [name: string]: Json }) => ({
  ...OFFICE,
  callableTimes: [{ ...BERLIN, timeSlots: [SLOT, { ...SLOT, ...slot }] }],
});
const withTime = (time: { readonly [name: string]: Json | undefined }) =>
  JSON.parse(JSON.stringify({ ...OFFICE, callableTimes: [{ ...BERLIN, ...time }] }));

describe('callable time sets', () => {
  it('are made, read, listed, changed and deleted', async () => {
    const { ask } = await opened();
    const made = await ask('POST', SETS, OFFICE);
    expect(made).toMatchObject({ status: 200, body: { ...OFFICE, version: 1 } });
    const path = `${SETS}/${made.body.id}`;
    expect(made.body.selfUri).toBe(`/api/v2/outbound${path}`);
    expect((await ask('GET', path)).body).toEqual(made.body);
    const changed = await ask('PUT', path, { name: 'Evenings', callableTimes: [], version: 1 });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Evenings', callableTimes: [], version: 2 } });
    expect((await ask('GET', SETS)).body).toMatchObject({ total: 1, entities: [changed.body] });
    expect((await ask('DELETE', path)).status).toBe(200);
    for (const method of ['GET', 'DELETE'] as const)
      expect(await ask(method, path)).toMatchObject({ status: 404, body: { code: 'resource.not.found' } });
    expect((await ask('PUT', path, OFFICE)).status).toBe(404);
  });

  it('keep zones and names as given, and times as Genesys Cloud writes them', async () => {
    const { ask } = await opened();
    const timeSlots = [
      { day: 7, startTime: '09:00', stopTime: '17:30:15.000' },
      { day: 1, startTime: '00:00:00', stopTime: '00:00' },
      { day: 2, startTime: '18:00', stopTime: '24:00' },
    ];
    const callableTimes = [
      { timeZoneId: 'asia/Kolkata', name: 'India', timeSlots },
      { timeZoneId: 'CET', name: null, timeSlots: [] },
    ];
    const { body } = await ask('POST', SETS, { name: ' Ünïcode: "5" – 6 ', callableTimes });
    expect(body.name).toBe(' Ünïcode: "5" – 6 ');
    expect(body.callableTimes).toEqual([
      {
        timeZoneId: 'asia/Kolkata',
        name: 'India',
        timeSlots: [
          { day: 7, startTime: '09:00:00', stopTime: '17:30:15' },
          { day: 1, startTime: '00:00:00', stopTime: '00:00:00' },
          { day: 2, startTime: '18:00:00', stopTime: '24:00:00' },
        ],
      },
      { timeZoneId: 'CET', timeSlots: [] },
    ]);
  });

  it.each([
    ['name.cannot.be.blank', 'name', { callableTimes: [] }],
    ['name.cannot.be.blank', 'name', { ...OFFICE, name: ' ' }],
    ['name.length.exceeded', 'name', { ...OFFICE, name: 'x'.repeat(201) }],
    ['constraint.validation', 'name', { ...OFFICE, name: 'a\u0000b' }],
    ['constraint.validation', 'name', { ...OFFICE, name: { __proto__: 1 } }],
    ['constraint.validation', 'callableTimes', { name: 'x' }],
    ['constraint.validation', 'callableTimes', { name: 'x', callableTimes: {} }],
    ['constraint.validation', 'version', { ...OFFICE, version: 'one' }],
    ['missing.time.zone', 'callableTimes.0.timeZoneId', withTime({ timeZoneId: undefined })],
    ['missing.time.zone', 'callableTimes.0.timeZoneId', withTime({ timeZoneId: '' })],
    ['invalid.time.zone', 'callableTimes.0.timeZoneId', withTime({ timeZoneId: 'Europe/Nowhere' })],
    ['invalid.time.zone', 'callableTimes.0.timeZoneId', withTime({ timeZoneId: '+02:00' })],
    ['constraint.validation', 'callableTimes.0.timeZoneId', withTime({ timeZoneId: 5 })],
    ['constraint.validation', 'callableTimes.0.name', withTime({ name: '\n' })],
    ['constraint.validation', 'callableTimes.0.timeSlots', withTime({ timeSlots: null })],
    ['invalid.day', 'callableTimes.0.timeSlots.1.day', withSlot({ day: 0 })],
    ['invalid.day', 'callableTimes.0.timeSlots.1.day', withSlot({ day: 8 })],
    ['invalid.day', 'callableTimes.0.timeSlots.1.day', withSlot({ day: 1.5 })],
    ['invalid.day', 'callableTimes.0.timeSlots.1.day', withSlot({ day: '1' })],
    ['invalid.start.time', 'callableTimes.0.timeSlots.1.startTime', withSlot({ startTime: '9:00' })],
    ['invalid.start.time', 'callableTimes.0.timeSlots.1.startTime', withSlot({ startTime: '25:00:00' })],
    ['invalid.start.time', 'callableTimes.0.timeSlots.1.startTime', withSlot({ startTime: '17:00:00' })],
    ['invalid.start.time', /startTime$/, withSlot({ startTime: '24:00', stopTime: '24:00' })],
    ['constraint.validation', 'callableTimes.0.timeSlots.1.stopTime', withSlot({ stopTime: '24:01' })],
    ['constraint.validation', 'callableTimes.0.timeSlots.1.stopTime', withSlot({ stopTime: null })],
  ])('refuse with %s for %s', async (code, field, body) => {
    const { ask } = await opened();
    const { body: made } = await ask('POST', SETS, { ...OFFICE, name: 'Other' });
    for (const answer of [await ask('POST', SETS, body), await ask('PUT', `${SETS}/${made.id}`, body)])
      expect(answer).toMatchObject({
        status: 400,
        body: {
          code,
          details: [{ fieldName: typeof field === 'string' ? field : expect.stringMatching(field) }],
        },
      });
    expect((await ask('GET', SETS)).body.total).toBe(1);
  });

  it('refuse bodies that are no object, and two callable times of one name', async () => {
    const { ask } = await opened();
    for (const body of [[], 'x', 5]) expect((await ask('POST', SETS, body)).body.code).toBe('bad.request');
    const twice = { ...OFFICE, callableTimes: ['One', 'one '].map((name) => ({ ...BERLIN, name })) };
    expect((await ask('POST', SETS, twice)).body).toMatchObject({
      code: 'duplicate.name',
      details: [{ fieldName: 'callableTimes.1.name' }],
    });
  });

  it('have names of their own, in any case, and change only from the version that was read', async () => {
    const { ask } = await opened();
    const { body: one } = await ask('POST', SETS, OFFICE);
    const { body: other } = await ask('POST', SETS, { ...OFFICE, name: 'Other' });
    const taken = { status: 400, body: { code: 'duplicate.name', details: [{ fieldName: 'name' }] } };
    expect(await ask('POST', SETS, { ...OFFICE, name: 'OFFICE HOURS' })).toMatchObject(taken);
    expect(await ask('PUT', `${SETS}/${other.id}`, OFFICE)).toMatchObject(taken);
    expect(
      (await ask('PUT', `${SETS}/${one.id}`, { ...OFFICE, name: 'OFFICE HOURS', version: 1 })).status,
    ).toBe(200);
    expect(await ask('PUT', `${SETS}/${one.id}`, { ...OFFICE, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect(await ask('PUT', `${SETS}/${one.id}`, OFFICE)).toMatchObject({
      status: 400,
      body: { code: 'invalid.update', details: [{ fieldName: 'version' }] },
    });
  });

  it('are found by the beginning of the name and in pages', async () => {
    const { ask } = await opened();
    for (const name of ['Evening', 'Morning', 'Every day']) await ask('POST', SETS, { ...OFFICE, name });
    const names = async (query: string) =>
      (await ask('GET', `${SETS}${query}`)).body.entities.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['Evening', 'Every day', 'Morning']);
    expect(await names('?name=EV')).toEqual(['Evening', 'Every day']);
    expect(await names('?name=ning&filterType=EndsWith&sortOrder=descending')).toEqual([
      'Morning',
      'Evening',
    ]);
    expect(await names('?pageSize=2&pageNumber=2')).toEqual(['Morning']);
    expect((await ask('GET', `${SETS}?sortBy=moon`)).body.code).toBe('invalid.query.param.value');
  });

  it('are not deleted while something uses them', async () => {
    const { ask, local } = await opened();
    const { body } = await ask('POST', SETS, OFFICE);
    const using = new Set([body.id]);
    local.platform.outbound.callableTimeSets.usedBy({ isUsing: (id) => using.has(id) });
    expect(await ask('DELETE', `${SETS}/${body.id}`)).toMatchObject({
      status: 400,
      body: { code: 'callable.time.set.in.use' },
    });
    using.clear();
    expect((await ask('DELETE', `${SETS}/${body.id}`)).status).toBe(200);
  });

  it('answer for contacts as they are now, and are read once', async () => {
    const { ask, local } = await opened();
    const { body } = await ask('POST', SETS, OFFICE);
    const sets = local.platform.outbound.callableTimeSets;
    const times = () => sets.one(body.id)?.callableTimes ?? [];
    expect(times()).toBe(times());
    // 2026-01-15 is a Thursday.
    expect(callableAt(times(), ['Europe/Berlin'], Date.UTC(2026, 0, 15))).toBe(Date.UTC(2026, 0, 19, 8));
    await ask('PUT', `${SETS}/${body.id}`, { ...withSlot({ day: 5 }), version: 1 });
    expect(callableAt(times(), ['Europe/Berlin'], Date.UTC(2026, 0, 15))).toBe(Date.UTC(2026, 0, 16, 8));
  });

  it('C1 need their permissions', async () => {
    const { askAsNobody } = await opened();
    for (const [method, path] of [
      ['GET', SETS],
      ['POST', SETS],
      ['GET', `${SETS}/x`],
      ['PUT', `${SETS}/x`],
      ['DELETE', `${SETS}/x`],
    ] as const)
      expect((await askAsNobody(method, path, method === 'GET' ? undefined : OFFICE)).status).toBe(403);
  });
});
