import { Type } from 'typebox';
import { readAddress } from '../contact-address.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { INBOUND_CHANNELS, type InboundMessage } from './inbound-message.ts';

/** Longest message of WhatsApp. */
const MAX_TEXT = 4096;
const MAX_NAME = 200;
const MAX_ADDRESS = 320;

const checkRequest = requestCheck(
  Type.Object(
    {
      channel: Type.Enum([...INBOUND_CHANNELS]),
      to: Type.String({ minLength: 1, maxLength: MAX_ADDRESS }),
      from: Type.String({ minLength: 1, maxLength: MAX_ADDRESS }),
      text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
      button: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME })),
      name: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME })),
    },
    { additionalProperties: false },
  ),
);

/** The addresses of ours. */
export interface OwnAddresses {
  /** The integration with an id or a phone number. */
  integration(idOrNumber: string): { readonly id: string } | undefined;
}

/** Reads what the operator has a customer write. */
export function readReceived(
  body: unknown,
  addresses: OwnAddresses,
  more: Pick<InboundMessage, 'at' | 'externalId'>,
): Outcome<InboundMessage> {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const { channel, to: written, from: sender, text, button, name } = checked.value;
  const to =
    channel === 'whatsapp' ? readIntegration(written, addresses) : readAddress(channel, written, 'to');
  if (!to.ok) return to;
  const from = readAddress(channel, sender, 'from');
  if (!from.ok) return from;
  return done({
    ...{ channel, to: to.value, from: from.value, text, ...more },
    ...(name !== undefined && { name }),
    ...(button !== undefined && { fields: { button: { payload: button, text } } }),
  });
}

function readIntegration(written: string, { integration }: OwnAddresses): Outcome<string> {
  const found = integration(written);
  if (found !== undefined) return done(found.id);
  return refuse(
    'attendant.integration.not.found',
    'to must be the id or the phone number of a WhatsApp integration of this organization.',
    { field: 'to' },
  );
}
