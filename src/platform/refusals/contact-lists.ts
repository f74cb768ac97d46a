import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of contact lists and contacts (C3). */
export const CONTACT_LIST_REFUSALS = {
  'no.contact.columns.defined': { status: 400, about: 'A contact list without columns.' },
  'contact.columns.limit.exceeded': { status: 400, about: 'A contact list with more than 50 columns.' },
  'not.unique.contact.columns': {
    status: 400,
    about: 'A contact list names a column twice, in any case.',
  },
  'no.phone.columns': {
    status: 400,
    about: 'A contact list without a column of phone numbers, e-mail addresses or WhatsApp numbers.',
  },
  'invalid.contact.phone.column': { status: 400, about: 'A phone column lacks its name or its type.' },
  'contact.columns.do.not.contain.phone.number.column': {
    status: 400,
    about: 'A phone column is not among the columns of its list.',
  },
  'contact.columns.dont.match': {
    status: 400,
    about: 'A column for e-mail, WhatsApp, time zones or preview is not among the columns of its list.',
  },
  'not.unique.phone.columns': { status: 400, about: 'A contact list names a phone column twice.' },
  'system.column.phone.column': {
    status: 400,
    about: 'A phone column has the name of one that Genesys Cloud writes itself.',
  },
  'cannot.have.callable.time.column.with.automatic.time.zone.mapping': {
    status: 400,
    about: 'Time zones come from a column or from the phone numbers, not from both.',
  },
  'cannot.have.zip.code.column.without.automatic.time.zone.mapping': {
    status: 400,
    about: 'A zip code column without automatic time zone mapping.',
  },
  'invalid.zip.code.column': {
    status: 400,
    about: 'The zip code column is not among the columns of its list.',
  },
  'cannot.update.contact.column.names': {
    status: 400,
    about: 'The columns of a contact list are to change.',
  },
  'cannot.update.phone.columns': {
    status: 400,
    about: 'The phone, e-mail or WhatsApp columns of a contact list are to change.',
  },
  'cannot.edit.automatic.time.zone.mapping.settings': {
    status: 400,
    about: 'How a contact list finds time zones is to change.',
  },
  'contact.list.in.use': { status: 400, about: 'The contact list that is to be deleted is used.' },
  'too.many.deletes': { status: 400, about: 'More than 100 contact lists are to be deleted at once.' },
  'bulk.delete.conflict': {
    status: 409,
    about: 'One of the contact lists to be deleted is used or being filled.',
  },
  'too.many.bulk.retrieves': { status: 400, about: 'More than 100 contact lists are asked for by id.' },
  'invalid.contact.columns': { status: 400, about: 'A contact has a column that its list has not.' },
  'invalid.contact.id': { status: 400, about: 'The id of a contact is empty, too long or not of one line.' },
  'invalid.zip.code.contact.value': { status: 400, about: 'The zip code of a contact is none.' },
  'too.many.contacts.added': {
    status: 400,
    about: 'More than 1,000 contacts are to be added or deleted at once.',
  },
  'too.many.contacts.requested': { status: 400, about: 'More than 1,000 contacts are asked for by id.' },
  'no.contacts.specified': { status: 400, about: 'The request does not say which contacts are meant.' },
  'attendant.contact.filter.not.found': {
    status: 400,
    about: 'The contact list filter that a request names is none of the list.',
  },
} as const satisfies Record<string, RefusalKind>;
