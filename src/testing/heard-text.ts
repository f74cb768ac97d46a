import type { CallEvent } from '../runtime/conversation.ts';

/** What the customer hears or reads in an event. */
export function heardText({ type, ...event }: CallEvent): string | undefined {
  if (type === 'playedAudio' || type === 'sentMessage') return String(event['text']);
  return type === 'sentAutoReply' ? String(event['body']) : undefined;
}
