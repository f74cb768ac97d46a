import { type DefaultTextKey, type DefaultTextValues, defaultText } from './default-texts.ts';
import { toText } from './expression/conversion.ts';
import type { Expression } from './expression/expression.ts';
import type { ActionContext } from './flow-action.ts';

type Teller = Pick<ActionContext, 'isVoice' | 'queue' | 'emit'>;

/** How a text is told. */
export interface Telling {
  /** Whether a word or a key may cut it short. */
  readonly bargeIn?: boolean;
  /** Answers that a written question shows as buttons. */
  readonly quickReplies?: readonly string[];
}

/** Tells the customer a text: queued as audio on the phone, sent in writing. An empty one is not told. */
export function tell(
  context: Teller,
  text: string,
  { bargeIn = true, quickReplies = [] }: Telling = {},
): void {
  if (text.trim() === '') return;
  if (context.isVoice) context.queue({ text, bargeIn });
  else context.emit('sentMessage', { text, ...(quickReplies.length === 0 ? {} : { quickReplies }) });
}

/** The text that an expression gives; NOT_SET and what is not there are empty. */
export function textOf(expression: Expression | undefined, context: Pick<ActionContext, 'read'>): string {
  const value = expression === undefined ? undefined : context.read(expression);
  return value === undefined || value === null ? '' : toText(value);
}

/** The author's text, or the default one where the author wrote none. */
export function textOr(
  expression: Expression | undefined,
  key: DefaultTextKey,
  context: Pick<ActionContext, 'read' | 'language'>,
  values: DefaultTextValues = {},
): string {
  return expression === undefined ? defaultText(key, context.language, values) : textOf(expression, context);
}
