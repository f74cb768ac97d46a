import { done, type Outcome, refuse } from './refusal.ts';

/** Country code and number: E.164 has at most 15 digits and never begins with 0. */
const PHONE_ID = /^[1-9]\d{6,14}$/;

/** What is right, in the words every refusal ends with. */
const RIGHT_FORM = 'write country code and number as 7 to 15 digits, without +, spaces or signs';

/** Refuses what is no WhatsApp phone ID (W3). The address itself is not repeated. */
export function readPhoneId(address: string, field: string): Outcome<string> {
  if (PHONE_ID.test(address)) return done(address);
  const wrong = address.startsWith('+')
    ? 'is an E.164 number; WhatsApp wants the phone ID'
    : 'is not a WhatsApp phone ID';
  return refuse('attendant.address.not.phone.id', `${field} ${wrong}: ${RIGHT_FORM}.`, { field });
}

/** A phone ID from either form: E.164 loses its + (the consent register takes both). */
export function toPhoneId(address: string, field: string): Outcome<string> {
  return readPhoneId(/^\+[1-9]/.test(address) ? address.slice(1) : address, field);
}
