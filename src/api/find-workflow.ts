import type { FlowLibrary } from '../engine/engine-options.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import type { Program } from '../runtime/program.ts';
import { findFlow } from './flow-id.ts';

/** The workflow with a name or id, or a refusal that says which there are. @param field where the name stands. */
export function findWorkflow(flows: FlowLibrary, nameOrId: string, field: string): Outcome<Program> {
  const flow = findFlow(flows, nameOrId);
  if (flow === undefined) {
    const workflows = flows.names().filter((name) => flows.find(name)?.program.type === 'workflow');
    const known = workflows.join(', ') || 'none';
    return refuse(
      'not.found',
      `${field} is neither name nor id of a flow that is loaded; workflows: ${known}.`,
      {
        field,
      },
    );
  }
  if (flow.program.type === 'workflow') return done(flow.program);
  return refuse(
    'constraint.validation',
    `${field} is a flow of type ${flow.program.type}; only a workflow can be launched.`,
    { field },
  );
}
