import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of conversations and triggers. */
export const INTERACTION_REFUSALS = {
  'conversation.error.conversation.not.found': {
    status: 404,
    about: 'No conversation has this id, or it lies in divisions that the client may not see.',
  },
  'conversation.error.not.conversation.participant': {
    status: 404,
    about: 'The conversation has no participant with this id.',
  },
  'conversation.error.participant.no.active.conversations': {
    status: 400,
    about: 'The participant has left the conversation.',
  },
  'conversation.error.participant.attribute.null': {
    status: 400,
    about: 'Participant data cannot be null; an empty text clears an attribute.',
  },
  'conversation.error.wrapup.code.required': { status: 400, about: 'A wrap-up without its code.' },
  'attendant.trigger.not.found': { status: 404, about: 'No trigger has this name.' },
  'attendant.trigger.disabled': { status: 409, about: 'The trigger is switched off (E13).' },
  'attendant.trigger.signature.invalid': {
    status: 401,
    about: 'The signature of an event is missing, cannot be read or is wrong.',
  },
  'attendant.trigger.signature.expired': {
    status: 401,
    about: 'The signature of an event is more than 5 minutes away from the time here.',
  },
  'attendant.trigger.replayed': { status: 409, about: 'An event with the same signature came before.' },
  'attendant.trigger.event.id.invalid': {
    status: 400,
    about: 'X-Event-Id is empty, too long or not plain ASCII.',
  },
  'attendant.trigger.event.id.reused': {
    status: 409,
    about: 'X-Event-Id was used before for another event.',
  },
  'attendant.trigger.workflow.missing': {
    status: 409,
    about: 'The flow of the trigger is not loaded, or is no workflow.',
  },
  'attendant.query.not.available': {
    status: 400,
    about: 'A query asks for evaluations, surveys, resolutions or aggregations, which are not here.',
  },
  'attendant.participant.data.too.large': {
    status: 400,
    about: 'The participant data of one participant would be longer than 60,000 characters.',
  },
  'attendant.conversation.of.flow': {
    status: 409,
    about: 'A flow runs the conversation by itself; only the flow changes what it keeps.',
  },
  'attendant.conversation.not.found': { status: 404, about: 'No WhatsApp conversation has this id.' },
} as const satisfies Record<string, RefusalKind>;
