import { type GateLimits, isForbiddenKey, refuseNesting } from '../authoring/load-gate.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';

/** Bodies are data, not definitions: Genesys limits their depth to 50 (D4). */
const BODY_LIMITS: GateLimits = { depth: 50, values: 100_000 };

/** Reads the text of a JSON body; an empty one is no body. Refuses what no later code should see. */
export function readJson(text: string): Outcome<unknown> {
  if (text.trim() === '') return done(undefined);
  const refused = refuseNesting(text, BODY_LIMITS);
  if (refused !== undefined) return refuse('bad.request', `The body ${refused}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('bad.request', 'The body is not JSON.');
  }
  const fault = refuseValue(value);
  return fault ?? done(value);
}

/** Looks for keys that reach into prototypes and for numbers JSON cannot write. Without recursion. */
function refuseValue(root: unknown): Outcome<never> | undefined {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return refuse('bad.request', 'The body holds a number that is too large.');
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (isForbiddenKey(key))
        return refuse('constraint.validation', `${key} cannot be the name of a field.`, { field: key });
      open.push(child);
    }
  }
  return undefined;
}
