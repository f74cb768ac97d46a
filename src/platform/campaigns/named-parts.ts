import { didYouMean } from '../../authoring/suggest.ts';
import { type Fault, fault } from './campaign-fault.ts';

/** Something that a campaign can have for a part. */
export interface KnownPart {
  readonly id: string;
  readonly name: string;
}

/** How a file names a part. */
export interface PartRef {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** The parts of one kind. */
export interface PartKind {
  /** What they are called: `contact list`. */
  readonly word: string;
  known(): readonly KnownPart[];
}

/** What stands for the id of a part that is not there. */
export const UNKNOWN_PART = '?';

/**
 * Finds parts by id or name, and collects what cannot be found. An id that is unknown here may come from another
 * organization, so the name is looked up then.
 */
export function openPartFinder() {
  const faults: Fault[] = [];

  /** @param field of the reference, such as `dncLists.0`. @returns UNKNOWN_PART when there is a fault. */
  function idOf({ word, known }: PartKind, { id, name }: PartRef, field: string): string {
    const parts = known();
    const byId = parts.find((part) => part.id === id);
    if (byId !== undefined) return byId.id;
    const named = parts.filter((part) => part.name.toLowerCase() === name?.toLowerCase());
    const [first] = named;
    if (first !== undefined && named.length === 1) return first.id;
    faults.push(
      fault(
        'attendant.campaign.part.not.found',
        id === undefined && name === undefined ? field : `${field}.${name === undefined ? 'id' : 'name'}`,
        sentence(word, { id, name }, parts, named.length, field),
      ),
    );
    return UNKNOWN_PART;
  }

  return { idOf, faults: faults as readonly Fault[] };
}

/** What openPartFinder returns. */
export type PartFinder = ReturnType<typeof openPartFinder>;

function sentence(
  word: string,
  { id, name }: PartRef,
  parts: readonly KnownPart[],
  count: number,
  field: string,
): string {
  if (count > 1) return `${field}.name is the name of ${count} of the kind ${word}; name its id.`;
  const none = `there is no ${word} yet`;
  if (name !== undefined)
    return `${field}.name must be the name of a ${word}: ${didYouMean(
      name,
      parts.map((part) => part.name),
      none,
    )}`;
  if (id === undefined) return `${field} must have the name or the id of a ${word}.`;
  return `${field}.id must be the id of a ${word}: ${didYouMean(
    id,
    parts.map((part) => part.id),
    none,
  )}`;
}
