import { Type } from 'typebox';
import { checkObjectName } from '../outbound/object-name.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import type { DncContactMethod, DncListSettings } from './dnc-list.ts';

/** Genesys: "The name length exceeds the limit of 64 characters." */
export const MAX_DNC_NAME_LENGTH = 64;

/** The name of a column, as contact lists have them. */
export const CustomExclusionColumn = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[^\\p{Cc}\\p{Cs}]+$',
});
/** What the entries of a list are. */
export const ContactMethod = Type.Enum(['Phone', 'Email', 'WhatsApp', 'Any']);

const Shared = {
  contactMethod: Type.Optional(ContactMethod),
  // Empty where a program sends all fields there are.
  customExclusionColumn: Type.Optional(Type.Union([CustomExclusionColumn, Type.Literal('')])),
  division: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) })),
  version: Type.Optional(Type.Integer()),
};
const SourceType = Type.Enum(['rds', 'rds_custom', 'dnc.com', 'gryphon']);
const checkNew = requestCheck(Type.Object({ dncSourceType: SourceType, ...Shared }));
const checkChanged = requestCheck(Type.Object({ dncSourceType: Type.Optional(SourceType), ...Shared }));

/** A list that a request asks for. */
export interface AskedDncList {
  readonly name: string;
  readonly settings: DncListSettings;
  readonly divisionId?: string;
}

/** What a request wants of a list that is there; what it does not name stays. */
export interface AskedDncChange {
  readonly name: string;
  readonly divisionId?: string;
  readonly version: number | undefined;
  /** What cannot change, as far as the request names it. */
  readonly settings: { readonly [name in keyof DncListSettings]?: string };
}

/** Reads the body of a POST. */
export function readNewDncList(body: unknown): Outcome<AskedDncList> {
  const name = checkObjectName(body, MAX_DNC_NAME_LENGTH);
  if (!name.ok) return name;
  const checked = checkNew(withoutNulls(body));
  if (!checked.ok) return checked;
  const { dncSourceType, division, contactMethod, customExclusionColumn = '' } = checked.value;
  if (dncSourceType === 'dnc.com' || dncSourceType === 'gryphon') return NO_SERVICES;
  const settings =
    dncSourceType === 'rds'
      ? internal(contactMethod, customExclusionColumn)
      : custom(contactMethod, customExclusionColumn);
  if (!settings.ok) return settings;
  return done({
    name: name.value,
    settings: settings.value,
    ...(division === undefined ? {} : { divisionId: division.id }),
  });
}

/** Without a contact method the list is of phone numbers, as lists were before there were methods. [a guess] */
function internal(contactMethod: DncContactMethod = 'Phone', column: string): Outcome<DncListSettings> {
  if (column === '') return done({ dncSourceType: 'rds', contactMethod });
  return refuse('invalid.create', 'customExclusionColumn is for lists whose dncSourceType is rds_custom.', {
    field: 'customExclusionColumn',
  });
}

function custom(contactMethod: DncContactMethod = 'Any', column: string): Outcome<DncListSettings> {
  if (column !== '')
    return done({ dncSourceType: 'rds_custom', contactMethod, customExclusionColumn: column });
  return refuse('invalid.create', 'customExclusionColumn is required when dncSourceType is rds_custom.', {
    field: 'customExclusionColumn',
  });
}

/** Reads the body of a PUT. */
export function readDncChange(body: unknown): Outcome<AskedDncChange> {
  const name = checkObjectName(body, MAX_DNC_NAME_LENGTH);
  if (!name.ok) return name;
  const checked = checkChanged(withoutNulls(body));
  if (!checked.ok) return checked;
  const { division, version, dncSourceType, contactMethod, customExclusionColumn = '' } = checked.value;
  return done({
    name: name.value,
    version,
    settings: {
      ...(dncSourceType === undefined ? {} : { dncSourceType }),
      ...(contactMethod === undefined ? {} : { contactMethod }),
      ...(customExclusionColumn === '' ? {} : { customExclusionColumn }),
    },
    ...(division === undefined ? {} : { divisionId: division.id }),
  });
}

const NO_SERVICES = refuse(
  'attendant.dnc.source.not.available',
  'dncSourceType must be rds or rds_custom; outside services cannot be asked from here.',
  { field: 'dncSourceType' },
);
