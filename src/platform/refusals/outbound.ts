import type { RefusalKind } from './refusal-kind.ts';

/** Refusals that several systems under `/api/v2/outbound` share. */
export const OUTBOUND_REFUSALS = {
  'name.cannot.be.blank': { status: 400, about: 'Something that needs a name has none.' },
  'name.length.exceeded': { status: 400, about: 'A name is too long.' },
  'max.entity.count.reached': {
    status: 400,
    about: 'The organization has as many objects of this kind as it may have.',
  },
  'invalid.update': { status: 400, about: 'A change without its version, or of a part that cannot change.' },
  'referential.integrity.error': {
    status: 400,
    about: 'What is to be deleted is used by something else.',
  },
  'contact.list.not.found': {
    status: 404,
    about: 'No contact list has this id; 400 where a contact list filter names it.',
  },
} as const satisfies Record<string, RefusalKind>;
