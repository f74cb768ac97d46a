import type { Engine } from '../engine/engine.ts';
import type { RunnableFlow } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import type { FlowPort, FlowStart } from '../platform/interactions/flow-port.ts';
import type { CallDetails, Stimulus } from '../runtime/conversation.ts';
import type { ConversationStore } from '../store/conversation-store.ts';

/** What flows are reached by. */
export interface FlowAdapterParts {
  /** The engine, once every call stands where it was left. */
  engine(): Promise<Engine>;
  /** The flow with a name or an id. */
  find(flow: string): RunnableFlow | undefined;
  readonly store: Pick<ConversationStore, 'load' | 'steps'>;
}

/** Flows as the platform sees them, run by the engine: the conversation of a flow has the id of its interaction. */
export function flowAdapter({ engine, find, store }: FlowAdapterParts): FlowPort {
  async function start(begun: FlowStart): Promise<void> {
    const flow = find(begun.flow)?.program.name ?? begun.flow;
    await (await engine()).startCall({ id: begun.interactionId, flow, call: detailsOf(begun) });
  }

  async function write(id: string, text: string, messageId?: string): Promise<boolean> {
    const running = await engine();
    if ((await store.load(id))?.status !== 'waiting') return false;
    if (messageId !== undefined && (await hasHeard(id, messageId))) return true;
    return stimulate(running, id, { type: 'wrote', text, ...(messageId !== undefined && { messageId }) });
  }

  async function hasHeard(id: string, messageId: string): Promise<boolean> {
    const steps = await store.steps(id);
    return steps.some(({ stimulus }) => stimulus.type === 'wrote' && stimulus.messageId === messageId);
  }

  async function end(id: string): Promise<void> {
    await stimulate(await engine(), id, { type: 'callerDisconnected' });
  }

  return { typeOf: (flow) => find(flow)?.program.type, start, write, end };
}

/** @returns false when no flow of that id runs, or it has ended meanwhile. */
async function stimulate(engine: Engine, id: string, stimulus: Stimulus): Promise<boolean> {
  try {
    await engine.stimulate(id, stimulus);
    return true;
  } catch (error) {
    if (error instanceof AttendantError && /^CONVERSATION_(UNKNOWN|ENDED)$/.test(error.code)) return false;
    throw error;
  }
}

/** What the flow knows of the message or the e-mail that started it. */
function detailsOf({ from, to, text, subject, html, messageId }: FlowStart): CallDetails {
  const { address, name } = from;
  const id = messageId === undefined ? {} : { id: messageId };
  if (subject === undefined)
    return {
      message: { ...id, body: text, senderAddress: address, targetAddresses: [to] },
      ...(name === undefined ? {} : { remoteName: name }),
    };
  return {
    email: {
      ...id,
      subject,
      body: text,
      ...(html === undefined ? {} : { htmlBody: html }),
      from: { id: address, name: name ?? null },
      to: [{ id: to, name: null }],
    },
  };
}
