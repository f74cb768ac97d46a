import type Sqlite from 'better-sqlite3';
import type { ActionContent, ActionState } from './action-record.ts';

/** A data action made over the API, as it is stored. Times are epoch ms. */
export interface StoredAction {
  readonly id: string;
  readonly state: ActionState;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly content: ActionContent;
}

interface Row extends Omit<StoredAction, 'content'> {
  readonly definition: string;
}

const COLUMNS = 'id, state, version, created_at as createdAt, modified_at as modifiedAt, definition';

/** The SQL of data actions made over the API. Writes belong into a commit. */
export function actionStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string, ActionState], Row>(
    `select ${COLUMNS} from data_action where id = ? and state = ?`,
  );
  const all = sqlite.prepare<[ActionState], Row>(
    `select ${COLUMNS} from data_action where state = ? order by id`,
  );
  const put = sqlite.prepare<[Row]>(
    `insert into data_action (id, state, version, created_at, modified_at, definition)
     values (@id, @state, @version, @createdAt, @modifiedAt, @definition)
     on conflict (id, state) do update set version = excluded.version, modified_at = excluded.modified_at,
       definition = excluded.definition`,
  );
  const drop = sqlite.prepare<[string, ActionState]>(`delete from data_action where id = ? and state = ?`);
  return {
    one(id: string, state: ActionState): StoredAction | undefined {
      const row = one.get(id, state);
      return row && storedOf(row);
    },
    all: (state: ActionState) => all.all(state).map(storedOf),
    put: ({ content, ...action }: StoredAction) =>
      put.run({ ...action, definition: JSON.stringify(content) }),
    drop: (id: string, state: ActionState) => drop.run(id, state),
  };
}

/** What actionStore returns. */
export type ActionStore = ReturnType<typeof actionStore>;

function storedOf({ definition, ...action }: Row): StoredAction {
  return { ...action, content: JSON.parse(definition) as ActionContent };
}
