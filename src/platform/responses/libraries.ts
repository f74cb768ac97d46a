import { Type } from 'typebox';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { NAME } from '../authorization/request-texts.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { refuseVersion } from '../version-check.ts';
import { libraryStore, type ResponseLibrary } from './library-store.ts';
import { RESPONSE_TYPES } from './response-request.ts';

/** The most ids of one bulk request. [a guess] */
const MAX_BULK = 100;

const checkLibrary = requestCheck(
  Type.Object({
    name: NAME,
    responseType: Type.Optional(Type.Enum([...RESPONSE_TYPES])),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
  }),
);
const checkBulk = requestCheck(
  Type.Object({
    libraryIds: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: MAX_BULK }),
  }),
);

/** Libraries of responses. */
export function openLibraries({
  database,
  clock,
  ids,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
}) {
  const store = libraryStore(database.sqlite);

  async function change(decide: () => Outcome<ResponseLibrary>): Promise<Outcome<ResponseLibrary>> {
    let outcome: Outcome<ResponseLibrary> = UNKNOWN;
    await database.commits.add(() => {
      outcome = decide();
      if (outcome.ok) store.put(outcome.value);
    });
    return outcome;
  }

  const refuseName = (name: string, id?: string) => {
    const other = store.byName(name);
    return other === undefined || other.id === id ? undefined : NAME_TAKEN;
  };

  async function create(body: unknown): Promise<Outcome<ResponseLibrary>> {
    const asked = checkLibrary(body);
    if (!asked.ok) return asked;
    const { name, responseType = null } = asked.value;
    const library = { id: ids.next(), name, responseType, version: 1, createdAt: clock.now() };
    return change(() => refuseName(name) ?? done(library));
  }

  async function update(id: string, body: unknown): Promise<Outcome<ResponseLibrary>> {
    const asked = checkLibrary(body);
    if (!asked.ok) return asked;
    const { name, version } = asked.value;
    return change(() => {
      const stored = store.one(id);
      if (stored === undefined) return UNKNOWN;
      const { responseType = stored.responseType } = asked.value;
      const changed = { ...stored, name, responseType, version: stored.version + 1 };
      return refuseVersion(version, stored.version) ?? refuseName(name, id) ?? done(changed);
    });
  }

  /** Deletes a library; one with responses in it is kept. */
  async function remove(id: string): Promise<Outcome<undefined>> {
    let outcome: Outcome<undefined> = UNKNOWN;
    await database.commits.add(() => {
      if (store.one(id) === undefined) return;
      if (!store.isEmpty(id)) outcome = NOT_EMPTY;
      else {
        store.drop(id);
        outcome = done(undefined);
      }
    });
    return outcome;
  }

  function read(id: string): Outcome<ResponseLibrary> {
    const library = store.one(id);
    return library === undefined ? UNKNOWN : done(library);
  }

  /** Several at once; ids of none are left out. */
  function bulk(body: unknown): Outcome<readonly ResponseLibrary[]> {
    const asked = checkBulk(body);
    return asked.ok ? done(asked.value.libraryIds.flatMap((id) => store.one(id) ?? [])) : asked;
  }

  return { store, create, update, remove, read, bulk };
}

/** What openLibraries returns. */
export type Libraries = ReturnType<typeof openLibraries>;

const UNKNOWN = refuse('rms.library.not.found', 'The library could not be found.');
const NAME_TAKEN = refuse('attendant.library.name.taken', 'Another library has this name.', {
  field: 'name',
});
const NOT_EMPTY = refuse(
  'attendant.library.not.empty',
  'The library has responses in it; move or delete them first.',
);
