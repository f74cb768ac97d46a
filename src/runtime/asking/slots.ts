import type { Json } from '../../authoring/json.ts';
import { convert } from '../expression/conversion.ts';
import { ExpressionError } from '../expression/expression.ts';
import type { ActionContext } from '../flow-action.ts';
import { MAX_SLOT_CHARACTERS } from '../understanding/pattern.ts';
import { slotValue } from '../understanding/slot-value.ts';
import { slotsIn } from '../understanding/understand.ts';
import type { Target } from '../variables.ts';
import type { Input } from './input.ts';

/** What of an input fills a slot; what a test says was understood goes before the bot's own understanding. */
export function meantSlot(
  slot: Target,
  { text, understood }: Input,
  context: ActionContext,
): Json | undefined {
  const given = Object.entries(understood?.slots ?? {}).find(([name]) => isSlot(slot, name));
  if (given !== undefined) return given[1];
  const type = context.bot.nlu.slots.get(slot.name) ?? { builtIn: 'any' };
  return slotValue(type, text, context);
}

function isSlot(slot: Target, name: string): boolean {
  const key = slot.name.toLowerCase();
  return key === name.toLowerCase() || key === `slot.${name.toLowerCase()}`;
}

/** Fills a slot, unless the value cannot be of its type or is too long. @returns whether it is filled. */
export function fillSlot(slot: Target, value: Json, context: Pick<ActionContext, 'write'>): boolean {
  if (typeof value === 'string' && value.length > MAX_SLOT_CHARACTERS) return false;
  try {
    if (convert(value, slot.type) === undefined) return false;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
  context.write(slot, value);
  return true;
}

/** Fills the slots that stand in what was said about something else. */
export function fillSlots(intent: string, { text, understood }: Input, context: ActionContext): void {
  const { nlu } = context.bot;
  const found = slotsIn(nlu, intent, text, context);
  for (const [name, value] of [...found, ...Object.entries(understood?.slots ?? {})]) {
    const key = name.toLowerCase();
    const slot = nlu.targets.get(key) ?? nlu.targets.get(`slot.${key}`);
    if (slot !== undefined && fillSlot(slot, value, context))
      context.emit('filledSlot', { slot: slot.name, value, words: text });
  }
}
