import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, Value } from '../settings.ts';
import { textOf } from '../tell.ts';
import { WORKITEM_SETTINGS, workitemValues } from '../workitems.ts';

/** Creates a work item. Architect: Create Workitem. */
export const createWorkitem = defineFlowAction({
  type: 'createWorkitem',
  title: 'Create Workitem',
  description: 'Creates a work item of a worktype.',
  category: 'Data',
  paths: { success: 'it is created', failure: 'never here; for flows that handle it' },
  events: ['createdWorkitem'],
  differences: [
    'The work item stands in the transcript only; no flow is started for it.',
    'Guess: names of settings and paths; public sources name the action only.',
  ],
  settings: Type.Object(
    {
      worktype: Value({ type: 'string', description: 'The name of its worktype.' }),
      ...WORKITEM_SETTINGS,
      saveAs: Type.Optional(
        TargetVariable({ type: 'workitem', description: 'The variable that gets the work item.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  goesOn: (wired) => !wired.has('success'),
  enter({ worktype, saveAs, ...settings }, context) {
    const id = `workitem:${context.idempotencyKey}`;
    const given = workitemValues(settings, context);
    const type = textOf(worktype, context);
    context.emit('createdWorkitem', { workitem: id, worktype: type, name: type, ...given });
    const { name = type, status } = given;
    if (saveAs !== undefined)
      context.write(saveAs, { id, name, ...(status === undefined ? {} : { status: { name: status } }) });
    return { output: 'success' };
  },
});
