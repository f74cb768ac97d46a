import { Type } from 'typebox';
import { FailureOutputs } from '../failure-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import { failWorkitem, nameOf, WORKITEM_DIFFERENCES, workitemOf } from '../workitems.ts';

/** Ends the work item. Architect: Terminate Workitem. */
export const terminateWorkitem = defineFlowAction({
  type: 'terminateWorkitem',
  title: 'Terminate Workitem',
  description: 'Ends the work item of the flow.',
  category: 'Ending',
  paths: { success: 'it is ended', failure: 'the flow was started without a work item' },
  events: ['terminatedWorkitem', 'failedWorkitem'],
  differences: [...WORKITEM_DIFFERENCES, 'Guess: the flow goes on behind it.'],
  settings: Type.Object({ failureOutputs: FailureOutputs }, { additionalProperties: false }),
  outputs: ['success', 'failure'],
  dangerousUnwired: ['failure'],
  flowTypes: ['workitem'],
  enter({ failureOutputs }, context) {
    const workitem = workitemOf(context);
    if (workitem === undefined)
      return failWorkitem(failureOutputs, 'WorkitemNotFound', 'the flow has no work item', context);
    context.emit('terminatedWorkitem', { workitem: nameOf(workitem) });
    return { output: 'success' };
  },
});
