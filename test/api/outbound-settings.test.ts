import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callableWhenMapped } from '../../src/platform/callable-times/callable-when-mapped.ts';
import { zonesOf } from '../../src/platform/callable-times/zones-of-number.ts';
import { openTimesServer } from './times-server.ts';

const SETTINGS = '/settings';
const opened = () => openTimesServer(['outbound:settings:view', 'outbound:settings:edit']);
const UNMAPPED = { earliestCallableTime: '10:00', latestCallableTime: '11:00', timeZoneId: 'CET' };
const MAPPED = { earliestCallableTime: '09:00', latestCallableTime: '18:00' };

describe('the settings of all campaigns', () => {
  it('have values until somebody sets others', async () => {
    const { ask, local } = await opened();
    const { status, body } = await ask('GET', SETTINGS);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      rescheduleTimeZoneSkippedContacts: true,
      abandonSeconds: 2,
      maxConfigurableCallsPerAgent: 15,
      version: 1,
      automaticTimeZoneMapping: { callableWindows: [{ mapped: { earliestCallableTime: '08:00' } }] },
      selfUri: '/api/v2/outbound/settings',
    });
    expect(local.platform.outbound.settings.read().rescheduleTimeZoneSkippedContacts).toBe(true);
  });

  it('change where a body names them, null leaves them, and are the same object in between', async () => {
    const { ask, local } = await opened();
    const { settings } = local.platform.outbound;
    const automaticTimeZoneMapping = {
      callableWindows: [{ mapped: MAPPED, unmapped: UNMAPPED }],
      supportedCountries: ['US', 'CA'],
    };
    const changed = await ask('PATCH', SETTINGS, {
      rescheduleTimeZoneSkippedContacts: false,
      automaticTimeZoneMapping,
      maxLineUtilization: 0.5,
      abandonSeconds: null,
      unknown: 1,
      version: 1,
    });
    expect(changed).toEqual({ status: 204, body: undefined });
    const { body } = await ask('GET', SETTINGS);
    expect(body).toMatchObject({
      rescheduleTimeZoneSkippedContacts: false,
      automaticTimeZoneMapping,
      maxLineUtilization: 0.5,
      abandonSeconds: 2,
      version: 2,
    });
    expect(body).not.toHaveProperty('unknown');
    expect(settings.read()).toBe(settings.read());
    await ask('PATCH', SETTINGS, { timeZone: 'Europe/Berlin', contactListDefaultRetentionType: 'Never' });
    expect(settings.read()).toMatchObject({ timeZone: 'Europe/Berlin', automaticTimeZoneMapping });
    expect(await ask('PATCH', SETTINGS, { version: 2 })).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
  });

  const window = (one: object) => ({ automaticTimeZoneMapping: { callableWindows: [one] } });
  it.each([
    ['invalid.max.calls.per.agent', 'maxCallsPerAgent', { maxCallsPerAgent: 16 }],
    ['invalid.max.calls.per.agent', 'maxCallsPerAgent', { maxCallsPerAgent: 1.5 }],
    ['invalid.max.calls.per.agent', 'maxCallsPerAgentDecimal', { maxCallsPerAgentDecimal: 0 }],
    ['invalid.max.line.utilization', 'maxLineUtilization', { maxLineUtilization: 1.1 }],
    ['invalid.abandon.seconds', 'abandonSeconds', { abandonSeconds: -1 }],
    ['invalid.time.zone', 'timeZone', { timeZone: 'Mars' }],
    [
      'constraint.validation',
      'rescheduleTimeZoneSkippedContacts',
      { rescheduleTimeZoneSkippedContacts: 'no' },
    ],
    [
      'invalid.time.zone',
      'automaticTimeZoneMapping.callableWindows.0.unmapped.timeZoneId',
      window({ unmapped: { ...UNMAPPED, timeZoneId: '+01:00' } }),
    ],
    [
      'constraint.validation',
      'automaticTimeZoneMapping.callableWindows.0.mapped.earliestCallableTime',
      window({ mapped: { ...MAPPED, earliestCallableTime: '18:00' } }),
    ],
    [
      'constraint.validation',
      'automaticTimeZoneMapping.callableWindows.0.mapped.latestCallableTime',
      window({ mapped: { ...MAPPED, latestCallableTime: '25:00' } }),
    ],
  ])('refuse with %s for %s', async (code, fieldName, body) => {
    const { ask } = await opened();
    expect(await ask('PATCH', SETTINGS, JSON.parse(JSON.stringify(body)))).toMatchObject({
      status: 400,
      body: { code, details: [{ fieldName }] },
    });
    expect((await ask('GET', SETTINGS)).body.version).toBe(1);
  });

  it('C1 need their permissions', async () => {
    const { askAsNobody } = await opened();
    expect((await askAsNobody('GET', SETTINGS)).status).toBe(403);
    expect((await askAsNobody('PATCH', SETTINGS, {})).status).toBe(403);
  });
});

describe('callableWhenMapped', () => {
  const mapping = { callableWindows: [{ mapped: MAPPED, unmapped: UNMAPPED }], supportedCountries: [] };
  const local = (text: string, zone: string) =>
    Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;

  it('waits until it is day in all zones of a number', () => {
    const berlin = local('2026-01-17T10:00', 'Europe/Berlin');
    expect(callableWhenMapped(mapping, zonesOf('+491701234567'), berlin)).toBe(berlin);
    // 9 in Honolulu is 14 in New York.
    expect(callableWhenMapped(mapping, zonesOf('+13175550123'), berlin)).toBe(
      local('2026-01-17T09:00', 'Pacific/Honolulu'),
    );
  });

  it('takes a contact without a zone to be in that for unmapped ones, and in none when there is none', () => {
    const noon = local('2026-01-17T12:00', 'Europe/Berlin');
    expect(callableWhenMapped(mapping, [], noon)).toBe(local('2026-01-18T10:00', 'Europe/Berlin'));
    const mappedOnly = { callableWindows: [{ mapped: MAPPED }], supportedCountries: [] };
    expect(callableWhenMapped(mappedOnly, [], noon)).toBeUndefined();
    expect(
      callableWhenMapped({ callableWindows: [], supportedCountries: [] }, ['UTC'], noon),
    ).toBeUndefined();
  });
});
