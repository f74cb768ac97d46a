import { Type } from 'typebox';
import type { Json, JsonObject } from '../../authoring/json.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, REFUSALS, type Refusal } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { contactListEntity } from './contact-list-entity.ts';
import { readContactList } from './contact-list-request.ts';
import type { ContactListStore } from './contact-list-store.ts';
import { type ContactLists, NO_LIST } from './contact-lists.ts';
import { MAX_LISTS_UPDATED } from './limits.ts';
import { withoutNulls } from './plain-body.ts';

const checkBody = requestCheck(
  Type.Object({
    contactListIds: Type.Array(Type.String(), { minItems: 1, maxItems: MAX_LISTS_UPDATED }),
    contactList: Type.Record(Type.String(), Type.Unknown()),
  }),
);

/** What changing many lists works with. */
export interface BulkListUpdateParts {
  readonly database: AttendantDatabase;
  readonly lists: ContactListStore;
  readonly contactLists: Pick<ContactLists, 'changed'>;
}

/**
 * Changes several lists alike: Genesys' `ContactListsBulkEditRequest`, whose fields replace those of each list; what it
 * does not name stays. [how Genesys Cloud takes absent fields is a guess] Each list is changed or refused for itself.
 */
export async function updateContactLists(
  { database, lists, contactLists }: BulkListUpdateParts,
  body: unknown,
): Promise<Outcome<JsonObject>> {
  const checked = checkBody(withoutNulls(body));
  if (!checked.ok) return checked;
  const { contactListIds, contactList } = checked.value;
  let results: readonly JsonObject[] = [];
  await database.commits.add(() => {
    results = contactListIds.map((id) => resultOf(id, changeOne(id, contactList as JsonObject)));
  });
  const errorIndexes = results.flatMap(({ success }, index) => (success === true ? [] : [index]));
  return done({ results, errorCount: errorIndexes.length, errorIndexes });

  function changeOne(id: string, patch: JsonObject): Outcome<JsonObject> {
    const list = lists.one(id);
    if (list === undefined) return NO_LIST;
    const asked = readContactList({ ...contactListEntity(list), ...patch });
    if (!asked.ok) return asked;
    return contactLists.changed(list, asked.value);
  }
}

function resultOf(id: string, outcome: Outcome<JsonObject>): JsonObject {
  if (outcome.ok) return { id, success: true, entity: outcome.value, status: 200 };
  const { status } = REFUSALS[outcome.refusal.code];
  return { id, success: false, error: errorOf(outcome.refusal, status), status };
}

function errorOf({ code, message, field }: Refusal, status: number): JsonObject {
  const details: Json = field === undefined ? [] : [{ fieldName: field, message }];
  return { code, message, status, retryable: false, details };
}
