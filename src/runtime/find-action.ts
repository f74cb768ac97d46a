import { Type } from 'typebox';
import { isJsonObject } from '../authoring/json.ts';
import type { FindKind } from './find-object.ts';
import { type ActionCategory, defineFlowAction, type FlowActionType } from './flow-action.ts';
import { TargetVariable, Value } from './settings.ts';
import type { VariableType } from './value-type.ts';

/** What sets one Find action apart from another. */
export interface FindAction {
  /** Its key in a flow. */
  readonly type: string;
  /** Its name in Architect. */
  readonly title: string;
  readonly kind: FindKind;
  readonly by: 'name' | 'id';
  /** The type of what it finds. */
  readonly gives: VariableType;
  readonly category?: ActionCategory;
  /** What is looked for, for the reference: `a queue`. */
  readonly what: string;
  /** What the name may be, where it is more than a name. */
  readonly nameIs?: string;
}

/** An action type that looks for a thing of the organization by its name or id and keeps it in a variable. */
export function findAction(find: FindAction): FlowActionType {
  const {
    type,
    title,
    kind,
    by,
    gives,
    what,
    nameIs = `The ${by} that is looked for; NOT_SET finds nothing.`,
  } = find;
  const text = Value({ type: 'string', description: nameIs });
  const saveAs = Type.Optional(
    TargetVariable({ type: gives, description: 'The variable that gets what was found.' }),
  );
  return defineFlowAction({
    type,
    title,
    description: `Looks for ${what} of the environment by its ${by} and keeps it in a variable.`,
    category: find.category ?? 'Find',
    paths: { found: 'there is exactly one', notFound: 'there is none, or more than one' },
    events: ['lookedFor'],
    differences: [
      'Guess: a name that is NOT_SET takes notFound, and the variable stays as it was.',
      'Upper and lower case of names and ids are the same.',
    ],
    settings:
      by === 'name'
        ? Type.Object({ name: text, saveAs }, { additionalProperties: false })
        : Type.Object({ id: text, saveAs }, { additionalProperties: false }),
    outputs: ['found', 'notFound'],
    enter(settings, context) {
      const wanted = context.read('name' in settings ? settings.name : settings.id);
      const found = typeof wanted === 'string' ? context.find(kind, by, wanted) : null;
      context.emit('lookedFor', { kind, [by]: wanted ?? null, found });
      if (!isJsonObject(found)) return { output: 'notFound' };
      if (settings.saveAs !== undefined) context.write(settings.saveAs, found);
      return { output: 'found' };
    },
  });
}
