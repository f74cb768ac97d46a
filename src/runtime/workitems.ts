import { Type } from 'typebox';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { Expression } from './expression/expression.ts';
import { writeFailure } from './failure-outputs.ts';
import type { ActionContext } from './flow-action.ts';
import { ObjectValue, Value } from './settings.ts';

/** The work item of a flow, and what is known of it beside its members. Facts go before the details a call began with. */
const WORKITEM = 'Workitem.Workitem';
const DISCONNECTED = 'workitem.disconnected';

/** How these actions differ from Genesys, for the reference. */
export const WORKITEM_DIFFERENCES = [
  'The work item is the one the flow was started with; what happens to it stands in the transcript only.',
  'Guess: names of settings and kinds of error; public sources name the action only.',
] as const;

/** Settings of a work item that can be given or changed. */
export const WORKITEM_SETTINGS = {
  name: Type.Optional(Value({ type: 'string', description: 'Its name.' })),
  description: Type.Optional(Value({ type: 'string', description: 'Its description.' })),
  status: Type.Optional(Value({ type: 'string', description: 'The name of its status.' })),
  priority: Type.Optional(Value({ type: 'integer', description: 'Its priority.' })),
  dueAt: Type.Optional(Value({ type: 'dateTime', description: 'When it is due.' })),
  queue: Type.Optional(ObjectValue('queue', { description: 'The queue it waits in.' })),
  assignee: Type.Optional(ObjectValue('user', { description: 'Who has it.' })),
  customFields: Type.Optional(Type.Record(Type.String(), Value(), { description: 'Custom fields by name.' })),
} as const;

/** What an author wrote of a work item, compiled. */
export interface WorkitemSettings {
  readonly customFields?: { readonly [name: string]: Expression };
  readonly [name: string]: Expression | { readonly [name: string]: Expression } | undefined;
}

/** The values of a work item's settings; what is NOT_SET is left out. */
export function workitemValues(
  { customFields = {}, ...settings }: WorkitemSettings,
  context: Pick<ActionContext, 'read'>,
): JsonObject {
  const known = Object.entries(settings).filter(([name]) => Object.hasOwn(WORKITEM_SETTINGS, name));
  const own = values(
    Object.fromEntries(known) as { readonly [name: string]: Expression | undefined },
    context,
  );
  const custom = values(customFields, context);
  return Object.keys(custom).length === 0 ? own : { ...own, customFields: custom };
}

function values(
  given: { readonly [name: string]: Expression | undefined },
  context: Pick<ActionContext, 'read'>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, expression]): [string, Json][] => {
      const value = expression === undefined ? undefined : context.read(expression);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The work item of the flow; undefined when it was started without one. */
export function workitemOf(context: Pick<ActionContext, 'builtIn'>): JsonObject | undefined {
  const workitem = context.builtIn(WORKITEM);
  return workitem !== undefined && isJsonObject(workitem) ? workitem : undefined;
}

/** What names a work item in the transcript. */
export function nameOf(workitem: JsonObject): Json {
  return workitem['id'] ?? workitem['name'] ?? null;
}

/** Keeps a changed work item: expressions read it from now on. */
export function keepWorkitem(workitem: JsonObject, context: Pick<ActionContext, 'setFact'>): void {
  context.setFact(WORKITEM, workitem);
}

/** Notes that no agent has the work item any more. */
export function noteDisconnected(context: Pick<ActionContext, 'setFact'>): void {
  context.setFact(DISCONNECTED, true);
}

/** Whether the work item was taken off its agent. */
export function isDisconnected(context: Pick<ActionContext, 'fact'>): boolean {
  return context.fact(DISCONNECTED) === true;
}

/** Leaves by `failure`. */
export function failWorkitem(
  outputs: Parameters<typeof writeFailure>[0],
  errorType: string,
  errorMessage: string,
  context: ActionContext,
): { readonly output: 'failure' } {
  context.emit('failedWorkitem', { errorType, errorMessage });
  writeFailure(outputs, { errorType, errorMessage }, context);
  return { output: 'failure' };
}
