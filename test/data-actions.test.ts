import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../src/actions/compile-data-action.ts';
import type { DataAction } from '../src/actions/data-action.ts';
import type { FailureOutputs } from '../src/actions/failure-outputs.ts';
import { readResponse } from '../src/actions/read-response.ts';
import { type RenderedRequest, renderRequest } from '../src/actions/render-request.ts';
import type { Json, JsonObject } from '../src/authoring/json.ts';
import { loadFlow } from '../src/files/load-flow.ts';
import { createDataActionPerformer } from '../src/performing/data-action-performer.ts';
import { targetsByType } from '../src/performing/target.ts';
import type { HttpClient, HttpFailureKind } from '../src/ports.ts';
import { FakeClock } from './support/fake-clock.ts';

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
    /** What becomes of the request where no answer is on record. */
    readonly trouble?: HttpFailureKind;
    /** Whether the request may be sent again after that, to receivers that honour an Idempotency-Key and to others. */
    readonly mayRepeat?: { readonly withKey: boolean; readonly withoutKey: boolean };
  }[];
}
type Case = CaseFile['cases'][number];

const CASES = 'test/data-actions/';
const DEFINITIONS = 'flows/data-actions/';

function compile(id: string) {
  const file = `${DEFINITIONS}${id}.data-action.json`;
  const { dataAction, diagnostics } = compileDataAction(JSON.parse(readFileSync(file, 'utf8')), file);
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  expect(diagnostics).toEqual([]);
  return dataAction;
}

/** Texts that change a request where they are not kept in their place. */
const HOSTILE: readonly string[] = [
  ...['"', '\\', '\\"', '"}', '",\n"x":"y', "'", '</a>', '&amp;', '%2e%2e', '../..', '..', 'a/b?c=d&e=f#g'],
  ...['${input.x}', '$input', '#set($a = 1)', '{{settings.whatsappIntegrationId}}', '{{input}}', '{{{x}}}'],
  ...['a\r\nX-Evil: 1', 'a\nb', '\u2028', '\u0000', 'a\u0000b', '\u007f', '\ud800', '\ufeff'],
  ...['👋🏽', 'שלום', '\u202eevil', 'x'.repeat(10_000), '"'.repeat(10_000)],
];
/** Fits wherever a text is free. */
const MARK = 'marked';

function textInputs({ inputs }: DataAction): readonly string[] {
  return inputs.filter(({ type }) => type === 'string').map(({ name }) => name);
}

/** Where another text may stand, a hostile one changes that one value; elsewhere it is refused and not repeated. */
function expectHarmless(
  dataAction: DataAction,
  marked: JsonObject,
  settings: JsonObject,
  name: string,
): void {
  const usual = renderRequest(dataAction, { input: marked, settings });
  for (const text of HOSTILE) {
    const rendered = renderRequest(dataAction, { input: { ...marked, [name]: text }, settings });
    if (!rendered.ok) {
      expect(['input.contract', 'request.value']).toContain(rendered.failure.errorCode);
      if (text.length > 4) expect(rendered.failure.userMessage).not.toContain(text);
      continue;
    }
    if (!usual.ok) throw new Error(`${name} takes ${JSON.stringify(text)} and not ${MARK}`);
    const { body, ...request } = rendered.request;
    expect(request).toEqual({
      method: usual.request.method,
      url: usual.request.url.replace(MARK, () => encodeURIComponent(text)),
      headers: usual.request.headers,
    });
    expect(parsed(body)).toEqual(replaced(parsed(usual.request.body), text));
  }
}

function parsed(body: string | undefined): Json {
  return body === undefined ? null : JSON.parse(body);
}

/** A body with another text where the mark stands alone. */
function replaced(body: Json, text: string): Json {
  return JSON.parse(JSON.stringify(body), (_key, value) => (value === MARK ? text : value));
}

/** A performer whose every request comes to grief. */
function performerIn(trouble: HttpFailureKind, honoursIdempotencyKey: boolean) {
  const http: HttpClient = {
    send: async () => ({ ok: false, failure: trouble, message: 'out of order' }),
    close: async () => {},
  };
  const target = { name: 'test', baseUrl: 'http://127.0.0.1:9000', honoursIdempotencyKey };
  return createDataActionPerformer({
    http,
    clock: new FakeClock(),
    findTarget: targetsByType({ 'purecloud-data-actions': target, attendant: target }),
    userAgent: 'attendant/test',
    random: () => 0.5,
  });
}

async function expectTrouble(
  dataAction: DataAction,
  trouble: HttpFailureKind,
  one: Case,
  settings: JsonObject,
) {
  const [withKey, withoutKey] = [performerIn(trouble, true), performerIn(trouble, false)];
  const performance = { input: one.input, settings, idempotencyKey: 'c1:1' };
  const result = one.failure?.errorCode === 'outcome.unknown' ? 'unknown' : 'failure';
  expect(await withKey.perform(dataAction, performance)).toEqual({ result, failure: one.failure });
  expect({
    withKey: withKey.mayRepeat(dataAction),
    withoutKey: withoutKey.mayRepeat(dataAction),
  }).toEqual(one.mayRepeat);
}

for (const file of readdirSync(CASES)) {
  const { dataAction: id, settings, cases }: CaseFile = JSON.parse(readFileSync(CASES + file, 'utf8'));
  describe(id, () => {
    const dataAction = compile(id);
    const [{ input } = { input: {} }] = cases;
    it.each(textInputs(dataAction))('D7 hostile text in `%s` stays one value or is refused', (name) => {
      expectHarmless(dataAction, { ...input, [name]: MARK }, settings, name);
    });
    it.each(cases.filter(({ trouble }) => trouble !== undefined))('$name', async (one) => {
      await expectTrouble(dataAction, one.trouble ?? 'broken', one, one.settings ?? settings);
    });
    it.each(cases.filter(({ trouble }) => trouble === undefined))('$name', (one) => {
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
        one.failure === undefined
          ? { ok: true, output: expect.anything(), outputs: one.outputs }
          : { ok: false, failure: one.failure },
      );
    });
  });
}

it('D10 ships ready-made definitions, each with its cases', () => {
  const shipped = readdirSync(DEFINITIONS).map((file) => file.replace('.data-action.json', ''));
  expect(readdirSync(CASES).map((file) => file.replace('.json', ''))).toEqual(shipped);
  for (const id of [
    ...['send-whatsapp', 'send-sms', 'send-email'],
    ...['create-callback', 'reschedule-callback', 'cancel-callback'],
    ...['read-consent', 'grant-consent', 'withdraw-consent'],
  ])
    expect(shipped).toContain(id);
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
