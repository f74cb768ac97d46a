import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { decided } from '../decided.ts';
import type { NamedQuery } from '../outbound/named-query.ts';
import { checkObjectName } from '../outbound/object-name.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requireVersion } from '../version-check.ts';
import type { CallableTimeSet } from './callable-time-set.ts';
import { callableTimeSetStore } from './callable-time-set-store.ts';
import { readCallableTimes } from './read-callable-times.ts';

/** Guesses. */
const MOST_SETS = 1_000;
const MAX_NAME = 200;

/** What uses callable time sets, such as campaigns. Asked inside the commit. */
export interface CallableTimeSetUser {
  isUsing(setId: string): boolean;
}

/** Opens callable time sets: `/api/v2/outbound/callabletimesets`. */
export function openCallableTimeSets({
  database,
  clock,
  ids,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
}) {
  const store = callableTimeSetStore(database.sqlite);
  const users: CallableTimeSetUser[] = [];
  const observers: ((setId: string) => void)[] = [];

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readSet(body);
    if (!asked.ok) return asked;
    const { name, callableTimes } = asked.value;
    return decided(database, () => {
      if (store.named(name) !== undefined) return SAME_NAME;
      if (store.count() >= MOST_SETS) return TOO_MANY;
      const now = clock.now();
      return keep({ id: ids.next(), name, callableTimes, version: 1, createdAt: now, modifiedAt: now });
    });
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readSet(body);
    if (!asked.ok) return asked;
    const { name, callableTimes } = asked.value;
    const outcome = await decided(database, () => {
      const stored = store.one(id);
      if (stored === undefined) return NO_SET;
      const namesake = store.named(name);
      if (namesake !== undefined && namesake.id !== id) return SAME_NAME;
      const version = stored.version + 1;
      return (
        requireVersion(asked.value.version, stored.version) ??
        keep({ ...stored, name, callableTimes, version, modifiedAt: clock.now() })
      );
    });
    if (outcome.ok) for (const observe of observers) observe(id);
    return outcome;
  }

  function keep(set: CallableTimeSet): Outcome<JsonObject> {
    store.put(set);
    return done(callableTimeSetEntity(set));
  }

  async function remove(id: string): Promise<Outcome<undefined>> {
    return decided(database, () => {
      if (store.one(id) === undefined) return NO_SET;
      if (users.some((user) => user.isUsing(id))) return IN_USE;
      store.remove(id);
      return done(undefined);
    });
  }

  return {
    /** The set with an id. Its times are the same array until they are changed, as callableAt wants it. */
    one: store.one,
    create,
    change,
    remove,
    /** A set in Genesys' shape. */
    read(id: string): Outcome<JsonObject> {
      const set = store.one(id);
      return set === undefined ? NO_SET : done(callableTimeSetEntity(set));
    },
    /** One page of the sets in Genesys' shape, and how many there are. */
    list(query: NamedQuery) {
      const { sets, total } = store.page(query);
      return { entities: sets.map(callableTimeSetEntity), total };
    },
    /** Lets a system hear that a set was changed. */
    observe: (observer: (setId: string) => void) => void observers.push(observer),
    /** Lets a system say that it uses sets. */
    usedBy: (user: CallableTimeSetUser) => void users.push(user),
  };
}

/** What openCallableTimeSets returns. */
export type CallableTimeSets = ReturnType<typeof openCallableTimeSets>;

function readSet(body: unknown) {
  const times = readCallableTimes(body);
  // A body that is no object is told so; a fault in its times is told after one in its name.
  if (!times.ok && times.refusal.code === 'bad.request') return times;
  const name = checkObjectName(body, MAX_NAME);
  if (!name.ok) return name;
  return times.ok ? done({ ...times.value, name: name.value }) : times;
}

/** A set in the shape of Genesys' `CallableTimeSet`. */
function callableTimeSetEntity(set: CallableTimeSet): JsonObject {
  return {
    id: set.id,
    name: set.name,
    dateCreated: new Date(set.createdAt).toISOString(),
    dateModified: new Date(set.modifiedAt).toISOString(),
    version: set.version,
    callableTimes: set.callableTimes.map(({ timeSlots, ...time }) => ({
      ...time,
      timeSlots: timeSlots.map((slot) => ({ ...slot })),
    })),
    selfUri: `/api/v2/outbound/callabletimesets/${set.id}`,
  };
}

const NO_SET = refuse('resource.not.found', 'No callable time set has this id.');
const SAME_NAME = refuse(
  'duplicate.name',
  'name is that of another callable time set; give each a name of its own.',
  { field: 'name' },
);
const TOO_MANY = refuse(
  'max.entity.count.reached',
  `There are ${MOST_SETS} callable time sets, as many as there may be; delete one first.`,
);
const IN_USE = refuse(
  'callable.time.set.in.use',
  'A campaign uses this callable time set; give the campaign another one first.',
);
