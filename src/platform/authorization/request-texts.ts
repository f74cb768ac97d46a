import { Type } from 'typebox';
import { Check } from 'typebox/value';

/** Pattern of a text of one line with something in it, writable as UTF-8. */
export const NAME_PATTERN = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';

/** A name: one line with something in it, at most 200 characters. */
export const NAME = Type.String({ minLength: 1, maxLength: 200, pattern: NAME_PATTERN });

/** A description: at most 1,000 characters, no control characters but line breaks and tabs; may be empty. */
export const DESCRIPTION = Type.String({ maxLength: 1000, pattern: '^(?:[^\\p{Cc}\\p{Cs}]|[\\t\\n\\r])*$' });

/** Whether a text can be the name of something. */
export function isName(text: string): boolean {
  return Check(NAME, text);
}
