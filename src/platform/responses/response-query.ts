import { type Static, Type } from 'typebox';
import { type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { StoredResponse } from './response-store.ts';

const MAX_PAGE_SIZE = 500;
const Text = Type.String({ maxLength: 1000 });

/** The body of `POST /api/v2/responsemanagement/responses/query`. */
const ResponseQuery = Type.Object({
  queryPhrase: Type.Optional(Text),
  pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE })),
  pageNumber: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  filters: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String({ minLength: 1, maxLength: 100 }),
        operator: Type.Enum(['IN', 'EQUALS', 'NOTEQUALS', 'BEGINS_WITH', 'ENDS_WITH', 'CONTAINS']),
        values: Type.Array(Text, { minItems: 1, maxItems: 100 }),
      }),
      { maxItems: 20 },
    ),
  ),
});
export type ResponseQuery = Static<typeof ResponseQuery>;
type Filter = NonNullable<ResponseQuery['filters']>[number];

const checkQuery = requestCheck(ResponseQuery);

/** What a filter can ask about. */
const FIELDS: {
  readonly [name: string]: (response: StoredResponse, libraryIds: readonly string[]) => readonly string[];
} = {
  name: ({ name }) => [name],
  libraryId: (_response, libraryIds) => libraryIds,
  responseType: (response) => [typeOf(response)],
  templateStatus: ({ template }) => (template === undefined ? [] : [template.status]),
};

const OPERATORS: { readonly [operator in Filter['operator']]: (value: string, wanted: string) => boolean } = {
  IN: (value, wanted) => value === wanted,
  EQUALS: (value, wanted) => value === wanted,
  NOTEQUALS: (value, wanted) => value !== wanted,
  BEGINS_WITH: (value, wanted) => value.startsWith(wanted),
  ENDS_WITH: (value, wanted) => value.endsWith(wanted),
  CONTAINS: (value, wanted) => value.includes(wanted),
};

/** Reads a query; refuses a filter by something there is not. */
export function readQuery(body: unknown): Outcome<ResponseQuery> {
  const asked = checkQuery(body);
  if (!asked.ok) return asked;
  const index = (asked.value.filters ?? []).findIndex(({ name }) => !Object.hasOwn(FIELDS, name));
  if (index === -1) return asked;
  const field = `filters.${index}.name`;
  return refuse('constraint.validation', `${field} must be one of ${Object.keys(FIELDS).join(', ')}.`, {
    field,
  });
}

/** Whether a response is what a query asks for. Case does not count. */
export function fits(query: ResponseQuery, response: StoredResponse, libraryIds: readonly string[]): boolean {
  const phrase = (query.queryPhrase ?? '').toLowerCase();
  const isNamed = phrase === '' || textsOf(response).some((text) => text.toLowerCase().includes(phrase));
  return isNamed && (query.filters ?? []).every((filter) => passes(filter, response, libraryIds));
}

function passes({ name, operator, values }: Filter, response: StoredResponse, libraryIds: readonly string[]) {
  const found = (FIELDS[name]?.(response, libraryIds) ?? []).map((value) => value.toLowerCase());
  const wanted = values.map((value) => value.toLowerCase());
  const matches = (value: string, one: string) => OPERATORS[operator](value, one);
  if (operator === 'NOTEQUALS') return found.every((value) => wanted.every((one) => matches(value, one)));
  return found.some((value) => wanted.some((one) => matches(value, one)));
}

function typeOf({ body, template }: StoredResponse): string {
  return template === undefined ? String(body?.['responseType'] ?? '') : 'MessagingTemplate';
}

function textsOf({ name, body, template }: StoredResponse): readonly string[] {
  const texts = (body?.['texts'] ?? []) as readonly { readonly content: string }[];
  return [name, template?.body ?? '', ...texts.map(({ content }) => content)];
}
