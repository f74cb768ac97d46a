import { type Static, Type } from 'typebox';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { NAME_PATTERN } from '../authorization/request-texts.ts';
import { checkObjectName } from '../outbound/object-name.ts';
import { done, type Outcome, type RefusalCode, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { ADDRESS_COLUMNS, type AddressColumnsName } from './address-columns.ts';
import type { AddressColumn, ContactListSettings } from './contact-list.ts';
import { MAX_COLUMN_NAME, MAX_COLUMNS, MAX_LIST_NAME } from './limits.ts';
import { withoutNulls } from './plain-body.ts';

const MAX_ACCEPTED_VALUES = 100;

/** The name of a column, or a word as short. */
const Word = Type.String({ minLength: 1, maxLength: MAX_COLUMN_NAME, pattern: NAME_PATTERN });
const Int32 = Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 });

const AskedColumn = Type.Object({
  columnName: Type.Optional(Word),
  type: Type.Optional(Word),
  callableTimeColumn: Type.Optional(Word),
  callableTimeColumnName: Type.Optional(Word),
  contactableTimeColumn: Type.Optional(Word),
  contactableTimeColumnName: Type.Optional(Word),
});
type AskedColumn = Static<typeof AskedColumn>;

/** What a list keeps and gives back, and campaigns of messages do not look at. */
const More = Type.Object({
  previewModeColumnName: Type.Optional(Word),
  previewModeAcceptedValues: Type.Optional(Type.Array(Word, { maxItems: MAX_ACCEPTED_VALUES })),
  attemptLimits: Type.Optional(Type.Object({ id: Type.Optional(Word), name: Type.Optional(Word) })),
  columnDataTypeSpecifications: Type.Optional(
    Type.Array(
      Type.Object({
        columnName: Type.Optional(Word),
        columnDataType: Type.Optional(Type.Enum(['NUMERIC', 'TEXT', 'TIMESTAMP'])),
        min: Type.Optional(Int32),
        max: Type.Optional(Int32),
        maxLength: Type.Optional(Int32),
      }),
      { maxItems: MAX_COLUMNS },
    ),
  ),
  retentionType: Type.Optional(Word),
  retentionDays: Type.Optional(Type.Number()),
  dateExpiration: Type.Optional(Word),
  timeZone: Type.Optional(Word),
});
const MORE = Object.keys(More.properties) as readonly (keyof Static<typeof More>)[];

const ListRequest = Type.Object({
  version: Type.Optional(Type.Integer()),
  division: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) })),
  columnNames: Type.Optional(Type.Array(Word)),
  phoneColumns: Type.Optional(Type.Array(AskedColumn)),
  emailColumns: Type.Optional(Type.Array(AskedColumn)),
  whatsAppColumns: Type.Optional(Type.Array(AskedColumn)),
  automaticTimeZoneMapping: Type.Optional(Type.Boolean()),
  zipCodeColumnName: Type.Optional(Word),
  trimWhitespace: Type.Optional(Type.Boolean()),
  ...More.properties,
});
type ListRequest = Static<typeof ListRequest>;

const checkRequest = requestCheck(ListRequest);

/** A contact list that is asked for, in itself without fault. */
export interface AskedContactList {
  readonly name: string;
  readonly divisionId?: string;
  readonly version?: number;
  readonly settings: ContactListSettings;
}

interface Fault {
  readonly code: RefusalCode;
  readonly field: string;
  /** The sentence after the field. */
  readonly says: string;
}

/** Reads the body of a request for a contact list. */
export function readContactList(body: unknown): Outcome<AskedContactList> {
  const plain = withoutNulls(body);
  const checked = checkRequest(plain);
  if (!checked.ok) return checked;
  const name = checkObjectName(plain, MAX_LIST_NAME);
  if (!name.ok) return name;
  const fault =
    columnFault(checked.value) ?? addressColumnFault(checked.value) ?? otherColumnFault(checked.value);
  if (fault !== undefined) return refuse(fault.code, `${fault.field} ${fault.says}`, { field: fault.field });
  const { division, version } = checked.value;
  return done({
    name: name.value,
    ...(division === undefined ? {} : { divisionId: division.id }),
    ...(version === undefined ? {} : { version }),
    settings: settingsOf(checked.value),
  });
}

function settingsOf(request: ListRequest): ContactListSettings {
  const {
    columnNames = [],
    automaticTimeZoneMapping = false,
    trimWhitespace = false,
    zipCodeColumnName,
  } = request;
  const more = Object.fromEntries(
    MORE.filter((key) => request[key] !== undefined).map((key) => [key, request[key]]),
  );
  const columns = (name: AddressColumnsName) => (request[name] ?? []).map(addressColumn);
  return {
    columnNames,
    phoneColumns: columns('phoneColumns'),
    emailColumns: columns('emailColumns'),
    whatsAppColumns: columns('whatsAppColumns'),
    automaticTimeZoneMapping,
    ...(zipCodeColumnName === undefined ? {} : { zipCodeColumnName }),
    trimWhitespace,
    ...(Object.keys(more).length === 0 ? {} : { more: JSON.parse(JSON.stringify(more)) }),
  };
}

