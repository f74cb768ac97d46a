/** When a campaign runs: Genesys' `ScheduleInterval`. Local times of the schedule's zone, `2026-03-29T09:00:00`. */
export interface ScheduleInterval {
  readonly start: string;
  readonly end: string;
}

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** How often a recurrence comes: every so many days, or on days of every so many weeks. */
export type RecurrencePattern =
  | { readonly type: 'Daily'; readonly interval: number }
  | { readonly type: 'Weekly'; readonly interval: number; readonly daysOfWeek: readonly Weekday[] };

/** How long a recurrence goes on. `end` is a local time; nothing runs after it. */
export type RecurrenceRange =
  | { readonly type: 'NoEnd' }
  | { readonly type: 'EndDate'; readonly end: string }
  | { readonly type: 'Numbered'; readonly numberOfOccurrences: number };

/** A time without a run of the recurrence, or one with a run more. An inclusion counts where both do. */
export interface Alteration extends ScheduleInterval {
  readonly type: 'Exclusion' | 'Inclusion';
}

/** Genesys' `Reoccurrence`: a run that comes again, by the clocks of its zone. */
export interface Recurrence extends ScheduleInterval {
  readonly id: string;
  /** An IANA name; absent: the schedule's. */
  readonly timeZone?: string;
  readonly pattern: RecurrencePattern;
  readonly range: RecurrenceRange;
  readonly alterations?: readonly Alteration[];
}

/** When a campaign runs, as a request says it. */
export interface ScheduleTimes {
  readonly intervals: readonly ScheduleInterval[];
  readonly recurrences?: readonly Recurrence[];
  /** An IANA name; absent: UTC, as in Genesys Cloud. */
  readonly timeZone?: string;
}

/** What is kept of a schedule as one JSON object. */
export interface ScheduleSettings extends ScheduleTimes {
  readonly name?: string;
}

/** The campaign of a schedule. */
export interface ScheduledCampaign {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
  readonly channel: 'email' | 'whatsapp' | 'sms';
}

/** The schedule of a campaign. Times are epoch ms. */
export interface CampaignSchedule {
  readonly campaign: ScheduledCampaign;
  readonly settings: ScheduleSettings;
  /** When the campaign is started or stopped next; null for never. */
  readonly nextAt: number | null;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
