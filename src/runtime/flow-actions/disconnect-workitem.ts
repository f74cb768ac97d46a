import { Type } from 'typebox';
import { FailureOutputs } from '../failure-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import { failWorkitem, nameOf, noteDisconnected, WORKITEM_DIFFERENCES, workitemOf } from '../workitems.ts';

/** Takes the work item off its agent. Architect: Disconnect Workitem. */
export const disconnectWorkitem = defineFlowAction({
  type: 'disconnectWorkitem',
  title: 'Disconnect Workitem',
  description: 'Takes the work item off its agent; only then can Update Workitem give it to somebody else.',
  category: 'Transfer',
  paths: { success: 'nobody has it any more', failure: 'the flow was started without a work item' },
  events: ['disconnectedWorkitem', 'failedWorkitem'],
  differences: WORKITEM_DIFFERENCES,
  settings: Type.Object({ failureOutputs: FailureOutputs }, { additionalProperties: false }),
  outputs: ['success', 'failure'],
  dangerousUnwired: ['failure'],
  flowTypes: ['workitem'],
  enter({ failureOutputs }, context) {
    const workitem = workitemOf(context);
    if (workitem === undefined)
      return failWorkitem(failureOutputs, 'WorkitemNotFound', 'the flow has no work item', context);
    noteDisconnected(context);
    context.emit('disconnectedWorkitem', { workitem: nameOf(workitem) });
    return { output: 'success' };
  },
});
