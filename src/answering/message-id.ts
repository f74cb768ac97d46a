import { v5 } from 'uuid';

/** Namespace of the ids below: any fixed UUID, this one drawn once. */
const NAMESPACE = '5f0a1c1e-3a5b-4b60-8a27-6d1f0f4f6d0b';

/** The id of what a flow wrote: the same whenever its step is read, so that it is stored once. */
export function answerId(conversationId: string, step: number, index: number): string {
  return v5(`${conversationId}:${step}:${index}`, NAMESPACE);
}
