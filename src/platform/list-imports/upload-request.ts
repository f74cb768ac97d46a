import { Type } from 'typebox';
import { withoutNulls } from '../contact-lists/plain-body.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { knowsEncoding, UNKNOWN_ENCODING } from './csv-text.ts';
import { DNC_COLUMN_FIELDS, type DncColumnNames, dncColumnsIn } from './dnc-columns.ts';

/** As long as an address that was signed for Amazon S3 can live, docs.aws.amazon.com: 7 days. */
const MAX_TIMEOUT_SECONDS = 604_800;
/** [a guess: Genesys does not say what holds if the request says nothing] */
const TIMEOUT_SECONDS = 3_600;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const ColumnName = Type.String({ minLength: 1, maxLength: 128 });
const ColumnNames = Type.String({ maxLength: 10_000 });

const Common = {
  id: Type.Optional(Id),
  contentType: Type.String({ minLength: 1, maxLength: 200 }),
  signedUrlTimeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_TIMEOUT_SECONDS })),
};
const ContactListUpload = Type.Object({
  ...Common,
  contactIdName: Type.Optional(ColumnName),
  clearSystemData: Type.Optional(Type.Boolean()),
});
const DncListUpload = Type.Object({
  ...Common,
  ...Object.fromEntries(Object.values(DNC_COLUMN_FIELDS).map((name) => [name, Type.Optional(ColumnNames)])),
  expirationDateTimeColumn: Type.Optional(Type.String({ maxLength: 128 })),
});
const checkContactList = requestCheck(ContactListUpload);
const checkDncList = requestCheck(DncListUpload);

/** Types under which browsers and programs send CSV files. */
const CSV_TYPES = [
  'text/csv',
  'text/plain',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
];

/** What every request for the address of an upload says. */
export interface AskedUpload {
  readonly listId: string;
  readonly contentType: string;
  /** What `contentType` says of it. */
  readonly encoding?: string | undefined;
  readonly timeoutSeconds: number;
}

/** A file for a contact list. */
export interface AskedContactUpload extends AskedUpload {
  readonly idColumn?: string | undefined;
  readonly clearsSystemData?: boolean | undefined;
}

/** A file for a do-not-contact list. */
export interface AskedDncUpload extends AskedUpload {
  readonly columns: DncColumnNames;
}

/** Reads Genesys' `ContactListUploadUrlRequest`. */
export function readContactUpload(body: unknown): Outcome<AskedContactUpload> {
  const checked = checkContactList(withoutNulls(body));
  if (!checked.ok) return checked;
  const common = commonOf(checked.value);
  if (!common.ok) return common;
  const { contactIdName: idColumn, clearSystemData: clearsSystemData } = checked.value;
  return done({ ...common.value, idColumn, clearsSystemData });
}

/** Reads Genesys' `DNCListUploadUrlRequest`. */
export function readDncUpload(body: unknown): Outcome<AskedDncUpload> {
  const checked = checkDncList(withoutNulls(body));
  if (!checked.ok) return checked;
  const common = commonOf(checked.value);
  if (!common.ok) return common;
  const texts = checked.value as { readonly [name: string]: unknown };
  const columns = dncColumnsIn((name) => (typeof texts[name] === 'string' ? texts[name] : undefined));
  return done({ ...common.value, columns });
}

function commonOf({
  id,
  contentType,
  signedUrlTimeoutSeconds: timeoutSeconds = TIMEOUT_SECONDS,
}: {
  readonly id?: string;
  readonly contentType: string;
  readonly signedUrlTimeoutSeconds?: number;
}): Outcome<AskedUpload> {
  if (id === undefined)
    return refuse(
      'constraint.validation',
      'id is required: the list that the file is for. There are no import templates here.',
      { field: 'id' },
    );
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!CSV_TYPES.includes(type))
    return refuse('constraint.validation', 'contentType must be text/csv.', { field: 'contentType' });
  const encoding = charsetOf(contentType);
  if (encoding !== undefined && !knowsEncoding(encoding)) return UNKNOWN_ENCODING;
  return done({ listId: id, contentType, encoding, timeoutSeconds });
}

/** What a Content-Type says of the encoding; undefined when it says nothing. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1];
}
