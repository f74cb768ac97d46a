import type Sqlite from 'better-sqlite3';
import type { PlannedStep } from '../messages/message.ts';
import { OUTCOME_PRESETS } from '../outcomes/presets.ts';

/** How long WhatsApp takes free text after the customer has written (Meta, send messages). */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * WhatsApp's customer service window: free text reaches a customer for 24 hours after they last wrote to the same
 * sender. Templates need no window, so agentless messages do not ask.
 */
export function openCustomerWindow(sqlite: Sqlite.Database) {
  const lastInboundAt = sqlite
    .prepare<[string, string], number | null>(
      `select max(message.accepted_at) from interaction join message on message.interaction_id = interaction.id
       where interaction.channel = 'whatsapp' and interaction.own_address = ? and interaction.customer_address = ?
         and message.direction = 'inbound'`,
    )
    .pluck();

  /** @param address the customer's phone ID. */
  function isOpen(integrationId: string, address: string, now: number): boolean {
    const at = lastInboundAt.get(integrationId, address) ?? undefined;
    return at !== undefined && now < at + WINDOW_MS;
  }

  /** What the local outbox does with free text that is accepted while the window is closed: it fails with 131047. */
  function planFor(integrationId: string, address: string, now: number): readonly PlannedStep[] | undefined {
    return isOpen(integrationId, address, now) ? undefined : OUTCOME_PRESETS.windowClosed.steps;
  }

  return { isOpen, planFor };
}

/** What openCustomerWindow returns. */
export type CustomerWindow = ReturnType<typeof openCustomerWindow>;
