import type { JsonObject } from '../authoring/json.ts';
import { ACCESS_REFUSALS } from './refusals/access.ts';
import { CALLABLE_TIME_REFUSALS } from './refusals/callable-times.ts';
import { CALLBACK_REFUSALS } from './refusals/callbacks.ts';
import { CAMPAIGN_REFUSALS } from './refusals/campaigns.ts';
import { CONTACT_FILTER_REFUSALS } from './refusals/contact-filters.ts';
import { CONTACT_LIST_REFUSALS } from './refusals/contact-lists.ts';
import { DATA_ACTION_REFUSALS } from './refusals/data-actions.ts';
import { DNC_LIST_REFUSALS } from './refusals/dnc-lists.ts';
import { DOMAIN_REFUSALS } from './refusals/domains.ts';
import { EMAIL_REFUSALS } from './refusals/email.ts';
import { INBOUND_EMAIL_REFUSALS } from './refusals/inbound-email.ts';
import { INTERACTION_REFUSALS } from './refusals/interactions.ts';
import { LIST_IMPORT_REFUSALS } from './refusals/list-imports.ts';
import { MESSAGE_REFUSALS } from './refusals/messages.ts';
import { OUTBOUND_REFUSALS } from './refusals/outbound.ts';
import type { RefusalKind } from './refusals/refusal-kind.ts';
import { REQUEST_REFUSALS } from './refusals/requests.ts';

/**
 * Every refusal of the platform by its `code`. Codes under `attendant.` are local: Genesys publishes none for the case.
 * A test compares the table with docs/errors.md and docs/differences-platform.md.
 */
export const REFUSALS = {
  ...REQUEST_REFUSALS,
  ...ACCESS_REFUSALS,
  ...EMAIL_REFUSALS,
  ...INBOUND_EMAIL_REFUSALS,
  ...DOMAIN_REFUSALS,
  ...MESSAGE_REFUSALS,
  ...CALLBACK_REFUSALS,
  ...INTERACTION_REFUSALS,
  ...DATA_ACTION_REFUSALS,
  ...CALLABLE_TIME_REFUSALS,
  ...CAMPAIGN_REFUSALS,
  ...CONTACT_FILTER_REFUSALS,
  ...CONTACT_LIST_REFUSALS,
  ...DNC_LIST_REFUSALS,
  ...LIST_IMPORT_REFUSALS,
  ...OUTBOUND_REFUSALS,
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;

/** Why the platform did not do what was asked. The message holds no secret, number or address. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** Where Genesys answers the code with another HTTP status than elsewhere; absent: the one of the table. */
  readonly status?: number;
  /** The field of the request that is to blame, such as `messagingTemplate.bodyParameters.0.id`. */
  readonly field?: string;
  /** What else Genesys' `details` hold; absent, they hold `field`. */
  readonly details?: readonly { readonly errorCode: string; readonly fieldName?: string }[];
  /** Errors behind this one, as Genesys' `errors` list them. */
  readonly errors?: readonly JsonObject[];
  /** Values within the message, by name, as Genesys lists them. */
  readonly params?: { readonly [name: string]: string };
  /** Whole seconds after which the request may succeed; answered as Retry-After. */
  readonly retryAfterSeconds?: number;
  /** The request that was refused first, when this answers a repeated one. */
  readonly contextId?: string;
}

/** What the platform answers: a value, or a refusal as data. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** The outcome of a request that was done. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The outcome of a request that was refused. */
export function refuse(
  code: RefusalCode,
  message: string,
  more: Omit<Refusal, 'code' | 'message'> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...more } };
}
