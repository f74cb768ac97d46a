import { type Static, Type } from 'typebox';
import type { JsonObject } from '../authoring/json.ts';
import { policyKeys } from './policies.ts';

/** Longest Velocity template, in characters. The longest of 200 public ones has 5,000. */
const MAX_TEMPLATE_LENGTH = 128 * 1024;

const closed = { additionalProperties: false } as const;

const Json = Type.Unknown();
const Schema = Type.Unsafe<JsonObject>({ type: 'object' });

const Sends = Type.Object(
  {
    channel: Type.Unsafe<'whatsapp' | 'sms' | 'email' | 'open'>({
      enum: ['whatsapp', 'sms', 'email', 'open'],
      description: 'The channel the message takes.',
    }),
    to: Type.String({ minLength: 1, description: 'The input that holds the recipient.' }),
  },
  {
    ...closed,
    description: 'Says that this action sends a message, on which channel, and which input is the recipient.',
  },
);

const Consent = Type.Object(
  {
    does: Type.Unsafe<'grant' | 'withdraw' | 'record' | 'ask'>({
      enum: ['grant', 'withdraw', 'record', 'ask'],
      description:
        'grant and withdraw record that; record: what the input named by "status" says; ask reads the register.',
    }),
    channel: Type.String({
      minLength: 1,
      description:
        'The channel the consent is for, such as whatsapp, or the input that says it: "{{input.channel}}".',
    }),
    address: Type.String({ minLength: 1, description: 'The input that holds the number or address.' }),
    status: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'For ask the output, for record the input that tells whether the consent is granted.',
      }),
    ),
    granted: Type.Optional(
      Type.Unsafe<unknown>({
        description: 'Its value when the consent is granted. Default: true for ask, "granted" for record.',
      }),
    ),
  },
  {
    ...closed,
    description:
      'Says that this action records or reads consents, so that `check` can prove that no message goes out without one. Not needed for the register of Attendant.',
  },
);

/** Kinds of receivers, by the names Genesys Cloud has for the integrations; `attendant` is our own. */
const INTEGRATION_TYPES = [
  'purecloud-data-actions',
  'attendant',
  'custom-rest-actions',
  'salesforce-datadip',
  'microsoft-dynamics-data-actions',
  'zendesk-data-actions',
] as const;

/** The HTTP methods a request may have. */
const requestType = Type.Unsafe<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>({
  enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  description: 'The HTTP method.',
});

const timeoutSeconds = Type.Integer({
  minimum: 1,
  maximum: 60,
  description: 'How long the answer may take, in seconds. Default: 60.',
});

/** What a definition says beside its contract and configuration, in either dialect. */
const described = {
  $schema: Type.Optional(Type.String({ description: 'The JSON Schema that gives completion in an editor.' })),
  name: Type.String({ minLength: 1, maxLength: 256, description: 'What people call it.' }),
  description: Type.Optional(Type.String({ description: 'What it does, for the reader.' })),
  category: Type.Optional(Type.String({ maxLength: 256, description: 'The group it is listed under.' })),
  integration: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "The integration that performs it, by its name in the operator's integrations file. Needed where several are of its type.",
    }),
  ),
  sends: Type.Optional(Sends),
  consent: Type.Optional(Consent),
  idempotent: Type.Optional(
    Type.Unsafe<boolean | 'byKey'>({
      enum: [true, false, 'byKey'],
      description:
        'Whether repeating the request does no harm. "byKey": where the receiver honours the Idempotency-Key header. Default: true for GET and HEAD, else false.',
    }),
  ),
  onUnknownOutcome: Type.Optional(
    Type.Unsafe<'fail' | 'retry'>({
      enum: ['fail', 'retry'],
      description: 'What happens when nobody can know whether the request was received. Default: "fail".',
    }),
  ),
  ...policyKeys,
};

const Request = Type.Object(
  {
    requestType,
    requestUrlTemplate: Type.String({
      minLength: 1,
      maxLength: 2000,
      description:
        'A path that begins with /, or for custom-rest-actions an absolute URL whose scheme, host and port are fixed. {{input.x}} is percent-encoded.',
    }),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 4000 }), {
        description: 'Further headers. Authorization and Idempotency-Key are added by Attendant.',
      }),
    ),
    requestTemplate: Type.Optional(
      Type.Unsafe<unknown>({
        ...Json,
        description:
          'The body, a JSON value whose texts may hold {{input.x}} and {{settings.x}}. A text that is one path keeps the type of its value; without a value the property or list element is left out.',
      }),
    ),
  },
  closed,
);

/** A JSONPath, or one whose first element is meant. Not a union: a fault in one is then told once. */
const Translation = Type.Unsafe<string | { readonly path: string; readonly first: true }>({
  type: ['string', 'object'],
  minLength: 1,
  properties: {
    path: Type.String({ minLength: 1, description: 'A JSONPath that finds a list.' }),
    first: Type.Unsafe<true>({
      const: true,
      description:
        'Its first element is meant. An empty list counts as not found, so that the default applies.',
    }),
  },
  required: ['path', 'first'],
  additionalProperties: false,
});

const Response = Type.Object(
  {
    translationMap: Type.Optional(
      Type.Record(Type.String(), Translation, {
        description:
          'Names for parts of the answer, each a JSONPath, or { "path": "…", "first": true } for the first element of a list.',
      }),
    ),
    translationMapDefaults: Type.Optional(
      Type.Record(Type.String(), Json, {
        description: 'Values for names whose path does not resolve. A null in the answer stays null.',
      }),
    ),
    successTemplate: Type.Optional(
      Type.Unsafe<unknown>({
        ...Json,
        description:
          'The output, a JSON value whose texts may hold the names of the translation map. Absent: the translated values, or the whole answer.',
      }),
    ),
  },
  closed,
);

