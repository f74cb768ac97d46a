import { MASK } from '../authoring/mask.ts';
import type { DataAction } from './data-action.ts';
import type { Operation } from './operation.ts';

/**
 * The operations of a run as people may see them: of a secure data action that each happened, and how it ended (D8).
 *
 * @param failure why the run failed, where it did; it holds no value.
 */
export function shownOperations(
  { isSecure }: DataAction,
  operations: readonly Operation[],
  failure = 'It failed.',
): readonly Operation[] {
  if (!isSecure) return operations;
  return operations.map(({ step, name, success, milliseconds }) => ({
    step,
    name,
    success,
    ...(milliseconds !== undefined && { milliseconds }),
    ...(!success && { error: failure }),
  }));
}

/** The request of a secure data action as people may see it: what its author wrote, and none of its values. */
export function secureRequest(
  { request, definition }: DataAction,
  { headers, body }: { readonly headers: { readonly [name: string]: string }; readonly body?: string },
) {
  return {
    method: request.method,
    url: definition.config.request.requestUrlTemplate,
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, MASK])),
    ...(body !== undefined && { body: MASK }),
  };
}
