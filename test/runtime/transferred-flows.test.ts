import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { compilePartial } from './play.ts';

const BYE = { disconnect: true };
const OTHERS: { readonly [name: string]: JsonObject } = {
  inbound: { actions: [BYE] },
  secure: { type: 'secureCall', actions: [BYE] },
  waiting: { type: 'inqueueCall', actions: [{ holdMusic: true }] },
  workflow: { type: 'workflow', actions: [{ endWorkflow: true }] },
};

function faults(action: JsonObject) {
  const { diagnostics } = compilePartial({ actions: [action, BYE] }, {}, OTHERS);
  return diagnostics.filter(({ code }) => code === 'CALLED_FLOW_TYPE');
}

describe('flows that a call is handed over to', () => {
  it.each([
    [{ transferToFlow: 'inbound' }],
    [{ transferToFlowSecure: 'secure' }],
    [{ transferToAcd: { queue: 'Sales', inQueueFlow: 'waiting' } }],
    [{ transferToFlow: 'elsewhere' }],
  ])('may be %j', (action) => {
    expect(faults(action)).toEqual([]);
  });

  it.each([
    [{ transferToFlow: 'secure' }, '/transferToFlow/flow', 'name a flow of type inboundCall or outboundCall'],
    [{ transferToFlow: { flow: 'workflow' } }, '/transferToFlow/flow', 'inboundCall'],
    [
      { transferToFlowSecure: { flow: 'inbound' } },
      '/transferToFlowSecure/flow',
      'name a flow of type secureCall',
    ],
    [
      { transferToAcd: { queue: 'Sales', inQueueFlow: 'inbound' } },
      '/transferToAcd/inQueueFlow',
      'name a flow of type inqueueCall',
    ],
  ])('R10 must not be %j', (action, pointer, hint) => {
    expect(faults(action)).toMatchObject([
      { severity: 'error', pointer: `/tasks/main/0${pointer}`, hint: expect.stringContaining(hint) },
    ]);
  });
});
