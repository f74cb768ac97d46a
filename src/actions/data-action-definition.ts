import { type Static, Type } from 'typebox';
import type { JsonObject } from '../authoring/json.ts';

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

const Request = Type.Object(
  {
    requestType: Type.Unsafe<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>({
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      description: 'The HTTP method.',
    }),
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

const Response = Type.Object(
  {
    translationMap: Type.Optional(
      Type.Record(Type.String(), Type.String({ minLength: 1 }), {
        description: 'Names for parts of the answer, each a JSONPath.',
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
 * A data action as its author writes it: Genesys Cloud's keys, with JSON trees where the cloud has Velocity texts.
 * The single source of the checks, of the type, and of schemas/data-action.schema.json.
 */
export const dataActionSchema = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({ description: 'The JSON Schema that gives completion in an editor.' }),
    ),
    name: Type.String({ minLength: 1, maxLength: 256, description: 'What people call it.' }),
    description: Type.Optional(Type.String({ description: 'What it does, for the reader.' })),
    integrationType: Type.Unsafe<'purecloud-data-actions' | 'attendant' | 'custom-rest-actions'>({
      enum: ['purecloud-data-actions', 'attendant', 'custom-rest-actions'],
      description:
        'Who answers: the Genesys Cloud platform API, the registers of Attendant, or any web service.',
    }),
    actionType: Type.Optional(Type.Unsafe<'custom'>({ const: 'custom' })),
    category: Type.Optional(Type.String({ maxLength: 256, description: 'The group it is listed under.' })),
    templates: Type.Unsafe<'handlebars'>({
      const: 'handlebars',
      description: 'The language of the templates: paths between two braces.',
    }),
    sends: Type.Optional(Sends),
    consent: Type.Optional(Consent),
    secure: Type.Optional(
      Type.Boolean({
        description: 'Whether its inputs and outputs are kept out of transcripts and test runs.',
      }),
    ),
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
    contract: Type.Object(
      {
        input: Type.Object({ inputSchema: Schema }, closed),
        output: Type.Object({ successSchema: Schema }, closed),
      },
      { ...closed, description: 'JSON Schemas of what goes in and what comes out on success.' },
    ),
    config: Type.Object(
      {
        request: Request,
        response: Type.Optional(Response),
        timeoutSeconds: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 60,
            description: 'How long the answer may take, in seconds. Default: 60.',
          }),
        ),
      },
      closed,
    ),
  },
  { ...closed, title: 'Data action', description: 'A contract with a request and how its answer is read.' },
);

/** The content of a data-action file. */
export type DataActionDefinition = Static<typeof dataActionSchema>;

/** Seconds an answer may take when the definition does not say (D4). */
export const DEFAULT_TIMEOUT_SECONDS = 60;
