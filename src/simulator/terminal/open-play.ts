import type { CallStart, RunnableFlow } from '../../engine/engine-options.ts';
import type { Breakpoint } from '../breakpoints.ts';
import type { Moments } from '../moments.ts';
import { type SessionParts, TerminalSession } from './session.ts';

/**
 * Begins a call and a session that plays it.
 *
 * @param at when the call comes in, epoch ms
 * @param breakpoints that the flow can have
 */
export async function openPlay(
  parts: SessionParts,
  { flow, start, at }: { readonly flow: RunnableFlow; readonly start: CallStart; readonly at: number },
  breakpoints: readonly Breakpoint[],
): Promise<TerminalSession> {
  const { simulations, dataActions, printer } = parts;
  const open = await simulations.make(flow, at, { breakpoints, dataActions });
  open.simulation.onStep((step) => printer.step(step));
  await open.simulation.begin(open.id, start);
  return new TerminalSession(parts, open, breakpoints);
}

/** A session that looks at a call that was; what is done in it begins a fork. */
export function lookBack(
  parts: SessionParts,
  moments: Moments,
  breakpoints: readonly Breakpoint[],
): TerminalSession {
  const session = new TerminalSession(parts, moments, breakpoints);
  session.tellWhere();
  return session;
}
