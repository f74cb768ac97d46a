import { type Static, Type } from 'typebox';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { hasErrors } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import { schemaCheck } from '../authoring/schema-check.ts';
import type { HttpFailureKind } from '../ports.ts';

const closed = { additionalProperties: false } as const;

const Headers = Type.Record(Type.String(), Type.String());

/** What a request or an answer carries: one of them, or neither for nothing. */
const content = {
  body: Type.Optional(Type.Unsafe<Json>({ description: 'What it carries, where that is JSON.' })),
  text: Type.Optional(Type.String({ description: 'What it carries, where that is no JSON.' })),
};

const Request = Type.Object(
  {
    method: Type.String({ minLength: 1 }),
    url: Type.String({
      minLength: 1,
      description: 'Absolute where the definition names the host; else from the path on.',
    }),
    headers: Type.Optional(Headers),
    ...content,
  },
  closed,
);

const Answer = Type.Object(
  { status: Type.Integer({ minimum: 100, maximum: 599 }), headers: Type.Optional(Headers), ...content },
  closed,
);

const Exchange = Type.Object(
  {
    dataAction: Type.String({ minLength: 1, description: 'The name of the data action.' }),
    request: Request,
    answer: Type.Optional(Answer),
    failure: Type.Optional(
      Type.Unsafe<HttpFailureKind>({
        enum: ['refused', 'unreachable', 'broken', 'timeout', 'tooLarge'],
        description: 'Why there was no answer.',
      }),
    ),
    tookMs: Type.Optional(Type.Integer({ minimum: 0, description: 'How long it took. Default: 0.' })),
  },
  { ...closed, description: 'One request, and its answer or why there was none.' },
);

const Fingerprint = Type.Object(
  { request: Type.String(), response: Type.String(), contract: Type.String() },
  { ...closed, description: 'Hashes of the parts of a definition, to tell when it has changed since.' },
);

const pseudonyms = (about: string) => Type.Optional(Type.Array(Type.String(), { description: about }));

/** A recording: the single source of its check, its type and schemas/cassette.schema.json. */
export const CassetteSchema = Type.Object(
  {
    $schema: Type.Optional(
      Type.String({ description: 'The JSON Schema that gives completion in an editor.' }),
    ),
    recordedAt: Type.Optional(Type.String({ description: 'When it was recorded, ISO 8601.' })),
    definitions: Type.Optional(
      Type.Record(Type.String(), Fingerprint, { description: 'The definitions as they were then.' }),
    ),
    pseudonyms: Type.Optional(
      Type.Object(
        {
          phone: pseudonyms('What stands for phone numbers.'),
          email: pseudonyms('What stands for e-mail addresses.'),
          name: pseudonyms('What stands for names.'),
          date: pseudonyms('What stands for dates of birth.'),
          text: pseudonyms('What stands for other personal data.'),
        },
        { ...closed, description: 'What was made up. On replay anything of the same kind may stand there.' },
      ),
    ),
    exchanges: Type.Array(Exchange, { description: 'In the order they happened.' }),
  },
  {
    ...closed,
    title: 'Cassette',
    description: 'Requests of data actions with their answers, to be played back. Personal data is made up.',
  },
);

/** The content of a `*.cassette.json` file. */
export type Cassette = Static<typeof CassetteSchema>;
export type Exchange = Static<typeof Exchange>;
export type Fingerprint = Static<typeof Fingerprint>;
export type Content = Pick<Static<typeof Answer>, 'body' | 'text'>;
export type RecordedRequest = Static<typeof Request>;

const check = schemaCheck(CassetteSchema);

/** A cassette from the content of its file, when it has no faults. */
export function readCassette(
  json: Json,
  file: string,
): { readonly cassette?: Cassette; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics = check(json, { file, pointer: '' });
  if (hasErrors(diagnostics)) return { diagnostics };
  // The check above has just found no fault.
  const cassette = json as unknown as Cassette;
  const lacking = cassette.exchanges.flatMap((exchange, index) => lackingEnd(exchange, index, file));
  return lacking.length > 0 ? { diagnostics: lacking } : { cassette, diagnostics };
}

function lackingEnd({ answer, failure }: Exchange, index: number, file: string): readonly Diagnostic[] {
  if ((answer === undefined) !== (failure === undefined)) return [];
  const message =
    answer === undefined
      ? 'neither an answer nor a failure is on record'
      : 'an answer and a failure are on record';
  const hint = 'write "answer": { "status": 200 } or "failure": "timeout"';
  return [{ severity: 'error', code: 'CASSETTE_END', file, pointer: `/exchanges/${index}`, message, hint }];
}

/** The text of a cassette's file, laid out so that a change shows as a small difference. */
export function cassetteText(cassette: Cassette): string {
  return jsonLayout(cassette as unknown as Json);
}
