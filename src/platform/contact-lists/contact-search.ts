import { type Static, Type } from 'typebox';
import type { Clock } from '../../ports.ts';
import { checkFilter } from '../contact-filters/check-filter.ts';
import { compileFilter } from '../contact-filters/compile-filter.ts';
import { ContactFilter } from '../contact-filters/contact-filter.ts';
import type { ContactFilters } from '../contact-filters/contact-filters.ts';
import { allOf } from '../outbound/sql-condition.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { Contact, ContactList } from './contact-list.ts';
import type { ContactReading } from './contact-reading.ts';
import type { ContactStore } from './contact-store.ts';
import { MAX_COLUMN_NAME, MAX_FOUND_PAGE, MAX_SORTS } from './limits.ts';
import { withoutNulls } from './plain-body.ts';

const Id = Type.String({ minLength: 1, maxLength: 100 });

const Sort = Type.Object({
  fieldName: Type.String({ maxLength: MAX_COLUMN_NAME }),
  direction: Type.Optional(Type.Enum(['ASC', 'DESC'])),
  numeric: Type.Optional(Type.Boolean()),
});

/** Which contacts a request means: Genesys' `contactListFilterId` and `criteria`. */
const Meant = { contactListFilterId: Type.Optional(Id), criteria: Type.Optional(ContactFilter) };
const MeantContacts = Type.Object(Meant);

const checkSearch = requestCheck(
  Type.Object({
    ...Meant,
    pageNumber: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    pageSize: Type.Integer({ minimum: 1, maximum: MAX_FOUND_PAGE }),
    contactSorts: Type.Optional(Type.Array(Sort, { maxItems: MAX_SORTS })),
  }),
);

/** One page of what a search finds. */
export interface FoundContacts {
  readonly contacts: readonly Contact[];
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly total: number;
}

/** A sort, as `orderBy` takes it. */
export interface ColumnSort {
  readonly fieldName: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isNumeric: boolean;
}

/** What searching for contacts works with. */
export interface ContactSearchParts {
  readonly clock: Clock;
  readonly contacts: ContactStore;
  readonly reading: ContactReading;
  readonly contactFilters: Pick<ContactFilters, 'one'>;
  /** The `order by` of sorts; contacts that are equal keep the order they were added in. */
  readonly orderBy: (sorts: readonly ColumnSort[], columnNames: readonly string[]) => string;
}

/** Finds the contacts of a list that a request means. */
export function openContactSearch({ clock, contacts, reading, contactFilters, orderBy }: ContactSearchParts) {
  /** The filters that contacts must fit, all of them; none when the request names none. */
  function filtersOf(
    { contactListFilterId, criteria }: Static<typeof MeantContacts>,
    list: ContactList,
  ): Outcome<readonly ContactFilter[]> {
    const filters: ContactFilter[] = [];
    if (contactListFilterId !== undefined) {
      const stored = contactFilters.one(contactListFilterId);
      if (stored?.listKey !== list.key) return NO_FILTER;
      filters.push(stored.filter);
    }
    if (criteria !== undefined) {
      const checked = checkFilter(criteria, list.settings.columnNames);
      if (!checked.ok) return inCriteria(checked.refusal);
      filters.push(checked.value);
    }
    return done(filters);
  }

  async function search(list: ContactList, body: unknown): Promise<Outcome<FoundContacts>> {
    const asked = checkSearch(withoutNulls(body));
    if (!asked.ok) return asked;
    const filters = filtersOf(asked.value, list);
    if (!filters.ok) return filters;
    const { columnNames } = list.settings;
    const sorts = sortsOf(asked.value.contactSorts ?? [], columnNames);
    if (!sorts.ok) return sorts;
    const { pageNumber, pageSize } = asked.value;
    const selection = {
      listKey: list.key,
      until: list.nextSequence - 1,
      condition: allOf(filters.value.map((filter) => compileFilter(filter, columnNames, clock.now()))),
      contactCount: list.contactCount,
    };
    const page = await reading.rows<[number]>(selection, {
      select: 'sequence',
      tail: `${orderBy(sorts.value, columnNames)} limit ${pageSize} offset ${(pageNumber - 1) * pageSize}`,
    });
    const total = filters.value.length === 0 ? list.contactCount : await reading.count(selection);
    const found = page.flatMap(([sequence]) => contacts.at(list.key, sequence) ?? []);
    return done({ contacts: found, pageNumber, pageSize, total });
  }

  return { filtersOf, search };
}

/** What openContactSearch returns. */
export type ContactSearch = ReturnType<typeof openContactSearch>;

const NO_FILTER = refuse(
  'attendant.contact.filter.not.found',
  'contactListFilterId is no filter of this contact list.',
  { field: 'contactListFilterId' },
);

/** Fields and messages of a filter's check begin with what is to blame. */
function inCriteria({
  code,
  message,
  field,
}: {
  code: Parameters<typeof refuse>[0];
  message: string;
  field?: string;
}) {
  if (field === undefined) return refuse(code, message, { field: 'criteria' });
  return refuse(code, `criteria.${message}`, { field: `criteria.${field}` });
}

function sortsOf(
  asked: readonly Static<typeof Sort>[],
  columnNames: readonly string[],
): Outcome<readonly ColumnSort[]> {
  const unknown = asked.findIndex(({ fieldName }) => !columnNames.includes(fieldName));
  if (unknown >= 0) {
    const field = `contactSorts.${unknown}.fieldName`;
    return refuse('constraint.validation', `${field} must be a column of the contact list.`, { field });
  }
  return done(
    asked.map(({ fieldName, direction = 'ASC', numeric = false }) => ({
      fieldName,
      direction,
      isNumeric: numeric,
    })),
  );
}
