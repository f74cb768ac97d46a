import { MESSAGE_CHANNELS, type MessageChannel, type PlannedStep } from '../messages/message.ts';

/** A way for messages to end, by a name. */
export interface OutcomePreset {
  readonly about: string;
  readonly channels: readonly MessageChannel[];
  readonly steps: readonly PlannedStep[];
}

const SENT: PlannedStep = { status: 'sent', afterMs: 0 };
const DELIVERED: PlannedStep = { status: 'delivered', afterMs: 0 };
const READ_AFTER_MS = 2_000;
const SLOW_AFTER_MS = 60_000;
const ON_WHATSAPP = ['whatsapp'] as const;

/** Meta's words for its codes: support/error-codes, as of September 2026. */
const failed = (code: string, reason: string): readonly PlannedStep[] => [
  SENT,
  { status: 'failed', afterMs: 0, code, reason },
];
const bounced = (code: string, reason: string): readonly PlannedStep[] => [
  SENT,
  { status: 'bounced', afterMs: 0, code, reason },
];

/** Outcomes that need no steps written out. */
export const OUTCOME_PRESETS = {
  delivered: { about: 'Delivered at once.', channels: MESSAGE_CHANNELS, steps: [DELIVERED] },
  read: {
    about: 'Delivered at once, read two seconds later.',
    channels: MESSAGE_CHANNELS,
    steps: [DELIVERED, { status: 'read', afterMs: READ_AFTER_MS }],
  },
  slow: {
    about: 'Sent at once, delivered a minute later.',
    channels: MESSAGE_CHANNELS,
    steps: [SENT, { status: 'delivered', afterMs: SLOW_AFTER_MS }],
  },
  noReceipt: { about: 'Sent, and never heard of again.', channels: MESSAGE_CHANNELS, steps: [SENT] },
  notOnWhatsApp: {
    about: 'The number is not active on WhatsApp (W8).',
    channels: ON_WHATSAPP,
    steps: failed('131026', 'Message undeliverable'),
  },
  windowClosed: {
    about: 'More than 24 hours have passed since the customer last wrote.',
    channels: ON_WHATSAPP,
    steps: failed('131047', 'Re-engagement message'),
  },
  notDeliveredByMeta: {
    about: 'Meta chose not to deliver it: the person gets enough marketing already.',
    channels: ON_WHATSAPP,
    steps: failed('131049', 'Meta chose not to deliver'),
  },
  optedOut: {
    about: 'The person has stopped marketing messages of this business.',
    channels: ON_WHATSAPP,
    steps: failed('131050', 'User has stopped marketing messages'),
  },
  unreachable: {
    about: 'The phone cannot be reached.',
    channels: ['sms'],
    steps: failed('unreachable', 'The phone cannot be reached'),
  },
  bounced: {
    about: 'The mailbox does not exist.',
    channels: ['email'],
    steps: bounced('5.1.1', '550 5.1.1 The mailbox does not exist'),
  },
  mailboxFull: {
    about: 'The mailbox is full.',
    channels: ['email'],
    steps: bounced('5.2.2', '552 5.2.2 The mailbox is full'),
  },
} as const satisfies Record<string, OutcomePreset>;
export type OutcomePresetName = keyof typeof OUTCOME_PRESETS;
