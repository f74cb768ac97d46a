import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of do-not-contact lists (C4, C11). */
export const DNC_LIST_REFUSALS = {
  'dnc.list.not.found': { status: 404, about: 'No do-not-contact list has this id.' },
  'dnc.list.in.use': {
    status: 400,
    about: 'The do-not-contact list that is to be deleted is used by a campaign, or being filled.',
  },
  'dnc.source.operation.not.supported': {
    status: 400,
    about: 'Entries of a kind that a do-not-contact list of this type does not have.',
  },
  'dnc.records.per.list.limit.exceeded': {
    status: 400,
    about: 'The do-not-contact list has as many entries as it may have.',
  },
  'dnc.records.per.organization.limit.exceeded': {
    status: 400,
    about: 'All do-not-contact lists together have as many entries as they may have.',
  },
  'invalid.create': { status: 400, about: 'The parts of a new object do not go together.' },
  'attendant.dnc.source.not.available': {
    status: 400,
    about: 'Do-not-contact lists of outside services are not available here.',
  },
  'attendant.dnc.contact.method': {
    status: 400,
    about: 'A do-not-contact list does not take addresses of this kind.',
  },
  'attendant.dnc.conversation.no.address': {
    status: 400,
    about: 'Nobody whose number or address could go on do-not-contact lists takes part in the conversation.',
  },
} as const satisfies Record<string, RefusalKind>;
