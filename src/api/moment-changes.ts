import type { Json, JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Conversation } from '../runtime/conversation.ts';

/** A value before and after. */
export interface Change {
  readonly name: string;
  readonly was: Json;
  readonly is: Json;
}

/** What a moment changed; null stands for NOT_SET. The variables of another flow or task are no change of these. */
export function changesBetween(before: Conversation | undefined, after: Conversation) {
  // What is overwritten may have been concealed though what is there now is not.
  const concealed = { was: before?.concealed ?? [], is: after.concealed ?? [] };
  const flows = ({ frames }: Conversation) => frames.filter(({ caller }) => caller !== undefined).length;
  const isSameFlow = before === undefined || flows(before) === flows(after);
  const [was, is] = [before?.frames, after.frames];
  const isSameTask = was?.length === is.length && was.at(-1)?.task === is.at(-1)?.task;
  const isDeeper = was === undefined || is.length > was.length;
  const taskBefore = isSameTask ? (was?.at(-1)?.variables ?? {}) : {};
  const taskAfter = isSameTask || isDeeper ? (is.at(-1)?.variables ?? {}) : {};
  return {
    variables: [
      ...(isSameFlow ? changed(before?.variables ?? {}, after.variables, concealed) : []),
      ...changed(taskBefore, taskAfter, concealed),
    ],
    participantData: changed(before?.participantData ?? {}, after.participantData, { was: [], is: [] }),
  };
}

interface Concealed {
  readonly was: readonly string[];
  readonly is: readonly string[];
}

function changed(was: JsonObject, is: JsonObject, concealed: Concealed): readonly Change[] {
  if (was === is) return [];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((name) => {
    const [old = null, now = null] = [was[name], is[name]];
    if (old === now || JSON.stringify(old) === JSON.stringify(now)) return [];
    const shown = (value: Json, hidden: readonly string[]) =>
      hidden.includes(name) && value !== null ? MASK : value;
    return [{ name, was: shown(old, concealed.was), is: shown(now, concealed.is) }];
  });
}
