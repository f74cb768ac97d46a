import type { Engine } from '../engine/engine.ts';
import type { FlowLibrary } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import { done, refuse } from '../platform/refusal.ts';
import type { WorkflowPort } from '../platform/triggers/workflow-port.ts';
import { findWorkflow } from './find-workflow.ts';
import { readFlowInputs } from './flow-inputs.ts';

/** Lets triggers launch workflows on the engine. */
export function workflowLauncher(flows: FlowLibrary, engine: Pick<Engine, 'startCall'>): WorkflowPort {
  return {
    check(nameOrId, given) {
      const workflow = findWorkflow(flows, nameOrId, 'flow');
      // That is the operator's to put right, not the sender's.
      if (!workflow.ok)
        return refuse('attendant.trigger.workflow.missing', 'The workflow of the trigger is not loaded.');
      const { name, variables } = workflow.value;
      const inputs = readFlowInputs(variables, given, 'inputs');
      return inputs.ok ? done({ flow: name, inputs: inputs.value }) : inputs;
    },
    async launch(id, { flow, inputs }) {
      try {
        await engine.startCall({ id, flow, inputs });
        return true;
      } catch (error) {
        if (error instanceof AttendantError && error.code === 'FLOW_UNKNOWN') return false;
        throw error;
      }
    },
  };
}
