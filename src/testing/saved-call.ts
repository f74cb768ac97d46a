import type { JsonObject } from '../authoring/json.ts';
import type { CallDetails } from '../runtime/conversation.ts';
import { type DrivenAct, isPrompt } from '../simulator/caller-of.ts';
import type { StepRecord } from '../store/conversation-store.ts';
import type { ActObject, Answer, TestCaller, WrittenAct } from './test-file.ts';

/** Who called, as a test says it. @returns undefined for what begins no call over HTTP either. */
export function writtenCaller({
  ani,
  calledAddress,
  remoteName,
  message,
  email,
  chatGuest,
  ...more
}: CallDetails): Omit<TestCaller, 'does'> {
  const { queue, invocationData, sipHeaders } = more;
  return {
    ...(ani !== undefined && { from: ani.replace(/^tel:/, '') }),
    ...(calledAddress !== undefined && { to: calledAddress.replace(/^tel:/, '') }),
    ...(remoteName !== undefined && { name: remoteName }),
    ...(queue !== undefined && { queue }),
    ...(invocationData !== undefined && { invocationData }),
    ...(sipHeaders !== undefined && { sipHeaders }),
    ...(message !== undefined && messageCaller(message)),
    ...(email !== undefined && emailCaller(email)),
    ...(chatGuest !== undefined && chatCaller(chatGuest)),
  };
}

function messageCaller({ body, senderAddress, targetAddresses }: JsonObject) {
  const [to] = Array.isArray(targetAddresses) ? targetAddresses : [];
  return { message: String(body ?? ''), ...texts({ from: senderAddress, to }) };
}

function emailCaller({ from, to, ...email }: JsonObject) {
  const [first] = Array.isArray(to) ? (to as readonly JsonObject[]) : [];
  const { id, name } = (from ?? {}) as JsonObject;
  return { email, ...texts({ from: id, to: first?.['id'], name }) };
}

function chatCaller({ id, customFields }: JsonObject) {
  const fields = (Array.isArray(customFields) ? customFields : []) as readonly JsonObject[];
  const byName = Object.fromEntries(fields.map(({ key, value }) => [String(key), value ?? null]));
  return { chat: { ...texts({ id }), ...(fields.length > 0 && { customFields: byName }) } };
}

function texts(values: { readonly [name: string]: unknown }): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** What a caller did at each prompt, as a test says it. */
export function writtenActs(acts: readonly DrivenAct[], steps: readonly StepRecord[]): readonly WrittenAct[] {
  const last = steps.at(-1)?.stimulus;
  const before = steps.at(-2)?.conversation.wait;
  const hangsUp = last?.type === 'callerDisconnected' && before !== undefined && !isPrompt(before);
  const written = acts.map(writtenAct);
  while (!hangsUp && written.at(-1) === 'silence') written.pop();
  return hangsUp ? [...written, ...timedActs(steps.slice(-1), steps[0]?.at ?? 0)] : written;
}

function writtenAct(act: DrivenAct): WrittenAct {
  switch (act.do) {
    case 'press':
      return act.bargeIn ? `!${act.keys}` : act.keys;
    case 'say':
      return act.understood === undefined && !act.words.includes(',')
        ? `${act.bargeIn ? '!' : ''}say:${act.words}`
        : { say: act.words, ...(act.bargeIn && { bargeIn: true }), ...meant(act) };
    case 'write':
      return { write: act.text, ...meant(act) };
    case 'keepSilent':
      return 'silence';
    case 'hangUp':
      return 'hangup';
    case 'agentAnswers':
      return { agentAnswers: true };
  }
}

function meant({ understood }: { readonly understood?: unknown }): Pick<ActObject, 'understood'> {
  return understood === undefined ? {} : { understood: understood as NonNullable<ActObject['understood']> };
}

/** What came in, each at the very time at which it did. */
export function timedActs(steps: readonly StepRecord[], startedAt: number): readonly ActObject[] {
  const acts: ActObject[] = [];
  for (const { stimulus, at } of steps) {
    const atSeconds = (at - startedAt) / 1000;
    const last = acts.at(-1);
    if (stimulus.type === 'pressed' && last?.press !== undefined && last.atSeconds === atSeconds)
      acts[acts.length - 1] = { ...last, press: last.press + stimulus.keys };
    else if (stimulus.type === 'pressed') acts.push({ press: stimulus.keys, atSeconds });
    if (stimulus.type === 'spoke') acts.push({ say: stimulus.words, ...meant(stimulus), atSeconds });
    if (stimulus.type === 'wrote') acts.push({ write: stimulus.text, ...meant(stimulus), atSeconds });
    if (stimulus.type === 'callerDisconnected') acts.push({ hangUp: true, atSeconds });
    if (stimulus.type === 'agentAnswered') acts.push({ agentAnswers: true, atSeconds });
  }
  return acts;
}

/** Failures before anything is sent: the same values fail the same way by themselves. */
const BEFORE_SENDING = /^(input|request|settings)\./;

/** What data actions answered, by their names, one a request. */
export function writtenAnswers(
  answers: {
    readonly [name: string]: readonly {
      readonly outputs?: JsonObject;
      readonly failure?: JsonObject;
      readonly timeout?: true;
      readonly afterMs?: number;
    }[];
  },
  isSecret: (name: string) => boolean,
): { readonly [name: string]: readonly Answer[] } {
  const written = Object.entries(answers).map(([name, list]) => {
    const sent = list.filter(({ failure }) => !BEFORE_SENDING.test(String(failure?.['errorCode'] ?? '')));
    return [name, sent.map((answer) => writtenAnswer(answer, isSecret(name)))] as const;
  });
  return Object.fromEntries(written.filter(([, list]) => list.length > 0));
}

function writtenAnswer(
  { outputs, failure, afterMs = 0 }: Parameters<typeof writtenAnswers>[0][string][number],
  isSecret: boolean,
): Answer {
  const time = afterMs > 0 ? { afterSeconds: afterMs / 1000 } : {};
  if (outputs !== undefined) return { outputs: isSecret ? concealed(outputs) : outputs, ...time };
  if (failure === undefined) return { timeout: true };
  const { errorCode = 'failed', ...rest } = failure;
  const more = isSecret ? {} : rest;
  return { failure: { errorCode: String(errorCode), ...more }, ...time };
}

/** Of a secure data action nothing goes into a file but what kind of values they were (D8). */
function concealed(outputs: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      if (typeof value === 'string') return [name, 'masked'];
      if (typeof value === 'number') return [name, 0];
      return [name, Array.isArray(value) ? [] : value === null || typeof value === 'boolean' ? value : {}];
    }),
  );
}
