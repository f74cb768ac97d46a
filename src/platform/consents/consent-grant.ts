import { type Static, Type } from 'typebox';

/** One line with something in it, writable as UTF-8. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';
const TEXT = '^[^\\u0000\\p{Cs}]*$';

/** What a grant says. Who is the address it is for, when is the clock's time. */
export const ConsentGrant = Type.Object(
  {
    method: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: LINE,
      description: 'How it was given, such as ivr or web form',
    }),
    businessName: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: LINE,
      description: 'The business the person agreed to hear from',
    }),
    evidence: Type.Optional(
      Type.String({
        maxLength: 2000,
        pattern: TEXT,
        description: 'What proves it, such as the id of the call',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ConsentGrant = Static<typeof ConsentGrant>;

/** What a withdrawal by hand may say: how it came, and what proves it. */
export const ConsentWithdrawal = Type.Object(
  {
    method: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: LINE,
        description: 'How it came, such as letter',
      }),
    ),
    evidence: Type.Optional(
      Type.String({ maxLength: 2000, pattern: TEXT, description: 'Who took it, and what proves it' }),
    ),
  },
  { additionalProperties: false },
);
export type ConsentWithdrawal = Static<typeof ConsentWithdrawal>;
