import { type Static, Type } from 'typebox';
import { SmtpSeed } from '../email/email-seed.ts';
import { MetaSeed } from '../whatsapp-integrations/meta-seed.ts';

/** Who brings messages to the world outside. */
export const CarriersSeed = Type.Object(
  {
    email: Type.Optional(Type.Object({ smtp: SmtpSeed }, { additionalProperties: false })),
    whatsapp: Type.Optional(Type.Object({ meta: MetaSeed }, { additionalProperties: false })),
  },
  {
    additionalProperties: false,
    description: 'Who delivers; what a channel without one sends stays on this machine',
  },
);
export type CarriersSeed = Static<typeof CarriersSeed>;
