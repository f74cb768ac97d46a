import type { RefusalCode } from '../refusal.ts';

/** The lists of columns that hold addresses. */
export type AddressColumnsName = 'phoneColumns' | 'emailColumns' | 'whatsAppColumns';

interface AddressColumnsKind {
  /** What Genesys calls the column beside it that holds its time zone. */
  readonly timeZoneColumn: 'callableTimeColumn' | 'contactableTimeColumn';
  /** The code for a column without name or type. */
  readonly invalid: RefusalCode;
  /** For one that the list does not have. */
  readonly unknown: RefusalCode;
  /** For one that is named twice. */
  readonly twice: RefusalCode;
}

const DIGITAL = {
  timeZoneColumn: 'contactableTimeColumn',
  invalid: 'constraint.validation',
  unknown: 'contact.columns.dont.match',
  twice: 'not.unique.contact.columns',
} as const;

/** What differs between them. Genesys' published codes date from when there were phone columns only. */
export const ADDRESS_COLUMNS: { readonly [name in AddressColumnsName]: AddressColumnsKind } = {
  phoneColumns: {
    timeZoneColumn: 'callableTimeColumn',
    invalid: 'invalid.contact.phone.column',
    unknown: 'contact.columns.do.not.contain.phone.number.column',
    twice: 'not.unique.phone.columns',
  },
  emailColumns: DIGITAL,
  whatsAppColumns: DIGITAL,
};
