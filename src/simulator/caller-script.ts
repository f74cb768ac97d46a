/** What a simulated caller does at one prompt. */
export type CallerAct =
  | { readonly do: 'press'; readonly keys: string; readonly bargeIn: boolean }
  | { readonly do: 'say'; readonly words: string; readonly bargeIn: boolean }
  | { readonly do: 'keepSilent' }
  | { readonly do: 'hangUp' };

/** What may be written for an act, for messages and help. */
export const ACT_FORMS = '1, 123#, say:yes, silence, hangup; ! in front cuts the prompt short';

/**
 * Reads acts written as `1,13175550123#,say:yes,silence,hangup`; one act answers one prompt.
 *
 * @returns the acts, or the first one that is none of these.
 */
export function parseCallerScript(
  text: string,
): { readonly acts: readonly CallerAct[] } | { readonly fault: string } {
  const acts: CallerAct[] = [];
  for (const item of text.split(',').map((one) => one.trim())) {
    const act = parseAct(item);
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
  if (/^(silence|-|)$/i.test(item)) return { do: 'keepSilent' };
  return /^(hangup|hang-up)$/i.test(item) ? { do: 'hangUp' } : undefined;
}
