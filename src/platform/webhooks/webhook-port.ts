/** A webhook of a carrier, as the server sees it. */
export interface WebhookPort {
  /** The answer to a carrier that asks whether the address is ours; undefined when it cannot know our token. */
  verify(query: { readonly [name: string]: unknown }): string | undefined;
  /** Stores what a carrier reports. @returns false when the carrier did not sign it. */
  accept(body: Buffer, signature: string | undefined): Promise<boolean>;
}

/** One thing that a carrier reports. */
export interface WebhookEvent {
  /** What a repeated report is known by. */
  readonly key: string;
  readonly kind: string;
  /** JSON. */
  readonly body: string;
}
