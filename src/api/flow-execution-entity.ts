import type { JsonObject } from '../authoring/json.ts';
import type { Conversation, Ending } from '../runtime/conversation.ts';
import type { StoredStep } from '../store/conversation-store.ts';
import { isoTime } from './iso-time.ts';

/** Genesys' `FlowExecutionLaunchResponse` of a workflow that was just begun. */
export function launchEntity({ id, flow, call }: Conversation) {
  return {
    id,
    name: call.remoteName ?? flow.name,
    flowVersion: { id: flow.hash, name: flow.name },
    selfUri: `/api/v2/flows/executions/${id}`,
  };
}

/** Genesys' `FlowRuntimeExecution`. @param steps of a workflow that has ended; its outputs and its end are read there. */
export function flowExecutionEntity(conversation: Conversation, steps: readonly StoredStep[]): JsonObject {
  const { startedAt, ending } = conversation;
  const { selfUri, ...launched } = launchEntity(conversation);
  return {
    ...launched,
    dateLaunched: isoTime(startedAt),
    status: ending === undefined ? 'RUNNING' : statusOf(ending),
    ...(ending === undefined ? {} : endOf(conversation.id, ending, steps)),
    selfUri,
  };
}

function statusOf({ reason }: Ending): string {
  if (reason === 'error') return 'FAILED';
  return reason === 'callerDisconnected' ? 'TERMINATED' : 'COMPLETED';
}

function endOf(id: string, { reason, detail }: Ending, steps: readonly StoredStep[]): JsonObject {
  const events = steps.flatMap((step) => step.events);
  const failed = events.findLast((event) => event.type === 'failedAction');
  const ended = events.findLast((event) => event.type === 'endedFlow');
  const errorInfo = {
    message: detail ?? 'the flow failed',
    code: failed?.['errorType'] ?? 'FlowError',
    contextId: id,
  };
  return {
    dateCompleted: isoTime(steps.at(-1)?.at ?? null),
    ...(detail === undefined ? {} : { completionReason: detail }),
    ...(reason === 'error' ? { flowErrorInfo: errorInfo } : {}),
    outputData: ended?.['outputs'] ?? {},
  };
}
