import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import { FailureOutputs } from '../failure-outputs.ts';
import { defineFlowAction } from '../flow-action.ts';
import {
  failWorkitem,
  isDisconnected,
  keepWorkitem,
  nameOf,
  WORKITEM_DIFFERENCES,
  WORKITEM_SETTINGS,
  workitemOf,
  workitemValues,
} from '../workitems.ts';

/** Changes the work item. Architect: Update Workitem. */
export const updateWorkitem = defineFlowAction({
  type: 'updateWorkitem',
  title: 'Update Workitem',
  description:
    'Changes the work item of the flow; Workitem.Workitem shows the changes. To give it to somebody else, disconnect it first.',
  category: 'Data',
  paths: {
    success: 'it is changed',
    failure: 'there is no work item, or its assignee is changed before it was disconnected',
  },
  events: ['updatedWorkitem', 'failedWorkitem'],
  differences: WORKITEM_DIFFERENCES,
  settings: Type.Object(
    { ...WORKITEM_SETTINGS, failureOutputs: FailureOutputs },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  dangerousUnwired: ['failure'],
  flowTypes: ['workitem'],
  enter({ failureOutputs, ...settings }, context) {
    const workitem = workitemOf(context);
    if (workitem === undefined)
      return failWorkitem(failureOutputs, 'WorkitemNotFound', 'the flow has no work item', context);
    const changes = workitemValues(settings, context);
    if (changes['assignee'] !== undefined && !isDisconnected(context))
      return failWorkitem(
        failureOutputs,
        'WorkitemConnected',
        'an agent has the work item: disconnect it first',
        context,
      );
    keepWorkitem({ ...workitem, ...statusOf(changes) }, context);
    context.emit('updatedWorkitem', { workitem: nameOf(workitem), changes });
    return { output: 'success' };
  },
});

/** A status is named by authors and is an object where it is read. */
function statusOf({ status, ...changes }: JsonObject): JsonObject {
  return status === undefined ? changes : { ...changes, status: { name: status } };
}
