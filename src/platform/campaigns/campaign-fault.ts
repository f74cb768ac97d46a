import type { RefusalCode } from '../refusal.ts';
import type { Campaign } from './campaign.ts';

/** One thing that is wrong with a campaign. */
export interface Fault {
  readonly code: RefusalCode;
  /** The field of the request that is to blame. */
  readonly field: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** What is checked of a campaign. */
export type Checked = Pick<Campaign, 'channel' | 'settings'>;

/** Makes a fault. */
export function fault(code: RefusalCode, field: string, message: string): Fault {
  return { code, field, message };
}
