import type { JsonObject } from '../../authoring/json.ts';
import type { Expression } from '../expression/expression.ts';
import type { ActionContext } from '../flow-action.ts';
import { namedObject } from './named-object.ts';
import type { Callee } from './ring.ts';

/** The person or group a setting gives; undefined when it is NOT_SET. One the environment does not know answers at once. */
export function calleeOf(
  kind: 'user' | 'group',
  expression: Expression,
  rollsOver: boolean,
  context: ActionContext,
): Callee | undefined {
  const found = namedObject(expression, kind, context);
  return found === undefined ? undefined : { ...calleeFrom(kind, found.name, found.known, rollsOver) };
}

/** Somebody as the environment has them. */
export function calleeFrom(
  kind: Callee['kind'],
  name: string,
  known: JsonObject = {},
  rollsOver = false,
): Callee {
  const { answers, answerSeconds, voicemail } = known;
  return {
    kind,
    name,
    ...(typeof answers === 'boolean' ? { answers } : {}),
    ...(typeof answerSeconds === 'number' ? { answerSeconds } : {}),
    unanswered: rollsOver && voicemail === true ? 'voicemail' : 'failure',
  };
}
