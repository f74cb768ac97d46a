import type { Understood } from '../runtime/conversation.ts';
import type { Medium } from '../runtime/medium.ts';

/** What a simulated caller does at one prompt. */
export type CallerAct =
  | { readonly do: 'press'; readonly keys: string; readonly bargeIn: boolean }
  | {
      readonly do: 'say';
      readonly words: string;
      readonly bargeIn: boolean;
      readonly understood?: Understood;
    }
  | { readonly do: 'write'; readonly text: string; readonly understood?: Understood }
  | { readonly do: 'keepSilent' }
  | { readonly do: 'hangUp' };

/** What may be written for an act, for messages and help. */
export const ACT_FORMS = '1, 123#, say:yes, silence, hangup; ! in front cuts the prompt short';
/** The same of a customer who writes. */
export const WRITTEN_FORMS = 'any words, silence, hangup';

/**
 * Reads acts written as `1,13175550123#,say:yes,silence,hangup`; one act answers one prompt.
 *
 * @returns the acts, or the first one that is none of these.
 */
export function parseCallerScript(
  text: string,
  medium: Medium = 'voice',
): { readonly acts: readonly CallerAct[] } | { readonly fault: string } {
  const acts: CallerAct[] = [];
  for (const item of text.split(',').map((one) => one.trim())) {
    const act = medium === 'writing' ? parseWritten(item) : parseAct(item);
    if (act === undefined) return { fault: item };
    acts.push(act);
  }
  return { acts };
}

/** Reads one act. */
export function parseAct(item: string): CallerAct | undefined {
  const bargeIn = item.startsWith('!');
  const text = bargeIn ? item.slice(1) : item;
  if (/^[0-9*#]{1,40}$/.test(text)) return { do: 'press', keys: text, bargeIn };
  if (/^say:./i.test(text)) return { do: 'say', words: text.slice('say:'.length).trim(), bargeIn };
  const intent = intentIn(text);
  if (intent !== undefined) return { do: 'say', words: intent, bargeIn, understood: { intent } };
  if (/^(silence|-|)$/i.test(item)) return { do: 'keepSilent' };
  return /^(hangup|hang-up)$/i.test(item) ? { do: 'hangUp' } : undefined;
}

/** Reads one act of a customer who writes: whatever is no other act is written. */
export function parseWritten(item: string): CallerAct {
  const act = /^[0-9*#]+$/.test(item) ? undefined : parseAct(item.replace(/^!/, ''));
  if (act?.do === 'keepSilent' || act?.do === 'hangUp') return act;
  const intent = intentIn(item);
  if (intent !== undefined) return { do: 'write', text: intent, understood: { intent } };
  return { do: 'write', text: item.replace(/^say:/i, '').trim() };
}

/** `intent:Check order` has a bot understand that intent. */
function intentIn(item: string): string | undefined {
  const [, name] = /^intent:\s*(\S.*)$/i.exec(item) ?? [];
  return name?.trim();
}
