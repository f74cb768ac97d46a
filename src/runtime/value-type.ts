/**
 * Types of values in a flow, by the names authors write (Architect's).
 * A collection is the name with `Collection` behind it. `any` is what cannot be told before a call.
 */
export const SCALAR_TYPES = [
  'string',
  'integer',
  'decimal',
  'boolean',
  'dateTime',
  'duration',
  'phoneNumber',
  'queue',
  'user',
  'json',
] as const;

export type ScalarType = (typeof SCALAR_TYPES)[number];
export type VariableType = ScalarType | `${ScalarType}Collection`;
export type ValueType = VariableType | 'any';

/** Every type a variable may have. */
export const VARIABLE_TYPES: readonly VariableType[] = [
  ...SCALAR_TYPES,
  ...SCALAR_TYPES.map((type): VariableType => `${type}Collection`),
];

/** The item type of a collection, or undefined for a scalar. */
export function itemType(type: ValueType): ScalarType | undefined {
  return type.endsWith('Collection') ? (type.slice(0, -'Collection'.length) as ScalarType) : undefined;
}

/** What a value of the first type may be converted to where it is assigned (Architect converts at the root only). */
const CONVERTS_TO: { readonly [from in ScalarType]?: readonly ScalarType[] } = {
  string: ['integer', 'decimal', 'boolean', 'dateTime', 'duration', 'phoneNumber'],
  integer: ['string', 'decimal', 'boolean', 'duration', 'dateTime'],
  decimal: ['string', 'integer', 'boolean'],
  boolean: ['string', 'integer', 'decimal'],
  dateTime: ['string'],
  duration: ['string', 'integer'],
  phoneNumber: ['string'],
  queue: ['string'],
  user: ['string'],
  json: ['string'],
};

/** Whether a value of type `from` may stand where `to` is wanted, itself or by Architect's conversion at the root. */
export function fits(from: ValueType, to: ValueType): boolean {
  if (from === 'any' || to === 'any' || from === to || to === 'json') return true;
  if (itemType(from) !== undefined || itemType(to) !== undefined) return false;
  return CONVERTS_TO[from as ScalarType]?.includes(to as ScalarType) ?? false;
}