function addressColumn(asked: AskedColumn): AddressColumn {
  const { columnName = '', type = '' } = asked;
  const timeZoneColumn = zoneColumnOf(asked);
  return { columnName, type, ...(timeZoneColumn === undefined ? {} : { timeZoneColumn }) };
}

/** Genesys calls it callable or contactable, with and without `Name`. */
function zoneColumnOf(asked: AskedColumn): string | undefined {
  return (
    asked.callableTimeColumn ??
    asked.callableTimeColumnName ??
    asked.contactableTimeColumn ??
    asked.contactableTimeColumnName
  );
}

function columnFault({ columnNames = [] }: ListRequest): Fault | undefined {
  const field = 'columnNames';
  if (columnNames.length === 0)
    return { code: 'no.contact.columns.defined', field, says: 'must name at least one column.' };
  if (columnNames.length > MAX_COLUMNS)
    return { code: 'contact.columns.limit.exceeded', field, says: `may name ${MAX_COLUMNS} columns.` };
  const seen = new Set<string>();
  for (const [index, name] of columnNames.entries()) {
    const place = `${field}.${index}`;
    if (isForbiddenKey(name))
      return { code: 'constraint.validation', field: place, says: 'cannot be the name of a column.' };
    if (seen.has(name.toLowerCase()))
      return { code: 'not.unique.contact.columns', field: place, says: 'stands twice, in any case.' };
    seen.add(name.toLowerCase());
  }
  return undefined;
}

function addressColumnFault(request: ListRequest): Fault | undefined {
  const names = Object.keys(ADDRESS_COLUMNS) as readonly AddressColumnsName[];
  if (names.every((name) => (request[name] ?? []).length === 0))
    return {
      code: 'no.phone.columns',
      field: 'phoneColumns',
      says: 'or emailColumns or whatsAppColumns must name a column that holds addresses.',
    };
  for (const name of names) {
    const seen = new Set<string>();
    for (const [index, column] of (request[name] ?? []).entries()) {
      const fault = faultOfAddressColumn(name, column, request, seen);
      if (fault !== undefined) return { ...fault, field: `${name}.${index}.${fault.field}` };
    }
  }
  return undefined;
}

function faultOfAddressColumn(
  kind: AddressColumnsName,
  column: AskedColumn,
  { columnNames = [], automaticTimeZoneMapping }: ListRequest,
  seen: Set<string>,
): Fault | undefined {
  const { invalid, unknown, twice, timeZoneColumn: field } = ADDRESS_COLUMNS[kind];
  const { columnName, type } = column;
  if (columnName === undefined) return { code: invalid, field: 'columnName', says: 'is required.' };
  if (type === undefined)
    return { code: invalid, field: 'type', says: 'is required: a word such as Home or Work.' };
  if (kind === 'phoneColumns' && SYSTEM_COLUMN.test(columnName))
    return {
      code: 'system.column.phone.column',
      field: 'columnName',
      says: 'is a column that Genesys Cloud writes itself.',
    };
  if (!columnNames.includes(columnName))
    return { code: unknown, field: 'columnName', says: 'must be one of columnNames.' };
  if (seen.has(columnName)) return { code: twice, field: 'columnName', says: 'stands twice.' };
  seen.add(columnName);
  const zoneColumn = zoneColumnOf(column);
  if (zoneColumn === undefined) return undefined;
  if (automaticTimeZoneMapping === true)
    return {
      code: 'cannot.have.callable.time.column.with.automatic.time.zone.mapping',
      field,
      says: 'cannot be set together with automaticTimeZoneMapping.',
    };
  if (columnNames.includes(zoneColumn)) return undefined;
  return { code: 'contact.columns.dont.match', field, says: 'must be one of columnNames.' };
}

/** Columns that an export of Genesys Cloud adds; from memory. */
const SYSTEM_COLUMN =
  /^(inin-outbound-id|ContactCallable|ZipCodeAutomaticTimeZone|(ContactableBy|Callable-|CallRecord|SmsLast|EmailLast|WhatsAppLast|AutomaticTimeZone-).*)$/i;

function otherColumnFault(request: ListRequest): Fault | undefined {
  const { columnNames = [], zipCodeColumnName, previewModeColumnName } = request;
  if (zipCodeColumnName !== undefined) {
    const field = 'zipCodeColumnName';
    if (request.automaticTimeZoneMapping !== true)
      return {
        code: 'cannot.have.zip.code.column.without.automatic.time.zone.mapping',
        field,
        says: 'needs automaticTimeZoneMapping to be true.',
      };
    if (!columnNames.includes(zipCodeColumnName))
      return { code: 'invalid.zip.code.column', field, says: 'must be one of columnNames.' };
  }
  if (previewModeColumnName !== undefined && !columnNames.includes(previewModeColumnName))
    return {
      code: 'contact.columns.dont.match',
      field: 'previewModeColumnName',
      says: 'must be one of columnNames.',
    };
  const place = (request.columnDataTypeSpecifications ?? []).findIndex(
    ({ columnName }) => columnName === undefined || !columnNames.includes(columnName),
  );
  if (place < 0) return undefined;
  return {
    code: 'contact.columns.dont.match',
    field: `columnDataTypeSpecifications.${place}.columnName`,
    says: 'must be one of columnNames.',
  };
}
