import { type Static, Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { done, type Outcome, type RefusalCode, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { ContactList } from './contact-list.ts';
import { CONTACT_MEDIA } from './contact-status.ts';
import { MAX_CELL, MAX_COLUMN_NAME, MAX_CONTACT_ID } from './limits.ts';
import { withoutNulls } from './plain-body.ts';

/** What of a list its contacts must fit. */
type ListOfContact = Pick<ContactList, 'id' | 'settings'>;

const Contactable = Type.Object({ contactable: Type.Optional(Type.Boolean()) });

const ContactRequest = Type.Object({
  id: Type.Optional(Type.String()),
  contactListId: Type.Optional(Type.String()),
  data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  callable: Type.Optional(Type.Boolean()),
  phoneNumberStatus: Type.Optional(
    Type.Record(Type.String(), Type.Object({ callable: Type.Optional(Type.Boolean()) })),
  ),
  contactableStatus: Type.Optional(
    Type.Record(
      Type.String(),
      Type.Object({
        contactable: Type.Optional(Type.Boolean()),
        columnStatus: Type.Optional(Type.Record(Type.String(), Contactable)),
      }),
    ),
  ),
});
type ContactRequest = Static<typeof ContactRequest>;

const checkContact = requestCheck(ContactRequest);
const checkContacts = requestCheck(Type.Object({ body: Type.Array(ContactRequest) }));

/** A contact as a request has it, fitting its list. */
export interface AskedContact {
  readonly id?: string;
  /** The text of each column that is named, by its place in the list's `columnNames`. */
  readonly cells: ReadonlyMap<number, string>;
  readonly isCallable?: boolean;
  /** `phoneNumberStatus` and `contactableStatus`, as far as given. */
  readonly details?: JsonObject;
}

interface Fault {
  readonly code: RefusalCode;
  readonly field: string;
  /** The sentence after the field. */
  readonly says: string;
}

/** Reads a body that is a list of contacts. */
export function readContacts(body: unknown, list: ListOfContact): Outcome<readonly AskedContact[]> {
  if (!Array.isArray(body)) return refuse('bad.request', 'The body must be a JSON array of contacts.');
  const checked = checkContacts({ body: withoutNulls(body) });
  if (!checked.ok) return withoutPrefix(checked.refusal);
  const contacts: AskedContact[] = [];
  for (const [index, request] of checked.value.body.entries()) {
    const fault = dataFault(request) ?? faultOf(request, list);
    if (fault !== undefined) return refuseFault({ ...fault, field: `${index}.${fault.field}` });
    contacts.push(contactOf(request, list));
  }
  return done(contacts);
}

/** Reads a body that is a contact with its data. */
export function readContact(body: unknown, list: ListOfContact): Outcome<AskedContact> {
  const checked = checkContact(withoutNulls(body));
  if (!checked.ok) return checked;
  const fault = dataFault(checked.value) ?? faultOf(checked.value, list);
  return fault === undefined ? done(contactOf(checked.value, list)) : refuseFault(fault);
}

/** Reads the part of a body that says what contacts are to change; columns that are not named stay as they are. */
export function readContactPatch(body: unknown, list: ListOfContact, field: string): Outcome<AskedContact> {
  if (body === undefined || body === null)
    return refuse('constraint.validation', `${field} is required.`, { field });
  const checked = checkContact(withoutNulls(body));
  if (!checked.ok) return checked;
  const fault = faultOf(checked.value, list);
  if (fault !== undefined) return refuseFault({ ...fault, field: `${field}.${fault.field}` });
  return done(contactOf(checked.value, list));
}

/** The check of a list of contacts sees them in a field `body`, which the request does not have. */
function withoutPrefix({
  code,
  message,
  field = '',
}: {
  code: RefusalCode;
  message: string;
  field?: string;
}) {
  return refuse(code, message.replace(/^body\./, ''), { field: field.replace(/^body\./, '') });
}

function refuseFault({ code, field, says }: Fault) {
  return refuse(code, `${field} ${says}`, { field });
}

function dataFault({ data }: ContactRequest): Fault | undefined {
  return data === undefined
    ? { code: 'constraint.validation', field: 'data', says: 'is required.' }
    : undefined;
}

function faultOf(request: ContactRequest, list: ListOfContact): Fault | undefined {
  const { id, contactListId, data = {} } = request;
  if (id !== undefined && !isContactId(id))
    return {
      code: 'invalid.contact.id',
      field: 'id',
      says: `must have 1 to ${MAX_CONTACT_ID} characters, without control characters.`,
    };
  if (contactListId !== undefined && contactListId !== list.id)
    return {
      code: 'constraint.validation',
      field: 'contactListId',
      says: 'must be the id of the list in the path.',
    };
  for (const [column, value] of Object.entries(data)) {
    const fault = cellFault(column, value, list);
    if (fault !== undefined) return fault;
  }
  return statusFault(request, list);
}

/** Whether a contact may have this id. */
export function isContactId(id: string): boolean {
  return id.length >= 1 && id.length <= MAX_CONTACT_ID && !/[\p{Cc}\p{Cs}]/u.test(id);
}

function cellFault(column: string, value: unknown, { settings }: ListOfContact): Fault | undefined {
  const field = `data.${column.slice(0, MAX_COLUMN_NAME)}`;
  if (!settings.columnNames.includes(column)) return { ...NO_COLUMN, field };
  const text = textOf(value);
  if (text === undefined)
    return { code: 'constraint.validation', field, says: 'must be a text, a number, true or false.' };
  if (text.length > MAX_CELL)
    return { code: 'constraint.validation', field, says: `must have at most ${MAX_CELL} characters.` };
  if (!isWritable(text))
    return { code: 'constraint.validation', field, says: 'holds characters that are not allowed here.' };
  if (column === settings.zipCodeColumnName && !isZipCode(text))
    return {
      code: 'invalid.zip.code.contact.value',
      field,
      says: 'must be a zip code: five digits, or nine with a hyphen.',
    };
  return undefined;
}

const NO_COLUMN = {
  code: 'invalid.contact.columns',
  says: 'is no column of the contact list, written alike.',
} as const;

/** United States, as automatic time zone mapping reads them; Genesys does not publish what it takes. [a guess] */
const ZIP_CODE = /^\d{5}(-\d{4})?$/;

/** Whether a cell of the zip code column can hold the text. */
export function isZipCode(text: string): boolean {
  return text.trim() === '' || ZIP_CODE.test(text.trim());
}

/** Whether a cell can hold the text: SQLite ends a text at NUL, and half a character cannot be written as UTF-8. */
export function isWritable(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

/** Cells are texts; a number or a flag in JSON is taken for its text. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function statusFault(request: ContactRequest, list: ListOfContact): Fault | undefined {
  const { phoneNumberStatus = {}, contactableStatus = {} } = request;
  const unknown = (columns: object) =>
    Object.keys(columns).find((column) => !list.settings.columnNames.includes(column));
  const phone = unknown(phoneNumberStatus);
  if (phone !== undefined)
    return { ...NO_COLUMN, field: `phoneNumberStatus.${phone.slice(0, MAX_COLUMN_NAME)}` };
  for (const [medium, { columnStatus = {} }] of Object.entries(contactableStatus)) {
    const field = `contactableStatus.${medium.slice(0, MAX_COLUMN_NAME)}`;
    if (mediumOf(medium) === undefined)
      return { code: 'constraint.validation', field, says: `must be one of ${CONTACT_MEDIA.join(', ')}.` };
    const column = unknown(columnStatus);
    if (column !== undefined)
      return { ...NO_COLUMN, field: `${field}.columnStatus.${column.slice(0, MAX_COLUMN_NAME)}` };
  }
  return undefined;
}

function mediumOf(name: string): (typeof CONTACT_MEDIA)[number] | undefined {
  return CONTACT_MEDIA.find((medium) => medium.toLowerCase() === name.toLowerCase());
}

function contactOf(request: ContactRequest, { settings }: ListOfContact): AskedContact {
  const { id, data = {}, callable, phoneNumberStatus, contactableStatus } = request;
  const status = Object.entries(contactableStatus ?? {}).map(([name, one]) => [mediumOf(name), one]);
  const details = {
    ...(phoneNumberStatus === undefined ? {} : { phoneNumberStatus }),
    ...(contactableStatus === undefined ? {} : { contactableStatus: Object.fromEntries(status) }),
  };
  const cells = Object.entries(data).map(
    ([column, value]) => [settings.columnNames.indexOf(column), textOf(value) ?? ''] as const,
  );
  return {
    ...(id === undefined ? {} : { id }),
    cells: new Map(cells),
    ...(callable === undefined ? {} : { isCallable: callable }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}
