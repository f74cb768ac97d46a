import { type Static, Type } from 'typebox';

/** An outbound domain that is there from the start. */
export const OutboundDomainSeed = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'A subdomain, such as sales.example.com',
    }),
    provisioned: Type.Optional(
      Type.Boolean({
        description:
          'Whether it counts as provisioned since two hours ago without a look at DNS: for trying things locally',
      }),
    ),
  },
  { additionalProperties: false },
);
export type OutboundDomainSeed = Static<typeof OutboundDomainSeed>;

/** Whom to ask about DNS. */
export const DnsSeed = Type.Object(
  {
    servers: Type.Array(Type.String({ minLength: 2, maxLength: 60 }), {
      minItems: 1,
      maxItems: 10,
      description:
        'Recursive resolvers such as 127.0.0.1:5353 or [::1]:53, in place of those of this machine',
    }),
    timeoutMs: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 30_000,
        description: 'How long the first try waits, in ms; 2000 by default',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DnsSeed = Static<typeof DnsSeed>;
