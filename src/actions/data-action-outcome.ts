import type { Json, JsonObject } from '../authoring/json.ts';
import type { FailureOutputs } from './failure-outputs.ts';

/** How a data action ended. `unknown`: the request may have been received, and no answer tells what became of it. */
export type DataActionOutcome =
  | {
      readonly result: 'success';
      /** Flattened, as a flow sees them. */
      readonly outputs: JsonObject;
      /** As the success template made it. */
      readonly output: Json;
    }
  | { readonly result: 'failure'; readonly failure: FailureOutputs }
  | { readonly result: 'unknown'; readonly failure: FailureOutputs };
