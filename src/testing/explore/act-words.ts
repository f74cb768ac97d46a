import type { JsonObject } from '../../authoring/json.ts';
import type { DrivenAct, DrivenAnswer, DrivenCaller } from '../../simulator/caller-of.ts';
import { parseAct } from '../../simulator/caller-script.ts';
import type { Answer, WrittenAct } from '../test-file.ts';

/** An act as a test has it. */
export function writtenAct(act: DrivenAct): WrittenAct {
  switch (act.do) {
    case 'press':
      return `${act.bargeIn ? '!' : ''}${act.keys}`;
    case 'keepSilent':
      return 'silence';
    case 'hangUp':
      return 'hangup';
    case 'agentAnswers':
      return { agentAnswers: true };
    case 'say':
      return act.understood === undefined && !act.words.includes(',')
        ? `${act.bargeIn ? '!' : ''}say:${act.words}`
        : { say: act.words, ...(act.bargeIn && { bargeIn: true }), ...meant(act) };
    case 'write':
      return act.understood === undefined && parseAct(act.text) === undefined && !act.text.startsWith('!')
        ? act.text
        : { write: act.text, ...meant(act) };
  }
}

function meant({ understood }: Extract<DrivenAct, { do: 'say' | 'write' }>) {
  return understood === undefined ? {} : { understood: understood as JsonObject };
}

/** An answer as a test has it. */
export function writtenAnswer(answer: DrivenAnswer): Answer {
  const afterSeconds = (answer.afterMs ?? 0) / 1000;
  const time = afterSeconds > 0 ? { afterSeconds } : {};
  if ('timeout' in answer) return { timeout: true };
  if ('outputs' in answer) return { outputs: answer.outputs, ...time };
  const { errorCode, ...failure } = answer.failure;
  const code = typeof errorCode === 'string' && errorCode !== '' ? errorCode : 'unknown';
  return { failure: { ...failure, errorCode: code } as NonNullable<Answer['failure']>, ...time };
}

/** What a caller does, in words. */
export function actWords(act: DrivenAct): string {
  switch (act.do) {
    case 'press':
      return `presses ${act.keys}`;
    case 'keepSilent':
      return 'keeps silent';
    case 'hangUp':
      return 'hangs up';
    case 'agentAnswers':
      return 'is answered by an agent';
    case 'say':
      return `says “${act.words}”`;
    case 'write':
      return `writes “${act.text}”`;
  }
}

/** What a data action does that is no success, in words. */
export function answerWords(dataAction: string, answer: DrivenAnswer): string | undefined {
  if ('timeout' in answer) return `${dataAction} gives no answer in time`;
  return 'failure' in answer ? `${dataAction} fails` : undefined;
}

/** What a caller does, data actions answer, and how the caller leaves, in words. */
export function callerWords({ acts, answers, hangsUpWhile }: DrivenCaller): readonly string[] {
  return [
    ...acts.map(actWords),
    ...Object.entries(answers).flatMap(([name, list]) => list.flatMap((one) => answerWords(name, one) ?? [])),
    ...(hangsUpWhile === undefined ? [] : ['hangs up']),
  ];
}
