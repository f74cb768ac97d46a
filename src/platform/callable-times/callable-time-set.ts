/** When contacts may be written to on one day of the week, by the clocks where they are. */
export interface TimeSlot {
  /** `09:00:00`. */
  readonly startTime: string;
  /** `17:00:00`, not included; `24:00:00` and `00:00:00` are the end of the day. */
  readonly stopTime: string;
  /** 1 is Monday, 7 Sunday. Genesys: the published model CampaignTimeSlot, read 2026-11-30. */
  readonly day: number;
}

/** When contacts in one time zone may be written to. */
export interface CallableTime {
  /** An IANA name, as it was given. */
  readonly timeZoneId: string;
  /** What a list may write in its time zone column instead of the zone. */
  readonly name?: string;
  readonly timeSlots: readonly TimeSlot[];
}

/** When contacts may be written to, zone by zone. Times are epoch ms. */
export interface CallableTimeSet {
  readonly id: string;
  readonly name: string;
  readonly callableTimes: readonly CallableTime[];
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
