import { type Static, Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';

/** Where a value stands in the body: `$.order.id`, `$.lines[0].sku`, `$['order id']`. */
const PATH_PATTERN = "^\\$(\\.[A-Za-z_][\\w-]*|\\[\\d{1,4}\\]|\\['[^'\\\\]{1,100}'\\])*$";

/** A webhook that launches a workflow (E13). */
export const TriggerSeed = Type.Object(
  {
    name: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,99}$',
      description: 'Its address is /triggers/{name}: lower-case letters, digits and hyphens',
    }),
    flow: Type.String({ minLength: 1, maxLength: 200, description: 'The name or id of a workflow' }),
    secretEnv: Type.String({
      pattern: '^[A-Z][A-Z0-9_]*$',
      description:
        'The environment variable with the secret that events are signed with, 16 characters or more',
    }),
    inputs: Type.Optional(
      Type.Record(Type.String(), Type.String({ pattern: PATH_PATTERN, maxLength: 500 }), {
        description:
          'Input variable of the workflow: where its value stands in the body, such as $.order.id. Absent: the body’s own `inputs`',
      }),
    ),
    isEnabled: Type.Optional(Type.Boolean({ description: 'false refuses its events; true by default' })),
  },
  { additionalProperties: false },
);
export type TriggerSeed = Static<typeof TriggerSeed>;

/** Names that stand twice. */
export function* triggerFaults({
  triggers = [],
}: {
  readonly triggers?: readonly TriggerSeed[];
}): Iterable<SeedFault> {
  const seen = new Set<string>();
  for (const [index, { name }] of triggers.entries()) {
    if (seen.has(name))
      yield seedFault(
        'DUPLICATE_ID',
        pointerTo('', 'triggers', index, 'name'),
        `\`${name}\` stands twice in triggers`,
        'give each a name of its own',
      );
    seen.add(name);
  }
}
