import type { Converter } from './converter.ts';
import { DATA } from './data.ts';
import { DIGITAL } from './digital.ts';
import { LOGIC } from './logic.ts';
import { TRANSFER } from './transfer.ts';
import { VOICE } from './voice.ts';

/** How each of Archy's actions is written here, by its key. What is not here becomes an `unknownAction`. */
export const CONVERTERS: { readonly [key: string]: Converter } = {
  ...LOGIC,
  ...DATA,
  ...VOICE,
  ...TRANSFER,
  ...DIGITAL,
};
