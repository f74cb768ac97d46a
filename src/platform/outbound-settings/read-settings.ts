import { type Static, Type } from 'typebox';
import { Clean } from 'typebox/value';
import { refuseTimeZone } from '../outbound/refuse-time-zone.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import type { AutomaticTimeZoneMapping, DailyWindow, OutboundSettings } from './outbound-settings.ts';
import { MOST_CALLS_PER_AGENT } from './outbound-settings.ts';

/** Guesses. */
const MOST_WINDOWS = 20;
const MOST_COUNTRIES = 300;
const MOST_ABANDON_SECONDS = 3_600;
const MOST_RETENTION_DAYS = 10_000;
const MAX_INT32 = 2_147_483_647;

const HourAndMinute = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
const Daily = { earliestCallableTime: HourAndMinute, latestCallableTime: HourAndMinute };
const Window = Type.Object({
  mapped: Type.Optional(Type.Object(Daily)),
  unmapped: Type.Optional(Type.Object({ ...Daily, timeZoneId: Type.String({ maxLength: 100 }) })),
});

/** What a change may set. The numbers have Genesys' codes, below. */
const Settings = Type.Object({
  rescheduleTimeZoneSkippedContacts: Type.Optional(Type.Boolean()),
  automaticTimeZoneMapping: Type.Optional(
    Type.Object({
      callableWindows: Type.Optional(Type.Array(Window, { maxItems: MOST_WINDOWS })),
      supportedCountries: Type.Optional(
        Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: MOST_COUNTRIES }),
      ),
    }),
  ),
  maxCallsPerAgent: Type.Optional(Type.Number()),
  maxCallsPerAgentDecimal: Type.Optional(Type.Number()),
  maxLineUtilization: Type.Optional(Type.Number()),
  abandonSeconds: Type.Optional(Type.Number()),
  complianceAbandonRateDenominator: Type.Optional(Type.Enum(['ALL_CALLS', 'CALLS_THAT_REACHED_QUEUE'])),
  contactListDefaultRetentionType: Type.Optional(Type.Enum(['Never', 'Today', 'RetentionDays'])),
  contactListDefaultRetentionDays: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_RETENTION_DAYS })),
  timeZone: Type.Optional(Type.String({ maxLength: 100 })),
});
type Settings = Static<typeof Settings>;
const checkVersion = requestCheck(
  Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_INT32 })) }),
);
const checkSettings = requestCheck(Settings);

/** A change of the settings, well formed; what it leaves out stays. */
export interface SettingsChange {
  readonly version?: number;
  readonly settings: Partial<OutboundSettings>;
}

/** Reads the body of a request that changes the settings. */
export function readSettings(body: unknown): Outcome<SettingsChange> {
  const given = withoutNulls(body);
  const named = checkVersion(given);
  if (!named.ok) return named;
  const checked = checkSettings(given);
  if (!checked.ok) return checked;
  const settings = Clean(Settings, structuredClone(checked.value)) as Settings;
  const refused = refuseNumbers(settings) ?? refuseZones(settings) ?? refuseWindows(settings);
  if (refused !== undefined) return refused;
  const { automaticTimeZoneMapping: mapping, ...others } = settings;
  const { version } = named.value;
  return done({
    settings: { ...others, ...(mapping !== undefined && { automaticTimeZoneMapping: wholeOf(mapping) }) },
    ...(version !== undefined && { version }),
  });
}

function wholeOf(mapping: NonNullable<Settings['automaticTimeZoneMapping']>): AutomaticTimeZoneMapping {
  return { callableWindows: [], supportedCountries: [], ...mapping };
}

function refuseNumbers(settings: Settings): Outcome<never> | undefined {
  const calls = 'invalid.max.calls.per.agent';
  return (
    refuseBeyond(settings, 'maxCallsPerAgent', { least: 1, most: MOST_CALLS_PER_AGENT }, calls) ??
    refuseBeyond(settings, 'maxCallsPerAgentDecimal', { least: 1, most: MOST_CALLS_PER_AGENT }, calls) ??
    refuseBeyond(settings, 'maxLineUtilization', { least: 0, most: 1 }, 'invalid.max.line.utilization') ??
    refuseBeyond(
      settings,
      'abandonSeconds',
      { least: 0, most: MOST_ABANDON_SECONDS },
      'invalid.abandon.seconds',
    )
  );
}

function refuseBeyond(
  settings: Settings,
  field: 'maxCallsPerAgent' | 'maxCallsPerAgentDecimal' | 'maxLineUtilization' | 'abandonSeconds',
  { least, most }: { readonly least: number; readonly most: number },
  code: 'invalid.max.calls.per.agent' | 'invalid.max.line.utilization' | 'invalid.abandon.seconds',
): Outcome<never> | undefined {
  const value = settings[field];
  const isWhole = field !== 'maxCallsPerAgent' || Number.isInteger(value);
  if (value === undefined || (isWhole && value >= least && value <= most)) return undefined;
  const kind = field === 'maxCallsPerAgent' ? 'a whole number' : 'a number';
  return refuse(code, `${field} must be ${kind} from ${least} to ${most}.`, { field });
}

function refuseZones({ timeZone, automaticTimeZoneMapping }: Settings): Outcome<never> | undefined {
  const windows = automaticTimeZoneMapping?.callableWindows ?? [];
  const zones = windows.map(({ unmapped }, index) => ({
    zone: unmapped?.timeZoneId,
    field: `automaticTimeZoneMapping.callableWindows.${index}.unmapped.timeZoneId`,
  }));
  for (const { zone, field } of [{ zone: timeZone, field: 'timeZone' }, ...zones]) {
    const refused = refuseTimeZone(zone, field);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refuseWindows({ automaticTimeZoneMapping }: Settings): Outcome<never> | undefined {
  for (const [index, window] of (automaticTimeZoneMapping?.callableWindows ?? []).entries())
    for (const [kind, daily] of Object.entries(window)) {
      if (isInOrder(daily)) continue;
      const field = `automaticTimeZoneMapping.callableWindows.${index}.${kind}.earliestCallableTime`;
      return refuse('constraint.validation', `${field} must be before latestCallableTime.`, { field });
    }
  return undefined;
}

function isInOrder({ earliestCallableTime, latestCallableTime }: DailyWindow): boolean {
  return earliestCallableTime < (latestCallableTime === '00:00' ? '24:00' : latestCallableTime);
}
