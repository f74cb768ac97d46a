/** Headers of an e-mail that say who wrote it: a person or a program. */
export interface OriginHeaders {
  readonly autoSubmitted: string;
  readonly precedence: string;
  readonly listId: string;
}

/**
 * Whether a program wrote an e-mail (RFC 3834): it says so, it went to a list, or nobody wants to hear of its fate.
 *
 * @param sender of the envelope; '' is the null sender of reports and automatic answers.
 */
export function isAutomatic(sender: string, { autoSubmitted, precedence, listId }: OriginHeaders): boolean {
  const word = /^[\s]*([a-z-]*)/i.exec(autoSubmitted)?.[1]?.toLowerCase() ?? '';
  if (word !== '' && word !== 'no') return true;
  return sender === '' || /^\s*(?:bulk|junk|list|auto_reply)\b/i.test(precedence) || listId.trim() !== '';
}
