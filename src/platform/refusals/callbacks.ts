import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of callbacks and queues (K). */
export const CALLBACK_REFUSALS = {
  'required.field.missing': { status: 400, about: 'A queue without a name.' },
  'duplicate.name': { status: 400, about: 'Another object of the kind has the name.' },
  'resource.not.found': { status: 404, about: 'Nothing of the kind has this id.' },
  'active.queue': { status: 400, about: 'Callbacks wait in the queue that is to be deleted.' },
  'conversations.error.queue.not.found': {
    status: 400,
    about: 'The request names a queue that there is not.',
  },
  'callback.error.missing.callback.numbers': {
    status: 400,
    about: 'A callback without a number, and no caller whose number it could be (K4).',
  },
  'callback.error.missing.queue.id': { status: 400, about: 'A callback without a queue.' },
  'callback.error.scheduled.time.too.far.in.future': {
    status: 400,
    about: 'A callback more than 30 days ahead (K2), or further than its queue lets one be owned (K7).',
  },
  'conversation.error.queue.required': {
    status: 400,
    about: 'A callback without a queue in a conversation that is and was in none (K5).',
  },
  'conversation.error.cannot.callback.acd': {
    status: 400,
    about: 'A callback to a participant that is a queue.',
  },
  'conversations.error.transfer.not.connected': {
    status: 400,
    about: 'A participant who is not connected cannot hand over.',
  },
  'communication.state.required': { status: 400, about: 'A change of a communication without its state.' },
  'attendant.callback.number.invalid': {
    status: 400,
    about: 'A number to call is not in E.164, or cannot exist where that is to be checked (K4).',
  },
  'attendant.callback.time.past': { status: 400, about: 'The time of a callback is past (K2).' },
  'attendant.time.zone.unknown': { status: 400, about: 'A time zone is not named as IANA names it (K3).' },
  'attendant.callback.ownership.off': {
    status: 400,
    about: 'The queue has no callbacks that agents own (K7).',
  },
  'attendant.callback.scheduled.already': {
    status: 409,
    about: 'The conversation has a callback that is still to be made (K8).',
  },
  'attendant.callback.not.scheduled': {
    status: 409,
    about: 'A callback that is with an agent or over cannot be moved.',
  },
  'attendant.callback.not.offered': { status: 409, about: 'The callback is not offered to an agent now.' },
  'attendant.callback.not.found': { status: 404, about: 'No callback has this id.' },
  'attendant.agent.not.found': { status: 404, about: 'No simulated agent has this id.' },
} as const satisfies Record<string, RefusalKind>;
