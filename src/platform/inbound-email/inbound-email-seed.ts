import { type Static, Type } from 'typebox';

const Name = Type.String({ minLength: 1, maxLength: 254, description: 'Such as support.example.com' });
const Reference = Type.String({ minLength: 1, maxLength: 300 });

const InboundRouteSeed = Type.Object(
  {
    pattern: Type.String({
      pattern: "^(?:\\*|[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})$",
      description: 'What stands before the @, or * for every other mailbox of the domain',
    }),
    flow: Type.Optional(Type.String({ ...Reference, description: 'The name of an inboundEmail flow' })),
    queue: Type.Optional(Type.String({ ...Reference, description: 'The id of a queue, in place of a flow' })),
    fromName: Type.Optional(
      Type.String({ minLength: 1, maxLength: 300, description: 'The name that replies come from' }),
    ),
  },
  { additionalProperties: false },
);

/** An inbound domain that is there from the start, with its routes. */
export const InboundDomainSeed = Type.Object(
  { name: Name, routes: Type.Array(InboundRouteSeed, { maxItems: 1000 }) },
  { additionalProperties: false },
);
export type InboundDomainSeed = Static<typeof InboundDomainSeed>;

/** The SMTP listener. */
export const InboundEmailSeed = Type.Object(
  {
    host: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 253,
        description: 'The address to listen on; 127.0.0.1, this machine only, by default',
      }),
    ),
    port: Type.Integer({ minimum: 0, maximum: 65_535, description: 'Such as 2525; 0 for any free one' }),
    certificateFile: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1000, description: 'PEM, for STARTTLS; its key in keyFile' }),
    ),
    keyFile: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'PEM' })),
  },
  { additionalProperties: false },
);
export type InboundEmailSeed = Static<typeof InboundEmailSeed>;
