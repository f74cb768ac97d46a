import type { Json } from '../../../src/authoring/json.ts';
import { operationFor } from '../../../src/runtime/expression/architect/operations/index.ts';
import { resolve } from '../../../src/runtime/expression/architect/resolve.ts';
import type { CallFacts, TypedNode } from '../../../src/runtime/expression/architect/tree.ts';

/** Queues that look-ups find in tests. */
const QUEUES: { readonly [name: string]: Json } = { Sales: { id: 'q1', name: 'Sales' } };

/** What an expression without variables gives, operation by operation. @param rules takes the open questions it met. */
export function evaluateText(text: string, rules: string[] = []): Json {
  const facts: CallFacts = {
    now: '2026-01-05T10:00:00Z',
    find: (_kind, _by, name) => QUEUES[name] ?? null,
    dependsOn: (rule) => rules.push(rule),
  };
  const node = resolve(text, 'any', ([name = '']) => ({ code: 'UNKNOWN_VARIABLE', message: name, hint: '' }));
  return evaluate(node, facts);
}

function evaluate(node: TypedNode, facts: CallFacts): Json {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'variable') return null;
  const operation = operationFor(
    node.overload,
    node.operands.map(({ type }) => type),
  );
  if (operation === undefined) throw new Error(`no operation ${node.overload}`);
  return operation(
    node.operands.map((operand) => evaluate(operand, facts)),
    facts,
  );
}
