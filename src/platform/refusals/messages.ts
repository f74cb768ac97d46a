import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of WhatsApp and SMS messages, templates and consents (W). */
export const MESSAGE_REFUSALS = {
  'rms.response.not.found': { status: 404, about: 'No response (message template) has this id.' },
  'rms.library.not.found': { status: 404, about: 'No library of responses has this id.' },
  'attendant.library.name.taken': { status: 409, about: 'Another library of responses has the name.' },
  'attendant.library.not.empty': {
    status: 409,
    about: 'The library cannot be deleted: responses are in it.',
  },
  'attendant.response.library.not.found': {
    status: 400,
    about: 'A response names a library that there is not.',
  },
  'attendant.response.library.type': {
    status: 400,
    about: 'A response is put into a library for another type of responses.',
  },
  'attendant.channel.not.available': { status: 400, about: 'Messages of this kind cannot be sent here.' },
  'attendant.carousel.not.available': { status: 400, about: 'Carousel templates cannot be sent here.' },
  'attendant.integration.not.found': {
    status: 400,
    about: 'fromAddress is no WhatsApp integration of this organization (W2).',
  },
  'attendant.integration.not.active': {
    status: 400,
    about: 'fromAddress is a WhatsApp integration that is not active (W2).',
  },
  'attendant.integration.number.taken': {
    status: 409,
    about: 'The phoneNumber is that of another WhatsApp integration.',
  },
  'attendant.integration.signed.up': {
    status: 409,
    about: 'The embedded sign-up of the integration is over; its number cannot change.',
  },
  'attendant.sender.blocked': {
    status: 400,
    about: 'WhatsApp has blocked fromAddress: too many messages to numbers that are not there (W8).',
  },
  'attendant.sms.number.not.found': {
    status: 400,
    about: 'fromAddress is no SMS number of this organization (W10).',
  },
  'attendant.sms.number.taken': { status: 409, about: 'The organization has this SMS number already.' },
  'attendant.sms.address.not.found': { status: 400, about: 'addressId is no SMS address.' },
  'attendant.sms.address.in.use': { status: 409, about: 'An SMS number is registered for the address.' },
  'attendant.address.not.phone.id': {
    status: 400,
    about: 'An address is no WhatsApp phone ID, such as an E.164 number with its + (W3).',
  },
  'attendant.address.not.e164': {
    status: 400,
    about: 'A phone number is not in E.164, with + and country code (W10).',
  },
  'attendant.address.not.email': { status: 400, about: 'An address in a path is no e-mail address.' },
  'attendant.template.required': { status: 400, about: 'A WhatsApp message without messagingTemplate (W4).' },
  'attendant.template.not.found': { status: 400, about: 'No message template has the responseId (W4).' },
  'attendant.template.not.approved': {
    status: 400,
    about: 'The message template is pending, rejected, paused or disabled (W4).',
  },
  'attendant.template.other.integration': {
    status: 400,
    about: 'The message template belongs to other integrations (W4).',
  },
  'attendant.template.parameters.mismatch': {
    status: 400,
    about: 'The parameters do not match the template in number or id (W4).',
  },
  'attendant.template.parameter.kind': {
    status: 400,
    about: 'A parameter has a value of the wrong kind for the template (W4).',
  },
  'attendant.template.text.too.long': {
    status: 400,
    about: 'The text with its parameters is longer than WhatsApp takes (W4).',
  },
  'attendant.consent.missing': {
    status: 400,
    about: 'No granted consent is on record for the channel and address (W5).',
  },
  'attendant.consent.withdrawn': {
    status: 400,
    about: 'The person has said STOP on SMS or e-mail, or the operator recorded that they withdrew.',
  },
  'attendant.consent.not.found': {
    status: 404,
    about: 'The consent register knows nothing of this channel and address.',
  },
  'attendant.conversation.connected': {
    status: 409,
    about: 'An agent and the customer are in a connected conversation (W7).',
  },
} as const satisfies Record<string, RefusalKind>;
