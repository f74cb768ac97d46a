import type { Conversation } from '../../runtime/conversation.ts';
import type { StepRecord } from '../../store/conversation-store.ts';
import { isAsking } from '../caller.ts';

/** The moment before or after one at which the caller was asked for something, as a number from 1; undefined when there is none. */
export function askedAt(
  moments: readonly StepRecord[],
  from: number,
  way: 'back' | 'forward',
): number | undefined {
  const by = way === 'back' ? -1 : 1;
  for (let moment = from + by; moment >= 1 && moment <= moments.length; moment += by)
    if (asksCaller(moments[moment - 1]?.conversation)) return moment;
  return undefined;
}

function asksCaller(conversation: Conversation | undefined): boolean {
  return conversation?.wait !== undefined && isAsking(conversation.wait, { answersEach: 'prompt' });
}

/** Variables of a call where it stands, with those of its innermost task, by name. */
export function variablesOf({ variables, frames }: Conversation): Conversation['variables'] {
  return { ...variables, ...frames.at(-1)?.variables };
}

/** Names of variables and participant data that are not the same in two states of a call. */
export function changedNames(before: Conversation | undefined, after: Conversation): readonly string[] {
  if (before === undefined) return [];
  return [
    ...differing(variablesOf(before), variablesOf(after)),
    ...differing(before.participantData, after.participantData),
  ];
}

function differing(before: object, after: object): readonly string[] {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)),
  );
}
