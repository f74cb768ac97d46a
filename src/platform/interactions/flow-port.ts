/** What a flow is started with for an interaction. */
export interface FlowStart {
  /** The flow's conversation gets the same id. */
  readonly interactionId: string;
  /** The flow's name. */
  readonly flow: string;
  readonly from: { readonly address: string; readonly name?: string };
  readonly to: string;
  /** What the customer wrote; a subject makes it an e-mail. */
  readonly text: string;
  readonly subject?: string;
  readonly html?: string;
  /** Of the message, as the flow reads it. */
  readonly messageId?: string;
}

/** Flows, as the platform sees them: what came in starts one, or is what one waits for. The engine stands behind it. */
export interface FlowPort {
  /** The type of a flow that is loaded, by name or id; undefined for none. */
  typeOf(flow: string): string | undefined;
  /**
   * Starts a flow for an interaction. Resolves when its first step is stored. A flow that was started for the same
   * interaction before is left as it is, so that starting it again after a crash does no harm.
   */
  start(start: FlowStart): Promise<void>;
  /**
   * Brings what a customer wrote to the flow of the interaction.
   *
   * @param messageId of the message, so that bringing it again after a crash does no harm.
   * @returns false when no flow waits for it.
   */
  write(interactionId: string, text: string, messageId?: string): Promise<boolean>;
  /** Ends the flow of the interaction, if there is one. */
  end(interactionId: string): Promise<void>;
}

/** Where no flows are loaded. */
export const NO_FLOWS: FlowPort = {
  typeOf: () => undefined,
  start: async () => undefined,
  write: async () => false,
  end: async () => undefined,
};
