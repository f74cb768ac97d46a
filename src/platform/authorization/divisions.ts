import { Type } from 'typebox';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type Division, divisionStore } from './division-store.ts';
import { DESCRIPTION, NAME } from './request-texts.ts';
import { roleStore } from './role-store.ts';

/** The most divisions an organization can have. [a guess: Genesys publishes the path that tells it, not the number] */
export const MAX_DIVISIONS = 50;

const checkNew = requestCheck(Type.Object({ name: NAME, description: DESCRIPTION }));
const checkRestored = requestCheck(
  Type.Object({ name: Type.Optional(NAME), description: Type.Optional(DESCRIPTION) }),
);

/** Objects of another system that lie in divisions. */
export interface DivisionObjects {
  /** As Genesys names it in `objectCounts`, such as QUEUE. */
  readonly kind: string;
  count(divisionId: string): number;
}

/** The divisions of the organization (O1): what is in one is for those who have a permission there. */
export function openDivisions({
  database,
  clock,
  ids,
  rolesChanged,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called within a commit that changes who may do what. */
  readonly rolesChanged: () => void;
}) {
  const store = divisionStore(database.sqlite);
  const roles = roleStore(database.sqlite);
  const objects: DivisionObjects[] = [];

  const inUse = (id: string): Division | undefined => {
    const division = store.one(id);
    return division?.deletedAt === null ? division : undefined;
  };

  function homeDivision(): Division {
    const home = store.home();
    if (home === undefined) throw new Error('the Home division is made when the platform opens');
    return home;
  }

  /** Reads, decides and stores in one commit. */
  async function change(decide: () => Outcome<Division>): Promise<Outcome<Division>> {
    let outcome: Outcome<Division> | undefined;
    await database.commits.add(() => {
      outcome = decide();
      if (outcome.ok) store.put(outcome.value);
    });
    return outcome ?? unknown();
  }

  const refuseName = (name: string, id?: string) =>
    store.all().some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase())
      ? refuse('attendant.division.name.taken', 'Another division has this name.', { field: 'name' })
      : undefined;
  const refuseMore = () =>
    store.all().length >= MAX_DIVISIONS
      ? refuse('attendant.division.limit', `An organization has at most ${MAX_DIVISIONS} divisions.`)
      : undefined;

  async function create(body: unknown): Promise<Outcome<Division>> {
    const asked = checkNew(body);
    if (!asked.ok) return asked;
    const { name, description } = asked.value;
    const division: Division = { id: ids.next(), name, description, isHome: 0, deletedAt: null };
    return change(() => refuseMore() ?? refuseName(name) ?? done(division));
  }

  async function update(id: string, body: unknown): Promise<Outcome<Division>> {
    const asked = checkNew(body);
    if (!asked.ok) return asked;
    const { name, description } = asked.value;
    return change(() => {
      const stored = inUse(id);
      return stored === undefined
        ? unknown()
        : (refuseName(name, id) ?? done({ ...stored, name, description }));
    });
  }

  /** @param options `force` drops the grants that name the division, too. */
  async function remove(id: string, { force }: { readonly force: boolean }): Promise<Outcome<Division>> {
    return change(() => {
      const stored = inUse(id);
      if (stored === undefined) return unknown();
      if (stored.isHome === 1)
        return refuse('attendant.division.home', 'The Home division cannot be deleted.');
      if (objects.some(({ count }) => count(id) > 0) || (!force && roles.countIn(id) > 0))
        return refuse(
          'attendant.division.in.use',
          'The division has objects or grants in it; move or delete them first (grants: force=true).',
        );
      roles.dropRolesIn(id);
      rolesChanged();
      return done({ ...stored, deletedAt: clock.now() });
    });
  }

  async function restore(id: string, body: unknown): Promise<Outcome<Division>> {
    const asked = checkRestored(body);
    if (!asked.ok) return asked;
    return change(() => {
      const stored = store.one(id);
      if (stored === undefined || stored.deletedAt === null) return unknown();
      const { name, description } = { ...stored, ...asked.value };
      return refuseMore() ?? refuseName(name) ?? done({ ...stored, name, description, deletedAt: null });
    });
  }

  return {
    store,
    create,
    update,
    remove,
    restore,
    /** The division with an id, unless there is none or it was deleted. */
    one: inUse,
    divisionExists: (id: string) => inUse(id) !== undefined,
    homeDivision,
    /** Has the objects of a system counted, so that a division that holds some is not deleted. */
    countObjects: (counted: DivisionObjects) => void objects.push(counted),
    /** How many objects lie in a division, by kind. */
    objectCounts: (id: string): { readonly [kind: string]: number } =>
      Object.fromEntries(objects.map(({ kind, count }) => [kind, count(id)])),
  };
}

/** What openDivisions returns. */
export type Divisions = ReturnType<typeof openDivisions>;

function unknown(): Outcome<never> {
  return refuse('not.found', 'No division has this id.');
}

/** What a request gets that names a division there is not. */
export function refuseDivision(field: string): Outcome<never> {
  return refuse('attendant.division.not.found', `${field} is no division of this organization.`, { field });
}
