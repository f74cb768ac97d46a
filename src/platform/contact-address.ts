import { MESSAGE_CHANNELS, type MessageChannel } from './messages/message.ts';
import { toPhoneId } from './phone-id.ts';
import { done, type Outcome, refuse } from './refusal.ts';

/** Country code and number with +: at most 15 digits, never beginning with 0. */
const E164 = /^\+[1-9]\d{6,14}$/;
/** RFC 5321: at most 64 characters before the @ and 255 behind it. More than that is the carrier's to know. */
const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,255}$/u;

/** Somebody's address on a channel, in the one form it is stored in. */
export interface ContactAddress {
  readonly channel: MessageChannel;
  readonly address: string;
}

/** Refuses what is no E.164 number (W10). The address itself is not repeated. */
export function readE164(address: string, field: string): Outcome<string> {
  if (E164.test(address)) return done(address);
  return refuse(
    'attendant.address.not.e164',
    `${field} is no E.164 number: write + and country code and number as 7 to 15 digits, without spaces or signs.`,
    { field },
  );
}

/** A channel that carries messages, by its name. */
export function readChannel(channel: string): MessageChannel | undefined {
  return MESSAGE_CHANNELS.find((name) => name === channel);
}

/**
 * Reads an address as operators write it: a phone number with or without +, an e-mail address in any case. WhatsApp
 * stores the phone ID, SMS the E.164 number, e-mail the address in lower case.
 */
export function readAddress(channel: MessageChannel, address: string, field = 'address'): Outcome<string> {
  switch (channel) {
    case 'whatsapp':
      return toPhoneId(address, field);
    case 'sms':
      return readE164(/^[1-9]/.test(address) ? `+${address}` : address, field);
    case 'email':
      return EMAIL.test(address)
        ? done(address.toLowerCase())
        : refuse('attendant.address.not.email', `${field} is no e-mail address.`, { field });
  }
}
