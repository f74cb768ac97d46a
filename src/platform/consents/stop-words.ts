import type { MessageChannel } from '../messages/message.ts';

/** Longer texts are not looked at: they say something else, too. */
const MAX_WORD_LENGTH = 40;

const EVERYWHERE = [
  'STOP',
  'STOPP',
  'STOPALL',
  'STOP ALL',
  'UNSUBSCRIBE',
  'ABMELDEN',
  'ABBESTELLEN',
  '配信停止',
];

/**
 * What somebody writes who wants no more messages, as the whole text, in any case. On WhatsApp also the text of Meta's
 * own button; on SMS what carriers of the United States ask for (CTIA). A common word such as END counts only there.
 */
export const STOP_WORDS: { readonly [channel in MessageChannel]: readonly string[] } = {
  whatsapp: [...EVERYWHERE, 'STOP PROMOTIONS', 'OPT OUT', 'OPTOUT'],
  sms: [...EVERYWHERE, 'CANCEL', 'END', 'QUIT', 'OPT OUT', 'OPTOUT', 'REVOKE'],
  email: EVERYWHERE,
};

/** What takes a withdrawal on SMS back, as carriers do it. */
export const START_WORDS: readonly string[] = ['START', 'UNSTOP'];

/** A text as the lists have it: without signs around it, in capitals. */
export function asWord(text: string): string {
  if (text.length > MAX_WORD_LENGTH * 2) return '';
  const word = text
    .normalize('NFKC')
    .replace(/^[\s"'„“”«»]+|[\s"'„“”«».!。]+$/gu, '')
    .replace(/\s+/gu, ' ');
  return word.length > MAX_WORD_LENGTH ? '' : word.toUpperCase();
}