/**
 * A data action in Attendant's own dialect: Genesys Cloud's keys, with JSON trees where the cloud has Velocity texts.
 * Beside exportedSchema the source of the checks, of the type, and of schemas/data-action.schema.json.
 */
export const nativeSchema = Type.Object(
  {
    ...described,
    integrationType: Type.Unsafe<(typeof INTEGRATION_TYPES)[number]>({
      enum: [...INTEGRATION_TYPES],
      description:
        'Who answers: the Genesys Cloud platform API, the registers of Attendant, any web service, or a system by its own name.',
    }),
    actionType: Type.Optional(Type.Unsafe<'custom'>({ const: 'custom' })),
    templates: Type.Unsafe<'handlebars'>({
      const: 'handlebars',
      description:
        'The language of the templates: paths between two braces. Left out, they are Velocity texts as Genesys Cloud exports them.',
    }),
    secure: Type.Optional(
      Type.Boolean({
        description: 'Whether its inputs and outputs are kept out of transcripts and test runs.',
      }),
    ),
    contract: Type.Object(
      {
        input: Type.Object({ inputSchema: Schema }, closed),
        output: Type.Object({ successSchema: Schema }, closed),
      },
      { ...closed, description: 'JSON Schemas of what goes in and what comes out on success.' },
    ),
    config: Type.Object(
      { request: Request, response: Type.Optional(Response), timeoutSeconds: Type.Optional(timeoutSeconds) },
      closed,
    ),
  },
  { ...closed, title: 'Data action', description: 'A contract with a request and how its answer is read.' },
);

const Text = (description: string) => Type.String({ maxLength: MAX_TEMPLATE_LENGTH, description });

const ExportedRequest = Type.Object({
  requestType,
  requestUrlTemplate: Text('A path that begins with /, or for web services an absolute URL, in Velocity.'),
  headers: Type.Optional(
    Type.Record(Type.String(), Type.String({ maxLength: 4000 }), {
      description: 'Further headers, their values in Velocity.',
    }),
  ),
  requestTemplate: Type.Optional(Text('The body, in Velocity. Only POST, PUT and PATCH have one.')),
  requestTemplateUri: Type.Optional(Type.String()),
});

const ExportedResponse = Type.Object({
  translationMap: Type.Optional(
    Type.Record(Type.String(), Type.String({ minLength: 1 }), {
      description: 'Names for parts of the answer, each a JSONPath.',
    }),
  ),
  translationMapDefaults: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'JSON texts for names whose path does not resolve.',
    }),
  ),
  successTemplate: Type.Optional(Text('The output, JSON in Velocity. Values enter it as JSON.')),
  successTemplateUri: Type.Optional(Type.String()),
});

/**
 * A data action as Genesys Cloud exports it (D2). Keys that only the cloud needs, such as ids and versions, may stand
 * beside these.
 */
export const exportedSchema = Type.Object(
  {
    ...described,
    integrationType: Type.Optional(
      Type.Union([Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), Type.Null()], {
        description:
          'Who answers, such as purecloud-data-actions or custom-rest-actions. Left out, the URL tells.',
      }),
    ),
    actionType: Type.Optional(
      Type.Unsafe<'custom' | 'customAuth' | 'static' | null>({
        enum: ['custom', 'customAuth', 'static', null],
        description: 'customAuth: it asks for the credentials that others of its integration send.',
      }),
    ),
    templates: Type.Optional(
      Type.Unsafe<'velocity'>({ const: 'velocity', description: 'The language of the templates.' }),
    ),
    secure: Type.Optional(
      Type.Unsafe<boolean | 'true' | 'false' | null>({
        enum: [true, false, 'true', 'false', null],
        description: 'Whether its inputs and outputs are kept out of transcripts and test runs.',
      }),
    ),
    contract: Type.Object({
      input: Type.Object({ inputSchema: Schema }),
      output: Type.Object({ successSchema: Schema }),
    }),
    config: Type.Object({
      request: ExportedRequest,
      response: Type.Optional(ExportedResponse),
      timeoutSeconds: Type.Optional(Type.Union([timeoutSeconds, Type.Null()])),
    }),
  },
  {
    title: 'Data action of Genesys Cloud',
    description: 'A contract with a request and how its answer is read, as the cloud exports it.',
  },
);

/** The content of a data-action file in Attendant's own dialect. */
export type NativeDefinition = Static<typeof nativeSchema>;

/** The content of a data-action file as Genesys Cloud exports it. */
export type ExportedDefinition = Static<typeof exportedSchema>;

/** The content of a data-action file. */
export type DataActionDefinition = NativeDefinition | ExportedDefinition;

/** Whether a definition's templates are JSON trees and not Velocity texts. */
export function isNative(definition: DataActionDefinition): definition is NativeDefinition {
  return definition.templates === 'handlebars';
}

/** The JSONPath of an entry of a translation map. */
export function pathOfEntry(entry: string | { readonly path: string }): string {
  return typeof entry === 'string' ? entry : entry.path;
}

/** Seconds an answer may take when the definition does not say (D4). */
export const DEFAULT_TIMEOUT_SECONDS = 60;
