/** Times of the day, `08:00`, at which contacts may be written to. */
export interface DailyWindow {
  readonly earliestCallableTime: string;
  /** Not included. */
  readonly latestCallableTime: string;
}

/** Genesys' `CallableWindow`: for contacts whose time zones are known, and for others. */
export interface CallableWindow {
  readonly mapped?: DailyWindow;
  readonly unmapped?: DailyWindow & { readonly timeZoneId: string };
}

/** Genesys' `AutomaticTimeZoneMappingSettings`. */
export interface AutomaticTimeZoneMapping {
  readonly callableWindows: readonly CallableWindow[];
  readonly supportedCountries: readonly string[];
}

/** What the organization sets for all its campaigns, as Genesys' `OutboundSettings`. */
export interface OutboundSettings {
  /** Whether a contact outside of its callable times waits for them; else it is skipped. */
  readonly rescheduleTimeZoneSkippedContacts: boolean;
  readonly automaticTimeZoneMapping: AutomaticTimeZoneMapping;
  readonly maxCallsPerAgent: number;
  readonly maxCallsPerAgentDecimal: number;
  readonly maxLineUtilization: number;
  readonly abandonSeconds: number;
  readonly complianceAbandonRateDenominator: 'ALL_CALLS' | 'CALLS_THAT_REACHED_QUEUE';
  readonly contactListDefaultRetentionType?: 'Never' | 'Today' | 'RetentionDays';
  readonly contactListDefaultRetentionDays?: number;
  readonly timeZone?: string;
}

/** Genesys Cloud lets an agent have up to 15 calls. help.mypurecloud.com "Outbound settings", read 2026-11-30. */
export const MOST_CALLS_PER_AGENT = 15;

/**
 * What holds until somebody sets something else. The two seconds are Genesys'; the window is that of 47 CFR 64.1200(c)(1),
 * since Genesys publishes none; the rest are guesses.
 */
export const DEFAULT_SETTINGS: OutboundSettings = {
  rescheduleTimeZoneSkippedContacts: true,
  automaticTimeZoneMapping: {
    callableWindows: [{ mapped: { earliestCallableTime: '08:00', latestCallableTime: '21:00' } }],
    supportedCountries: [],
  },
  maxCallsPerAgent: MOST_CALLS_PER_AGENT,
  maxCallsPerAgentDecimal: MOST_CALLS_PER_AGENT,
  maxLineUtilization: 1,
  abandonSeconds: 2,
  complianceAbandonRateDenominator: 'ALL_CALLS',
};
