/** A message id as it may stand in an address. */
const BOUNCE = /^bounce\+([a-z0-9-]{1,57})@/i;

/**
 * The envelope's sender of a message (VERP): what comes back to it is about this message, whatever it says inside.
 *
 * @param domain the domain that bounces come back to.
 */
export function bounceAddress(messageId: string, domain: string): string {
  return `bounce+${messageId}@${domain}`;
}

/** The id of the message that an address was the envelope's sender of; `undefined` for any other address. */
export function readBounceAddress(address: string): string | undefined {
  return BOUNCE.exec(address)?.[1]?.toLowerCase();
}
