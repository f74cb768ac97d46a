import type { DataAction, Settings } from '../../actions/data-action.ts';
import { renderRequest } from '../../actions/render-request.ts';
import { isJsonObject, type JsonObject } from '../../authoring/json.ts';
import type { CallEvent } from '../../runtime/conversation.ts';
import { eventLine, type LineKind } from '../../simulator/event-text.ts';
import type { StepRecord } from '../../store/conversation-store.ts';

/** What people outside notice of a call: the caller, receivers, agents. */
export type NoticedKind = 'hears' | 'sends' | 'isMoved' | 'keeps' | 'ends';

/** One thing that is noticed of a call. */
export interface Noticed {
  readonly kind: NoticedKind;
  /** Milliseconds since the call came in. */
  readonly afterMs: number;
  /** What is compared, and shown. */
  readonly text: string;
  readonly mark: LineKind;
}

/** What is noticed of an event; ids of actions, ways through the flow and its variables are nobody's business. */
const KINDS: { readonly [type: string]: NoticedKind } = {
  playedAudio: 'hears',
  sentMessage: 'hears',
  sentAutoReply: 'hears',
  requestedDataAction: 'sends',
  sentNotification: 'sends',
  createdCallback: 'sends',
  setConversationData: 'sends',
  createdWorkitem: 'sends',
  updatedWorkitem: 'sends',
  terminatedWorkitem: 'sends',
  transferredToAcd: 'isMoved',
  transferredToUser: 'isMoved',
  transferredToGroup: 'isMoved',
  transferredToNumber: 'isMoved',
  answeredTransfer: 'isMoved',
  failedTransfer: 'isMoved',
  agentAnswered: 'isMoved',
  beganVoicemail: 'isMoved',
  leftVoicemail: 'isMoved',
  returnedToAgent: 'isMoved',
  setPostFlow: 'isMoved',
  setScreenPop: 'isMoved',
  setWhisperAudio: 'isMoved',
  setUuiData: 'isMoved',
  setParticipantData: 'keeps',
  setWrapupCode: 'keeps',
  setFlowOutcome: 'keeps',
  addedFlowMilestone: 'keeps',
  setExternalTag: 'keeps',
  endedFlow: 'ends',
};

/** What requests are made with. */
export interface Rendering {
  readonly dataActions: ReadonlyMap<string, DataAction>;
  readonly settings: Settings;
}

/** What is noticed of a call, in order. A request counts as it is sent: a template that changes is noticed, too. */
export function noticedOf(steps: readonly StepRecord[], rendering: Rendering): readonly Noticed[] {
  const startedAt = steps[0]?.at ?? 0;
  return steps.flatMap(({ at, events }) => {
    const afterMs = at - startedAt;
    return events.flatMap((event): readonly Noticed[] => {
      const kind = Object.hasOwn(KINDS, event.type) ? KINDS[event.type] : undefined;
      const line = kind === undefined ? undefined : eventLine(event);
      if (kind === undefined || line === undefined) return [];
      const request = kind === 'sends' ? requestText(event, rendering) : undefined;
      const text = request === undefined ? line.text : `${line.text}: ${request}`;
      return [{ kind, afterMs, text, mark: line.kind }];
    });
  });
}

/** A request as it goes out; undefined where none does, or where it is secret. */
function requestText(
  { type, dataAction: name, inputs, simulated }: CallEvent,
  { dataActions, settings }: Rendering,
): string | undefined {
  const dataAction = dataActions.get(String(name));
  if (type !== 'requestedDataAction' || simulated === true || dataAction === undefined) return undefined;
  if (dataAction.isSecure || !isJsonObject(inputs ?? null)) return undefined;
  const rendered = renderRequest(dataAction, { input: inputs as JsonObject, settings });
  if (!rendered.ok) return `no request can be made (${rendered.failure.errorCode})`;
  const { method, shown, ...request } = rendered.request;
  const { url, body } = shown ?? request;
  return [method, url, ...(body === undefined ? [] : [body])].join(' ');
}
