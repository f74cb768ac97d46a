import type { Tone } from '../../parts/badge.tsx';

/** A campaign in `GET /attendant/campaigns`. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly status: string;
  readonly errors: readonly { readonly error: string; readonly details: string }[];
  readonly contactList: { readonly name: string; readonly contacts: number };
  readonly messagesPerMinute: number;
  readonly alwaysRunning: boolean;
  readonly startedAt?: string | null;
  readonly endedAt?: string | null;
  /** Absent: its list is gone. */
  readonly progress?: Progress;
  /** The newest minutes in which something happened, oldest first. */
  readonly minutes: readonly Minute[];
}

/** How far it is. */
export interface Progress {
  readonly total: number;
  readonly messaged: number;
  readonly skipped: number;
  readonly percentage: number;
  readonly filteredOut: number;
  readonly waitingForTime: number;
  readonly skippedBy: { readonly [reason: string]: number };
  /** By status. */
  readonly messages: { readonly [status: string]: number };
}

/** What happened in a minute. */
export interface Minute {
  readonly at: string;
  readonly messaged?: number;
  readonly skipped?: number;
  readonly delivered?: number;
  readonly read?: number;
  readonly failed?: number;
  readonly bounced?: number;
}

/** The channels, as people call them. */
export const CHANNELS = { email: 'E-mail', sms: 'SMS', whatsapp: 'WhatsApp' } as const;

const STATUSES: { readonly [status: string]: readonly [Tone, string] } = {
  on: ['live', 'on'],
  stopping: ['warn', 'stopping'],
  forced_stopping: ['warn', 'stopping at once'],
  forced_off: ['bad', 'stopped by a fault'],
  off: ['plain', 'off'],
  complete: ['good', 'complete'],
  invalid: ['bad', 'invalid'],
};

/** A status for people. */
export function statusOf({ status }: Pick<Campaign, 'status'>): readonly [Tone, string] {
  return STATUSES[status] ?? ['plain', status];
}

/** Where campaigns are. */
export const CAMPAIGNS_PATH = '/attendant/campaigns';
