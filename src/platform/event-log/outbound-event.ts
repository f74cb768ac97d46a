/** How grave an event is. */
export const EVENT_LEVELS = ['INFO', 'WARNING', 'ERROR'] as const;

/** What an event is about, of Genesys' `EventLog`. */
export const EVENT_CATEGORIES = [
  'CALLBACK',
  'CALL_RESTRICTION',
  'CALL_RULE',
  'CAMPAIGN',
  'CAMPAIGN_RULE',
  'CONTACT',
  'CONTACT_LIST_FILTER',
  'DIGITAL_RULE',
  'DNC_LIST',
  'ENTITY_LIMIT',
  'IMPORT_ERROR',
  'MESSAGE_RESTRICTION',
  'MESSAGING_CAMPAIGN',
  'IMPORT_TEMPLATE',
  'ORGANIZATION_CONFIGURATION',
  'SCHEDULE',
  'MESSAGING_CAMPAIGN_SCHEDULE',
  'EMAIL_CAMPAIGN_SCHEDULE',
  'WHATSAPP_CAMPAIGN_SCHEDULE',
  'RETENTION_POLICY',
] as const;

/** What happened: those codes of Genesys' `EventMessage` that can happen here. */
export type EventCode =
  | 'APPROACHING_CONTACT_LIMIT'
  | 'CAMPAIGN_BUILD_CONTACT_QUEUE_ERROR'
  | 'CAMPAIGN_CONTENT_TEMPLATE_SUBSTITUTION_MISMATCH'
  | 'CAMPAIGN_EMAIL_BODY_CHARACTER_LIMIT_EXCEEDED'
  | 'CAMPAIGN_EMAIL_SUBJECT_CHARACTER_LIMIT_EXCEEDED'
  | 'CAMPAIGN_FORCE_STOPPED'
  | 'CAMPAIGN_INVALIDATED'
  | 'CAMPAIGN_MESSAGE_CHARACTER_LIMIT_EXCEEDED'
  | 'CAMPAIGN_START_ERROR'
  | 'CAMPAIGN_STOPPED'
  | 'CAMPAIGN_THROTTLED'
  | 'CAMPAIGN_WHATSAPP_BUTTON_URL_VALUE_LIMIT_EXCEEDED'
  | 'CAMPAIGN_WHATSAPP_HEADER_VALUE_LIMIT_EXCEEDED'
  | 'CONTACT_LIST_FILTER_EVALUATION_FAILED'
  | 'EXCEEDED_CONTACT_LIMIT'
  | 'EXCEEDED_DNC_RECORD_LIMIT'
  | 'IMPORT_COLUMNS_DO_NOT_EXIST_ON_LIST'
  | 'IMPORT_CONTACT_DOES_NOT_MATCH_LIST_FORMAT'
  | 'IMPORT_COULD_NOT_PARSE_AN_ENTRY'
  | 'IMPORT_FAILED_TO_READ_HEADERS'
  | 'IMPORT_INVALID_DATA'
  | 'IMPORT_INVALID_EMAIL_ADDRESSES'
  | 'IMPORT_INVALID_PHONE_NUMBERS'
  | 'IMPORT_LIST_NO_LONGER_EXISTS'
  | 'IMPORT_TOO_MANY_COLUMNS'
  | 'INVALID_CALLABLE_TIME_ZONE'
  | 'INVALID_EMAIL_ADDRESS'
  | 'INVALID_PHONE_NUMBER'
  | 'RECURRING_SCHEDULE_ENDED'
  | 'RECURRING_SCHEDULE_MISSED_OCCURRENCES'
  | 'RESOURCE_NOT_FOUND'
  | 'SCHEDULED_CAMPAIGN_INVALID'
  | 'SCHEDULE_UNKNOWN_ERROR'
  | 'SMS_CONTENT_TEMPLATE_NOT_FOUND';

/** Something an event is about, as Genesys' `DomainEntityRef`. */
export interface EventEntity {
  readonly id: string;
  readonly name?: string;
  readonly selfUri?: string;
}

/** Something that happened to a campaign, a list or a schedule, to be told. */
export interface OutboundEvent {
  readonly level: (typeof EVENT_LEVELS)[number];
  readonly category: (typeof EVENT_CATEGORIES)[number];
  readonly code: EventCode;
  /** A sentence or two for people, without addresses, numbers and secrets. */
  readonly message: string;
  /** What is at fault. */
  readonly errorEntity?: EventEntity;
  /** What suffers from it. */
  readonly relatedEntity?: EventEntity;
}

/** An event as it is kept. */
export interface LoggedEvent extends OutboundEvent {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
}
