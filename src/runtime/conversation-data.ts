import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import type { ActionContext } from './flow-action.ts';

/** The fact under which attributes are kept that a flow wrote to other conversations. */
const WRITTEN = 'conversationData';

/** What getConversationData and setConversationData may use of a call. */
type Context = Pick<
  ActionContext,
  'conversationId' | 'environment' | 'fact' | 'setFact' | 'participantData' | 'setParticipantData' | 'emit'
>;

/** An attribute of the customer of a conversation: of this one, or of one the environment has or the flow wrote to. */
export function conversationAttribute(id: string, name: string, context: Context): string | undefined {
  if (id === context.conversationId) return context.participantData(name);
  const { participantData = {} } = own(context.environment.conversations ?? {}, id) ?? {};
  const value = own(written(context, id), name) ?? own(participantData, name);
  return typeof value === 'string' ? value : undefined;
}

/** Sets attributes of the customer of a conversation, and tells of it. */
export function setConversationAttributes(
  id: string,
  attributes: { readonly [name: string]: string },
  context: Context,
): void {
  if (id !== context.conversationId) {
    const all = { ...writtenAll(context), [id]: { ...written(context, id), ...attributes } };
    context.setFact(WRITTEN, all);
    context.emit('setConversationData', { conversation: id, attributes });
    return;
  }
  for (const [name, value] of Object.entries(attributes)) {
    context.setParticipantData(name, value);
    context.emit('setParticipantData', { name, value });
  }
}

function writtenAll(context: Context): JsonObject {
  const all = context.fact(WRITTEN);
  return isJsonObject(all) ? all : {};
}

function written(context: Context, id: string): { readonly [name: string]: Json } {
  const one = own(writtenAll(context), id);
  return isJsonObject(one) ? one : {};
}
