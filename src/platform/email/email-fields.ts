import type { JsonObject } from '../../authoring/json.ts';
import type { Message } from '../messages/message.ts';

/**
 * What a message of channel `email` keeps in `fields`, both ways.
 *
 * Its Message-ID is the `externalId` of the message, with the angle brackets, as it stands in the header.
 */
export interface EmailFields {
  /** The body as HTML; the body as text is the message's `text`. */
  readonly html?: string;
  readonly fromName?: string;
  readonly toName?: string;
  readonly replyTo?: { readonly email: string; readonly name?: string };
  /** The Message-ID that it answers. */
  readonly inReplyTo?: string;
  /** The Message-IDs of its thread before it, oldest first. */
  readonly references?: readonly string[];
  /** Where whoever wants no more of it writes to, with STOP as the subject (RFC 2369). */
  readonly unsubscribeTo?: string;
  /** RFC 3834; absent: `auto-generated`. */
  readonly autoSubmitted?: 'auto-generated' | 'auto-replied';
  /** Of an inbound e-mail: who else got it. */
  readonly cc?: readonly { readonly email: string; readonly name?: string }[];
  /** Of an inbound e-mail: what was attached. The content is not kept. */
  readonly attachments?: readonly {
    readonly name: string;
    readonly contentType: string;
    /** Bytes, decoded. */
    readonly contentLength: number;
    readonly inlineImage: boolean;
  }[];
  /** Of an inbound e-mail: its size as it came in. */
  readonly sizeBytes?: number;
}

/** The fields of an e-mail. Only what this program wrote is read, so the shape is known. */
export function emailFieldsOf({ fields }: Pick<Message, 'fields'>): EmailFields {
  return fields as EmailFields;
}

/** The fields as they are stored. */
export function storedFields(fields: EmailFields): JsonObject {
  return { ...fields } as JsonObject;
}
