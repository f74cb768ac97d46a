/**
 * Types of values in a flow by the names authors write, with the codes that Architect's expressions and exports have for
 * them. docs/values.md tells what a value of each is in JSON. Codes of schedules and of a chat's fields are a guess: no public flow shows them.
 */
export const TYPE_CODES = {
  string: 'str',
  integer: 'int',
  decimal: 'dec',
  boolean: 'bln',
  dateTime: 'dtm',
  date: 'dat',
  time: 'tim',
  duration: 'dur',
  currency: 'cur',
  phoneNumber: 'phn',
  json: 'jsn',
  queue: 'que',
  user: 'usr',
  group: 'grp',
  skill: 'skl',
  languageSkill: 'lac',
  wrapupCode: 'wrc',
  prompt: 'pmt',
  schedule: 'sch',
  scheduleGroup: 'scg',
  emergencyGroup: 'emg',
  contactList: 'cnl',
  campaign: 'cam',
  contact: 'con',
  grammar: 'gmr',
  communication: 'com',
  timeslot: 'tsl',
  agentScorePair: 'cpx_agent_score_pair',
  email: 'cpx_email',
  emailAddress: 'cpx_email_address',
  emailAttachment: 'cpx_email_attachment',
  message: 'cpx_short_message',
  chatGuest: 'cpx_chat_guest',
  chatCustomField: 'cpx_chat_custom_field',
  workitem: 'cpx_workitem',
  worktypeStatus: 'cpx_worktype_status',
  externalContact: 'cpx_external_contact',
  externalOrganization: 'cpx_external_organization',
  externalAddress: 'cpx_external_address',
  externalPhoneNumber: 'cpx_external_phone_number',
  externalTwitterInfo: 'cpx_external_twitter_info',
  externalFacebookInfo: 'cpx_external_facebook_info',
  externalFacebookId: 'cpx_external_facebook_id',
  externalLineInfo: 'cpx_external_line_info',
  externalLineId: 'cpx_external_line_id',
} as const;

export type ScalarType = keyof typeof TYPE_CODES;
export type VariableType = ScalarType | `${ScalarType}Collection`;
/** `any` is what cannot be told before a call; `audio` is what settings take and no variable can hold. */
export type ValueType = VariableType | 'any' | 'audio';

/** Every type but collections. */
export const SCALAR_TYPES = Object.keys(TYPE_CODES) as readonly ScalarType[];

/** Every type a variable may have. A collection is the name with `Collection` behind it. */
export const VARIABLE_TYPES: readonly VariableType[] = [
  ...SCALAR_TYPES,
  ...SCALAR_TYPES.map((type): VariableType => `${type}Collection`),
];

/** Things of an organization: their value has a `name` and may have an `id`. */
export const THING_TYPES: ReadonlySet<ScalarType> = new Set<ScalarType>([
  'queue',
  'user',
  'group',
  'skill',
  'languageSkill',
  'wrapupCode',
  'prompt',
  'schedule',
  'scheduleGroup',
  'emergencyGroup',
  'contactList',
  'campaign',
  'grammar',
]);

/** The item type of a collection, or undefined for a scalar. */
export function itemType(type: ValueType): ScalarType | undefined {
  return type.endsWith('Collection') ? (type.slice(0, -'Collection'.length) as ScalarType) : undefined;
}

/** What a value of the first type may be converted to where it is assigned (Architect converts at the root only). */
const CONVERTS_TO: { readonly [from in ScalarType]?: readonly ScalarType[] } = {
  string: [
    'integer',
    'decimal',
    'boolean',
    'dateTime',
    'date',
    'time',
    'duration',
    'currency',
    'phoneNumber',
    'communication',
  ],
  integer: ['decimal', 'boolean', 'duration', 'dateTime', 'currency'],
  decimal: ['integer', 'boolean', 'currency'],
  boolean: ['integer', 'decimal'],
  duration: ['integer'],
  currency: ['decimal'],
};

/** Whether a value of type `from` may stand where `to` is wanted, itself or by Architect's conversion at the root. */
export function fits(from: ValueType, to: ValueType): boolean {
  if (from === to || from === 'any' || to === 'any') return true;
  if (to === 'audio') return itemType(from) === undefined && SPOKEN.has(from);
  if (from === 'audio') return false;
  if (to === 'json') return true;
  if (itemType(from) !== undefined || itemType(to) !== undefined) return false;
  return to === 'string' || (CONVERTS_TO[from as ScalarType]?.includes(to as ScalarType) ?? false);
}

/** What is read out where audio is wanted. */
const SPOKEN: ReadonlySet<ValueType> = new Set<ValueType>([
  'string',
  'integer',
  'decimal',
  'boolean',
  'duration',
  'currency',
  'dateTime',
  'prompt',
]);
