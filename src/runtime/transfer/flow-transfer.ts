import type { JsonObject } from '../../authoring/json.ts';
import type { ActionContext, Next } from '../flow-action.ts';
import { failTransfer, notTaken, type TransferSettings } from './transfer.ts';

/**
 * Goes on in another flow. One that is not part of what is loaded ends the call here, as handed over; it fails where the
 * environment says so.
 *
 * @param facts what the other flow gets to know.
 */
export function goToFlow(
  flow: string,
  facts: JsonObject,
  settings: TransferSettings,
  context: ActionContext,
): Next<'failure'> {
  if (context.environment.flows?.[flow]?.fails === true)
    return failTransfer(notTaken(flow), settings, context);
  if (context.hasFlow(flow)) return { transferToFlow: flow, facts };
  context.emit('transferredToFlow', { flow });
  return { end: { reason: 'transferred', detail: flow } };
}
