import type { JsonObject } from '../../authoring/json.ts';
import type { Outcome } from '../refusal.ts';

/** A workflow that is to be launched, with inputs that fit it. */
export interface WorkflowStart {
  /** The name of the workflow. */
  readonly flow: string;
  /** By declared name, `Flow.x`. */
  readonly inputs: JsonObject;
}

/** Workflows, as triggers see them. The engine stands behind it. */
export interface WorkflowPort {
  /** Finds the workflow and checks inputs against its input variables; a refusal's field begins with `inputs`. */
  check(nameOrId: string, inputs: JsonObject): Outcome<WorkflowStart>;
  /**
   * Launches a workflow under an id; resolves when its first step is stored. One that was launched with this id before is
   * left as it is.
   *
   * @returns false when the workflow is not there any more.
   */
  launch(id: string, start: WorkflowStart): Promise<boolean>;
}
