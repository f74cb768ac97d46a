import type { Json } from '../../authoring/json.ts';
import type { VariableReader, VariableReference } from '../variables.ts';
import { member } from './json-logic.ts';

/** How to get a variable's value, or a member of it; made once so that a call does no look-up by path. */
export function referenceReader(reference: VariableReference): (reader: VariableReader) => Json | undefined {
  const whole = wholeReader(reference);
  const { members } = reference;
  if (members.length === 0) return whole;
  return (reader) => members.reduce<Json | undefined>(member, whole(reader));
}

function wholeReader({ scope, name }: VariableReference): (reader: VariableReader) => Json | undefined {
  switch (scope) {
    case 'flow':
      return (reader) => reader.flowVariables[name];
    case 'task':
      return (reader) => reader.taskVariables[name];
    case 'builtIn':
      return (reader) => reader.builtIn(name);
  }
}
