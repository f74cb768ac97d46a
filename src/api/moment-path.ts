import type { JsonObject } from '../authoring/json.ts';
import type { Moment } from '../simulator/moments.ts';

/** Where the call has been: actions with how often, output paths, and which action followed which. */
export function pathTaken(all: readonly Moment[]): JsonObject {
  const actions: Record<string, number> = {};
  const outputs = new Set<string>();
  const ways = new Set<string>();
  let before: string | undefined;
  for (const { conversation, events, stimulus } of all) {
    const { at } = conversation;
    if (before !== undefined && at !== before) ways.add(`${before}\n${at}`);
    if (before !== undefined && stimulus.type === 'continued') actions[before] = (actions[before] ?? 0) + 1;
    for (const { type, action, output } of events)
      if (type === 'tookOutput') outputs.add(`${action}\n${String(output)}`);
    before = at;
  }
  return { actions, outputs: [...outputs], ways: [...ways] };
}
