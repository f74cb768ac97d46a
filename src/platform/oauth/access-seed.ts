import { type Static, Type } from 'typebox';
import { PERMISSION_PATTERN } from '../authorization/permissions.ts';

const Id = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});
const Name = Type.String({ minLength: 1, maxLength: 200 });
const PermissionList = Type.Array(
  Type.String({
    pattern: PERMISSION_PATTERN,
    description:
      'A permission such as conversation:message:create; each part may be *, as in conversation:*:*',
  }),
);

/** A client of a seed. */
export const OauthClientSeed = Type.Object(
  {
    id: Id,
    name: Name,
    secret: Type.Optional(
      Type.String({ minLength: 8, maxLength: 200, description: 'Only for clients that are localOnly' }),
    ),
    secretEnv: Type.Optional(
      Type.String({
        pattern: '^[A-Z][A-Z0-9_]*$',
        description: 'The environment variable that holds the secret',
      }),
    ),
    localOnly: Type.Optional(Type.Boolean({ description: 'Its tokens work from this machine only' })),
    permissions: PermissionList,
    roles: Type.Optional(
      Type.Array(
        Type.Object(
          {
            roleId: Type.String({ description: 'One of `roles`, or `admin`' }),
            divisionId: Type.Optional(
              Type.String({ description: 'One of `divisions`, or * for all; absent: the Home division' }),
            ),
          },
          { additionalProperties: false },
        ),
        { description: 'Further roles, each in a division; `permissions` count in all divisions' },
      ),
    ),
  },
  { additionalProperties: false },
);
export type OauthClientSeed = Static<typeof OauthClientSeed>;

/** A role of a seed. */
export const RoleSeed = Type.Object(
  {
    id: Type.String({
      pattern: '^(?!client:|admin$)[\\x21-\\x7e]{1,100}$',
      description: '1 to 100 ASCII characters without spaces; not `admin`, and not beginning with `client:`',
    }),
    name: Name,
    permissions: PermissionList,
  },
  { additionalProperties: false },
);

/** A division of a seed, besides Home. */
export const DivisionSeed = Type.Object(
  {
    id: Type.String({
      pattern: '^[\\x21-\\x29\\x2b-\\x7e][\\x21-\\x7e]{0,99}$',
      description: '1 to 100 ASCII characters without spaces, the first no *',
    }),
    name: Name,
    description: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);

/** How often a token may ask, as a seed sets it. */
export const RequestsPerMinutePerToken = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description:
    'Requests a minute that a token may send; 0 for no limit; absent: 300, as in Genesys Cloud (O2)',
});
