import { Type } from 'typebox';
import { Clean } from 'typebox/value';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type Divisions, refuseDivision } from '../authorization/divisions.ts';
import { HOME_DIVISION_ID } from '../divisions/home-division.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { LineName, type Queue, QueueSettings } from './queue.ts';
import { queueEntity } from './queue-entity.ts';
import { type QueueQuery, queueStore } from './queue-store.ts';

const QueueRequest = Type.Object({
  name: LineName,
  division: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) })),
  sourceQueueId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  ...QueueSettings.properties,
});
const checkRequest = requestCheck(QueueRequest);

/** What uses a queue: whether it does, and how it lets go when the queue is removed. Both run inside the commit. */
export interface QueueUser {
  isUsing(queueId: string): boolean;
  letGo(queueId: string): void;
}

/** A request for a queue, well formed. */
interface AskedQueue {
  readonly name: string;
  readonly divisionId?: string;
  readonly sourceQueueId?: string;
  readonly settings: QueueSettings;
}

/** Queues: `/api/v2/routing/queues`. */
export function openQueues({
  database,
  clock,
  ids,
  divisions,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'countObjects'>;
}) {
  const store = queueStore(database.sqlite);
  const users: QueueUser[] = [];
  divisions.countObjects({ kind: 'QUEUE', count: store.countInDivision });

  async function decided<T>(decide: () => Outcome<T>): Promise<Outcome<T>> {
    let outcome: Outcome<T> | undefined;
    await database.commits.add(() => {
      outcome = decide();
    });
    if (outcome === undefined) throw new Error('the commit resolved without running its write');
    return outcome;
  }

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readQueue(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const { sourceQueueId } = asked.value;
      const source = sourceQueueId === undefined ? undefined : store.one(sourceQueueId);
      if (sourceQueueId !== undefined && source === undefined)
        return notFound('sourceQueueId is no queue of this organization.', 'sourceQueueId');
      return keep({ id: ids.next(), createdAt: clock.now() }, asked.value, source);
    });
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readQueue(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const queue = store.one(id);
      return queue === undefined ? NO_QUEUE : keep(queue, asked.value, { ...queue, settings: {} });
    });
  }

  /** Stores a queue under a name that no other has. What is not asked for is as in `basis`. */
  function keep(
    { id, createdAt }: Pick<Queue, 'id' | 'createdAt'>,
    asked: AskedQueue,
    basis?: Pick<Queue, 'divisionId' | 'settings'>,
  ): Outcome<JsonObject> {
    const other = store.named(asked.name);
    if (other !== undefined && other.id !== id) return SAME_NAME;
    if (asked.divisionId !== undefined && !divisions.divisionExists(asked.divisionId))
      return refuseDivision('division.id');
    const divisionId = asked.divisionId ?? basis?.divisionId ?? HOME_DIVISION_ID;
    const settings = { ...basis?.settings, ...asked.settings };
    const queue: Queue = { id, name: asked.name, divisionId, settings, createdAt, modifiedAt: clock.now() };
    store.put(queue);
    return done(entity(queue));
  }

  /** @param isForced removes it also while it is used: what waits in it ends. */
  async function remove(
    id: string,
    { isForced }: { readonly isForced: boolean },
  ): Promise<Outcome<undefined>> {
    return decided(() => {
      if (store.one(id) === undefined) return NO_QUEUE;
      if (!isForced && users.some((user) => user.isUsing(id))) return IN_USE;
      for (const user of users) user.letGo(id);
      store.remove(id);
      return done(undefined);
    });
  }

  /** Stores what a file says of a queue. Must run inside a commit. A name that another queue has by now stays with that one. */
  function plant(queue: Pick<Queue, 'id' | 'name'> & Partial<Queue>): void {
    const known = store.one(queue.id);
    const namesake = store.named(queue.name);
    if (known === undefined && namesake !== undefined) return;
    const now = clock.now();
    const basis = { divisionId: HOME_DIVISION_ID, settings: {}, createdAt: now };
    const name = known !== undefined && namesake !== undefined ? known.name : queue.name;
    store.put({ ...basis, ...known, ...queue, name, modifiedAt: now });
  }

  function entity(queue: Queue): JsonObject {
    return queueEntity(queue, store.countMembers(queue.id));
  }

  return {
    /** The queue with an id. */
    find: store.one,
    /** The queue with a name, in any case. */
    named: store.named,
    create,
    change,
    remove,
    plant,
    /** A queue in Genesys' shape. */
    read: (id: string): Outcome<JsonObject> => {
      const queue = store.one(id);
      return queue === undefined ? NO_QUEUE : done(entity(queue));
    },
    /** One page of the queues in Genesys' shape, and how many there are. */
    list(query: QueueQuery) {
      const { queues, total } = store.page(query);
      return { entities: queues.map(entity), total };
    },
    /** Lets a system say that it uses queues. */
    usedBy: (user: QueueUser) => void users.push(user),
  };
}

/** What openQueues returns. */
export type Queues = ReturnType<typeof openQueues>;

const SAME_NAME = refuse('duplicate.name', 'name is that of another queue; give each a name of its own.', {
  field: 'name',
});
const IN_USE = refuse(
  'active.queue',
  'Callbacks wait in this queue; end them first, or set forceDelete to true, which ends them.',
);
const NO_QUEUE = notFound('No queue has this id.');

function notFound(message: string, field?: string) {
  return refuse('resource.not.found', message, field === undefined ? {} : { field });
}

function readQueue(body: unknown): Outcome<AskedQueue> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !('name' in body))
    return refuse('required.field.missing', 'name is required.', { field: 'name' });
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const { name, division, sourceQueueId } = checked.value;
  return done({
    name,
    ...(division === undefined ? {} : { divisionId: division.id }),
    ...(sourceQueueId === undefined ? {} : { sourceQueueId }),
    settings: Clean(QueueSettings, structuredClone(checked.value)) as QueueSettings,
  });
}
