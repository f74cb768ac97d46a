import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Ends a workflow with a reason in free text. Architect: End Workflow. */
export const endWorkflow = defineFlowAction({
  type: 'endWorkflow',
  title: 'End Workflow',
  description: 'Ends the workflow. The exit reason is free text that whoever launched it can read.',
  category: 'Ending',
  differences: [],
  settings: Type.Object(
    { exitReason: Type.Optional(Value({ type: 'string', description: 'Why it ended.' })) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'exitReason',
  terminates: true,
  flowTypes: ['workflow'],
  enter({ exitReason }, context) {
    const detail = exitReason === undefined ? undefined : context.read(exitReason);
    return { end: { reason: 'completed', ...(typeof detail === 'string' ? { detail } : {}) } };
  },
});
