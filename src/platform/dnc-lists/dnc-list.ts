import type { MessageChannel } from '../messages/message.ts';

/** What the entries of an internal list are. Custom lists hold values of a column of the contact list. */
export type DncContactMethod = 'Phone' | 'Email' | 'WhatsApp' | 'Any';

/** Lists that are kept here: of addresses, and of values of a column. Those of outside services are not. */
export type DncSourceType = 'rds' | 'rds_custom';

/** What a do-not-contact list was made with; none of it changes later. */
export interface DncListSettings {
  readonly dncSourceType: DncSourceType;
  /** `Any` for custom lists. */
  readonly contactMethod: DncContactMethod;
  /** The column of contact lists that a custom list is compared with. */
  readonly customExclusionColumn?: string;
}

/** A row of `dnc_list`. Times are epoch ms. */
export interface DncList {
  /** Its number within the database; `id` is what the API knows. */
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
  readonly settings: DncListSettings;
  /** How many entries it has, expired ones too. */
  readonly entryCount: number;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** What an entry holds. */
export type DncKind = 'phone' | 'whatsapp' | 'email' | 'custom';

/** A row of `dnc_entry`. */
export interface DncEntry {
  readonly kind: DncKind;
  /** As `dncValue` makes it. */
  readonly value: string;
  /** Epoch ms; null: never. */
  readonly expiresAt: number | null;
}

const KINDS: { readonly [method in DncContactMethod]: readonly DncKind[] } = {
  Phone: ['phone'],
  Email: ['email'],
  WhatsApp: ['whatsapp'],
  Any: ['phone', 'email', 'whatsapp'],
};

/** The entries that a list can hold. */
export function kindsOf({ dncSourceType, contactMethod }: DncListSettings): readonly DncKind[] {
  return dncSourceType === 'rds_custom' ? ['custom'] : KINDS[contactMethod];
}

/** The entries that keep a channel from writing to an address. A number is the same by SMS and WhatsApp. */
export const KINDS_OF_CHANNEL: {
  readonly [channel in MessageChannel]: readonly [DncKind, DncKind?];
} = {
  sms: ['phone', 'whatsapp'],
  whatsapp: ['whatsapp', 'phone'],
  email: ['email'],
};
