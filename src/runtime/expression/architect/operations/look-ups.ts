import type { Json } from '../../../../authoring/json.ts';
import type { FindKind } from '../../../find-object.ts';
import { ExpressionError } from '../../expression.ts';
import type { CallFacts, Operation } from '../tree.ts';
import type { OperationGroup } from './operation-group.ts';
import { integerOf, listOf, textOf } from './values.ts';

const GUID = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i;

/** Find… functions: queues, people, skills, prompts by id or name; none, or more than one, gives NOT_SET. */
export const LOOK_UPS: OperationGroup = {
  ...finding('FindQueue', 'queue', byIdOrName),
  ...finding('FindSkill', 'skill', byIdOrName),
  ...finding('FindLanguageSkill', 'languageSkill', byIdOrName),
  ...finding('FindEmergencyGroup', 'emergencyGroup', byIdOrName),
  ...finding('FindUser', 'user', (text, kind, facts) => found(facts, kind, 'name', text)),
  ...finding('FindQueueById', 'queue', (text, kind, facts) => found(facts, kind, 'id', text)),
  ...finding('FindUserById', 'user', (text, kind, facts) => found(facts, kind, 'id', text)),
  ...finding('FindSystemPrompt', 'systemPrompt', byPromptName),
  ...finding('FindUserPrompt', 'userPrompt', byPromptName),
  'ToScheduleGroup(nts?)': () => null,
  'ToScheduleGroup(scg?)': ([value = null]) => value,
  'MakeAgentScorePair(usr,int)': ([user = null, score]) => ({ user, score: integerOf(score) }),
  'MakeListAgentScorePair(usr[],int[])': ([users, scores]) => scorePairs(listOf(users), listOf(scores)),
};

type Search = (text: string, kind: FindKind, facts: CallFacts) => Json;

function finding(name: string, kind: FindKind, search: Search): OperationGroup {
  const operation: Operation = ([text = null], facts) =>
    text === null ? null : search(textOf(text), kind, facts);
  return { [`${name}(str?)`]: operation, [`${name}(nts?)`]: () => null };
}

function found(facts: CallFacts, kind: FindKind, by: 'id' | 'name', text: string): Json {
  return facts.find?.(kind, by, text) ?? null;
}

function byIdOrName(text: string, kind: FindKind, facts: CallFacts): Json {
  const byId = GUID.test(text) ? found(facts, kind, 'id', text) : null;
  return byId ?? found(facts, kind, 'name', text);
}

/** A prompt may be named with its prefix: `Prompt.Greeting`, `PromptSystem.boolean_false`. */
function byPromptName(text: string, kind: FindKind, facts: CallFacts): Json {
  return found(
    facts,
    kind,
    'name',
    text.replace(kind === 'systemPrompt' ? /^PromptSystem\./i : /^Prompt\./i, ''),
  );
}

function scorePairs(users: readonly Json[], scores: readonly Json[]): Json {
  if (users.length !== scores.length)
    throw new ExpressionError(`MakeListAgentScorePair got ${users.length} users and ${scores.length} scores`);
  return users.map((user, index) => ({ user, score: integerOf(scores[index]) }));
}
