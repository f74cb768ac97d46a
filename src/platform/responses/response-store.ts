import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';
import type { MessageTemplate } from '../message-templates/message-template.ts';
import type { Page } from './page.ts';

/** A response as it is stored. */
export interface StoredResponse {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** As it was written over the API; undefined: it is made from the template. */
  readonly body: JsonObject | undefined;
  /** Undefined for what is no message template. */
  readonly template: MessageTemplate | undefined;
  /** Epoch ms. */
  readonly createdAt: number;
}

interface ResponseRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly body: string | null;
  readonly template: string | null;
  readonly createdAt: number;
}

/** Where what a platform file holds lies. */
export const SEED_LIBRARY = 'attendant-templates';

const COLUMNS = `id, name, version, body, template, created_at as createdAt`;

/** The SQL of responses. Writes belong into a commit. */
export function responseStore(sqlite: Sqlite.Database) {
  /** Messages are made from the same few templates. */
  const templates = new Map<string, MessageTemplate | undefined>();
  const one = sqlite.prepare<[string], ResponseRow>(`select ${COLUMNS} from response where id = ?`);
  const page = sqlite.prepare<[string, number, number], ResponseRow>(
    `select ${COLUMNS} from response_in_library join response on response.id = response_id
     where library_id = ? order by response.name, response.id limit ? offset ?`,
  );
  const count = sqlite
    .prepare<[string], number>(`select count(*) from response_in_library where library_id = ?`)
    .pluck();
  const all = sqlite.prepare<[], ResponseRow>(`select ${COLUMNS} from response order by name, id`);
  const put = sqlite.prepare<[ResponseRow]>(
    `insert into response (id, name, version, body, template, created_at)
     values (@id, @name, @version, @body, @template, @createdAt)
     on conflict (id) do update set name = excluded.name, version = excluded.version, body = excluded.body,
       template = excluded.template`,
  );
  const drop = sqlite.prepare<[string]>(`delete from response where id = ?`);
  const librariesOf = sqlite
    .prepare<[string], string>(
      `select library_id from response_in_library where response_id = ? order by library_id`,
    )
    .pluck();
  const leave = sqlite.prepare<[string]>(`delete from response_in_library where response_id = ?`);
  const join = sqlite.prepare<[string, string]>(`insert or ignore into response_in_library values (?, ?)`);
  const seedLibrary = sqlite.prepare<[string]>(
    `insert or ignore into response_library values (?, 'Local templates', 'MessagingTemplate', 1, 0)`,
  );

  function store(response: StoredResponse): void {
    templates.delete(response.id);
    const { body, template } = response;
    put.run({
      ...response,
      body: body === undefined ? null : JSON.stringify(body),
      template: template === undefined ? null : JSON.stringify(template),
    });
  }

  return {
    one: (id: string) => read(one.get(id)),
    /** The message template of a response, from memory where it was asked for before. */
    template(id: string): MessageTemplate | undefined {
      if (!templates.has(id)) {
        const found = read(one.get(id));
        if (found === undefined) return undefined;
        templates.set(id, found.template);
      }
      return templates.get(id);
    },
    /** Those of a library, by name. */
    page: (libraryId: string, { limit, offset }: Page) => page.all(libraryId, limit, offset).map(responseOf),
    count: (libraryId: string) => count.get(libraryId) ?? 0,
    all: () => all.all().map(responseOf),
    librariesOf: (id: string) => librariesOf.all(id),
    put: store,
    /** Puts a response into these libraries and no others. */
    putLibraries(id: string, libraryIds: readonly string[]): void {
      leave.run(id);
      for (const libraryId of libraryIds) join.run(libraryId, id);
    },
    drop(id: string): void {
      templates.delete(id);
      drop.run(id);
    },
    /** Brings a template of a platform file up to date. */
    plant(template: MessageTemplate, now: number): void {
      const stored = read(one.get(template.id));
      const isSame =
        JSON.stringify(stored?.template) === JSON.stringify(template) && stored?.body === undefined;
      if (stored !== undefined && isSame) return;
      const { id, name } = template;
      const { version = 0, createdAt = now } = stored ?? {};
      store({ id, name, version: version + 1, body: undefined, template, createdAt });
      seedLibrary.run(SEED_LIBRARY);
      join.run(SEED_LIBRARY, id);
    },
  };
}

/** What responseStore returns. */
export type ResponseStore = ReturnType<typeof responseStore>;

function read(row: ResponseRow | undefined): StoredResponse | undefined {
  return row && responseOf(row);
}

function responseOf({ body, template, ...row }: ResponseRow): StoredResponse {
  return {
    ...row,
    body: body === null ? undefined : (JSON.parse(body) as JsonObject),
    template: template === null ? undefined : (JSON.parse(template) as MessageTemplate),
  };
}
