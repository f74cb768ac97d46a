import { readE164 } from '../contact-address.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type AllowedSend, refuseConnected, type SendFacts } from './allowed-send.ts';
import type { SmsSend } from './send-request.ts';

/** Whether an SMS may be sent (W10): both numbers are E.164, the first is ours, and nobody said STOP. */
export function allowSms(send: SmsSend, facts: SendFacts): Outcome<AllowedSend> {
  const from = readE164(send.fromAddress, 'fromAddress');
  if (!from.ok) return from;
  if (facts.smsNumber(from.value) === undefined) return UNKNOWN_NUMBER;
  const to = readE164(send.toAddress, 'toAddress');
  if (!to.ok) return to;
  if (facts.consent('sms', to.value)?.status === 'withdrawn') return WITHDRAWN;
  const continues = facts.conversation('sms', from.value, to.value);
  return refuseConnected(send, continues) ?? done({ text: send.text, continues });
}

const UNKNOWN_NUMBER = refuse(
  'attendant.sms.number.not.found',
  'fromAddress must be an SMS number of this organization.',
  { field: 'fromAddress' },
);

const WITHDRAWN = refuse(
  'attendant.consent.withdrawn',
  'The person at toAddress has said STOP on SMS; send nothing until they agree again.',
  { field: 'toAddress' },
);
