import { type Static, Type } from 'typebox';
import { requestCheck } from '../request-check.ts';
import { SENDER_TYPES } from './outbound-domain-store.ts';

/** One line with something in it, writable as UTF-8. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';
const Line = Type.String({ minLength: 1, maxLength: 300, pattern: LINE });
const SenderType = Type.Enum([...SENDER_TYPES]);
const EmailSetting = Type.Object({ id: Line, name: Type.Optional(Line) });

const CreateRequest = Type.Object({
  id: Line,
  name: Line,
  senderType: Type.Optional(SenderType),
  emailSetting: Type.Optional(EmailSetting),
});
export type CreateRequest = Static<typeof CreateRequest>;

const PatchRequest = Type.Object({
  customSMTPServer: Type.Optional(Type.Object({ id: Type.Optional(Line) })),
  senderType: Type.Optional(SenderType),
  emailSetting: Type.Optional(EmailSetting),
});

const Address = Type.Object({ email: Line, name: Type.Optional(Type.String({ maxLength: 300 })) });
const TestMessage = Type.Object({
  to: Type.Array(Address),
  from: Address,
  subject: Type.Optional(Type.String({ maxLength: 1000 })),
  textBody: Type.String(),
  htmlBody: Type.Optional(Type.String()),
});

/** Check Genesys' `OutboundDomainCreateRequest`, `OutboundDomainPatchRequest` and `TestMessage`. */
export const checkCreateRequest = requestCheck(CreateRequest);
export const checkPatchRequest = requestCheck(PatchRequest);
export const checkTestMessage = requestCheck(TestMessage);
