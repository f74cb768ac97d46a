import { type Static, Type } from 'typebox';
import { Clean } from 'typebox/value';
import type { JsonObject } from '../../authoring/json.ts';
import { requestCheck } from '../request-check.ts';

/** One line with something in it, writable as UTF-8. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';
const Line = Type.String({ minLength: 1, maxLength: 300, pattern: LINE });
/** A line that may be empty. */
const Words = Type.String({ maxLength: 300, pattern: '^[^\\p{Cc}\\p{Cs}]*$' });
const Reference = Type.Object({ id: Line, name: Type.Optional(Words) });
const Address = Type.Object({ email: Line, name: Type.Optional(Words) });
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const MAX_LISTED = 100;

const DomainSettings = Type.Object({
  mailFromSettings: Type.Optional(Type.Object({ mailFromDomain: Line })),
  customSMTPServer: Type.Optional(Type.Object({ id: Type.Optional(Line), name: Type.Optional(Words) })),
  emailSetting: Type.Optional(Reference),
});
const DomainRequest = Type.Object({
  id: Line,
  subDomain: Type.Optional(Type.Boolean()),
  ...DomainSettings.properties,
});
const MailFromRequest = Type.Object({ mailFromDomain: Line });

/** What a route has besides its pattern, flow and queue. */
const RouteSettings = Type.Object({
  name: Type.Optional(Words),
  priority: Type.Optional(Type.Integer(INT32)),
  skills: Type.Optional(Type.Array(Reference, { maxItems: MAX_LISTED })),
  language: Type.Optional(Reference),
  fromName: Line,
  fromEmail: Type.Optional(Words),
  replyEmailAddress: Type.Optional(
    Type.Object({
      domain: Type.Optional(Reference),
      route: Type.Optional(
        Type.Object({
          id: Type.Optional(Line),
          pattern: Type.Optional(Words),
          fromName: Type.Optional(Words),
        }),
      ),
    }),
  ),
  autoBcc: Type.Optional(Type.Array(Address, { maxItems: MAX_LISTED })),
  spamFlow: Type.Optional(Reference),
  signature: Type.Optional(
    Type.Object({
      enabled: Type.Optional(Type.Boolean()),
      cannedResponseId: Type.Optional(Words),
      alwaysIncluded: Type.Optional(Type.Boolean()),
      inclusionType: Type.Optional(Type.Enum(['Draft', 'Send', 'SendOnce'])),
    }),
  ),
  historyInclusion: Type.Optional(Type.Enum(['Include', 'Exclude', 'Optional'])),
  allowMultipleActions: Type.Optional(Type.Boolean()),
  mailboxFolders: Type.Optional(Type.Array(Words, { maxItems: MAX_LISTED })),
});
const RouteRequest = Type.Object({
  pattern: Line,
  flow: Type.Optional(Reference),
  queue: Type.Optional(Reference),
  ...RouteSettings.properties,
});
export type RouteRequest = Static<typeof RouteRequest>;

/** Check Genesys' `InboundDomainCreateRequest`, `InboundDomainPatchRequest`, `MailFromResult` and `InboundRoute`. */
export const checkDomainRequest = requestCheck(DomainRequest);
export const checkDomainPatch = requestCheck(DomainSettings);
export const checkMailFromRequest = requestCheck(MailFromRequest);
export const checkRouteRequest = requestCheck(RouteRequest);

/** What is kept of a checked request: the fields that are known. A setting without a name is called by its id. */
export function domainSettings(request: Static<typeof DomainSettings>): JsonObject {
  const { emailSetting, ...settings } = Clean(DomainSettings, structuredClone(request)) as Static<
    typeof DomainSettings
  >;
  return {
    ...settings,
    ...(emailSetting !== undefined && { emailSetting: { name: emailSetting.id, ...emailSetting } }),
  };
}

/** What is kept of a checked request besides pattern, flow and queue. */
export function routeSettings(request: RouteRequest): JsonObject {
  return Clean(RouteSettings, structuredClone(request)) as JsonObject;
}
