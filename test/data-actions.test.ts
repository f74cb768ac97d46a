import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../src/actions/compile-data-action.ts';
import type { FailureOutputs } from '../src/actions/failure-outputs.ts';
import { readResponse } from '../src/actions/read-response.ts';
import { type RenderedRequest, renderRequest } from '../src/actions/render-request.ts';
import type { Json, JsonObject } from '../src/authoring/json.ts';
import { loadFlow } from '../src/files/load-flow.ts';

/** All cases of one data action: what goes in, the answer on record, and what came out. */
interface CaseFile {
  readonly dataAction: string;
  readonly settings: JsonObject;
  readonly cases: readonly {
    readonly name: string;
    readonly input: JsonObject;
    readonly settings?: JsonObject;
    readonly request?: Omit<RenderedRequest, 'body'> & { readonly body?: Json };
    readonly response?: {
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: string;
    };
    readonly outputs?: JsonObject;
    readonly failure?: FailureOutputs;
  }[];
}

const CASES = 'test/data-actions/';
const DEFINITIONS = 'flows/data-actions/';

function compile(id: string) {
  const file = `${DEFINITIONS}${id}.data-action.json`;
  const { dataAction, diagnostics } = compileDataAction(JSON.parse(readFileSync(file, 'utf8')), file);
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  expect(diagnostics).toEqual([]);
  return dataAction;
}

for (const file of readdirSync(CASES)) {
  const { dataAction: id, settings, cases }: CaseFile = JSON.parse(readFileSync(CASES + file, 'utf8'));
  describe(id, () => {
    const dataAction = compile(id);
    it.each(cases)('$name', (one) => {
      const rendered = renderRequest(dataAction, { input: one.input, settings: one.settings ?? settings });
      if (!rendered.ok) {
        expect(rendered.failure).toEqual(one.failure);
        return;
      }
      const { body, ...request } = rendered.request;
      if (one.request !== undefined) {
        expect({ ...request, ...(body !== undefined && { body: JSON.parse(body) }) }).toEqual(one.request);
      }
      if (one.response === undefined) {
        expect(one).toHaveProperty('request');
        return;
      }
      const read = readResponse(dataAction, { headers: {}, ...one.response });
      expect(read).toEqual(
        one.failure === undefined ? { ok: true, outputs: one.outputs } : { ok: false, failure: one.failure },
      );
    });
  });
}

it('every shipped data action has its cases', () => {
  const shipped = readdirSync(DEFINITIONS).map((file) => file.replace('.data-action.json', ''));
  expect(readdirSync(CASES).map((file) => file.replace('.json', ''))).toEqual(shipped);
});

describe('D1 a definition is reusable', () => {
  it('runs the same in both flows that call it', () => {
    const [consent, reminder] = ['whatsapp-consent', 'appointment-reminder'].map((name) => {
      const { dataActions, diagnostics } = loadFlow(`flows/${name}.flow.json`);
      expect(diagnostics).toEqual([]);
      return dataActions.get('send-whatsapp');
    });
    expect(consent?.definition).toEqual(reminder?.definition);
    const input = { toAddress: '13175550123', template: 'order-confirmation' };
    const settings = { whatsappIntegrationId: 'whatsapp-main' };
    const requests = [consent, reminder].map(
      (action) => action && renderRequest(action, { input, settings }),
    );
    expect(requests[0]).toMatchObject({
      ok: true,
      request: { method: 'POST', url: '/api/v2/conversations/messages/agentless' },
    });
    expect(requests[1]).toEqual(requests[0]);
  });
});
