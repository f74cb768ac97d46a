import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of campaigns (C). */
export const CAMPAIGN_REFUSALS = {
  'attendant.campaign.not.found': { status: 404, about: 'No campaign has this id.' },
  'attendant.campaign.one.config': {
    status: 400,
    about: 'A campaign without settings for a channel, or with settings for several (C8).',
  },
  'attendant.rule.sets.not.available': { status: 400, about: 'Digital rule sets are not available here.' },
  'attendant.campaign.rate.too.high': {
    status: 400,
    about: 'More messages a minute than campaigns of the channel may send together (C7).',
  },
  'attendant.campaign.running': {
    status: 400,
    about:
      'A campaign that is on cannot be deleted, and its list, channel, filters and sorts cannot be changed.',
  },
  'attendant.contact.list.no.column': {
    status: 400,
    about: 'The contact list has no column of the type that the campaign needs (C3).',
  },
  'attendant.contact.list.empty': { status: 400, about: 'The contact list has no contacts (C3).' },
  'attendant.contact.list.import.failed': {
    status: 400,
    about: 'The last import of the contact list failed (C3).',
  },
  'attendant.contact.list.import.running': {
    status: 400,
    about: 'An import of the contact list is still running (C3).',
  },
  'attendant.dnc.list.empty': { status: 400, about: 'The do-not-contact list has no entries (C4).' },
  'attendant.dnc.list.import.failed': {
    status: 400,
    about: 'The last import of the do-not-contact list failed, wholly or in part (C4).',
  },
  'attendant.dnc.list.import.running': {
    status: 400,
    about: 'An import of the do-not-contact list is still running (C4).',
  },
  'attendant.dnc.list.method': {
    status: 400,
    about: 'The do-not-contact list is for another contact method than the campaign’s (C4).',
  },
  'attendant.campaign.part.not.found': {
    status: 400,
    about: 'A part that the campaign names, such as a filter or a do-not-contact list, is not there.',
  },
  'attendant.campaign.filter.other.list': {
    status: 400,
    about: 'The contact list filter belongs to another contact list (C6).',
  },
  'attendant.campaign.column.not.found': {
    status: 400,
    about:
      'The contact list has no column of this name: a sort (C10), a message column, a place in the template.',
  },
  'attendant.campaign.no.time.zones': {
    status: 400,
    about: 'A callable time set for a contact list that knows no time zones.',
  },
  'attendant.campaign.template.type': {
    status: 400,
    about: 'The content template is a response of another type than the campaign needs (C8).',
  },
} as const satisfies Record<string, RefusalKind>;
