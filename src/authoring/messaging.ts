import type { Json } from './json.ts';

/** A value of a data action's request: fixed by its definition, or given by the flow as an input. */
export type Given = { readonly fixed: Json } | { readonly input: string };

/** A message that a data action sends. What is absent cannot be told from its definition. */
export interface MessageSent {
  /** `whatsapp`, `sms` … */
  readonly channel?: Given;
  /** The recipient's address. */
  readonly to?: Given;
}

/** What a data action does with the consent register. What is absent cannot be told from its definition. */
export interface ConsentKept {
  /** `record`: what an input says. */
  readonly does: 'grant' | 'withdraw' | 'record' | 'ask';
  readonly channel?: Given;
  readonly address?: Given;
  /** The input of `record`, or the output of `ask`, that tells whether the consent is granted. */
  readonly status?: string;
  /** Its value when the consent is granted. */
  readonly granted: Json;
}

/** What a data action has to do with messages: what the consent proof goes by (W6). */
export interface Messaging {
  readonly sends?: MessageSent;
  /** It starts or changes a campaign, or feeds the list of one: whom that writes to is not told by the flow. */
  readonly reachesCampaign?: true;
  readonly consent?: ConsentKept;
}
