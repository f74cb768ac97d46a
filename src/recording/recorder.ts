import type { DataAction } from '../actions/data-action.ts';
import type { Json, JsonObject } from '../authoring/json.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import { MASK } from '../authoring/mask.ts';
import type { Clock, HttpClient, HttpFailureKind, HttpRequest, HttpResponse, HttpResult } from '../ports.ts';
import type { Cassette, Content, Exchange } from './cassette.ts';
import { contentOf, storable } from './content.ts';
import { fingerprintOf } from './fingerprint.ts';
import { mapJson, mapText, mapUrl, type ValueMapper } from './map-values.ts';
import { createMasking, type Masking, type MaskingParts } from './masking.ts';

/** What a recorder is made of. */
export interface RecorderParts extends MaskingParts {
  readonly clock: Clock;
}

/** Records what data actions send and get. */
export interface Recorder {
  /** A client that passes the requests of one data action on and records them. */
  around(dataAction: DataAction, http: HttpClient): HttpClient;
  /** What a data action was asked with: what is personal there by its name is then found in its requests. */
  learn(input: JsonObject): void;
  /** All that was recorded, masked. Nothing else of it is ever given out. */
  cassette(): Cassette;
  /** What was not recorded, one sentence each. */
  notices(): readonly string[];
}

/** Headers that differ each time, or that the program sets itself. */
const LEFT_OUT: readonly string[] = ['user-agent', 'idempotency-key', 'content-length', 'date'];
/** Headers of an answer that mean something to a data action. */
const KEPT_OF_ANSWER: readonly string[] = ['content-type', 'retry-after', 'location', 'inin-correlation-id'];
const SENSITIVE_HEADER = /auth|cookie|token|secret|passw|key|session|signature|credential/i;

/** What one file can hold, with room for its pseudonyms: it is read like any definition. */
const MAX_CHARACTERS = 3_500_000;
const MAX_VALUES = 150_000;

interface Raw {
  readonly dataAction: DataAction;
  readonly request: HttpRequest;
  readonly sent: Content;
  readonly answer?: HttpResponse;
  readonly received: Content;
  readonly failure?: HttpFailureKind;
  readonly tookMs: number;
}

/** Records in memory; what is given out is masked as a whole, so that what is learnt late counts for what came early. */
export function createRecorder(parts: RecorderParts): Recorder {
  const masking = createMasking(parts);
  const recorded: Raw[] = [];
  const notices = new Set<string>();
  const room = { characters: MAX_CHARACTERS, values: MAX_VALUES };

  function record(raw: Raw): void {
    const text = jsonLayout(exchangeOf(raw, masking.learning) as unknown as Json);
    const values = text.split(',').length;
    if (text.length > room.characters || values > room.values)
      notices.add(`${raw.dataAction.id}: the cassette is full; what came later was not recorded`);
    else recorded.push(raw);
    room.characters -= text.length;
    room.values -= values;
  }

  async function send(dataAction: DataAction, http: HttpClient, request: HttpRequest, options: SendOptions) {
    const startedAt = parts.clock.now();
    const result = await http.send(request, options);
    const raw = rawOf(dataAction, request, result, parts.clock.now() - startedAt);
    if (raw !== undefined) record(raw);
    else notices.add(`${dataAction.id}: a body that nests too deep or holds too much was not recorded`);
    return result;
  }

  return {
    around(dataAction, http) {
      if (dataAction.isSecure) {
        notices.add(`${dataAction.id}: a secure data action is not recorded`);
        return http;
      }
      return {
        send: (request, options) => send(dataAction, http, request, options),
        close: () => http.close(),
      };
    },
    learn: (input) => void mapJson(masking.learning, input),
    cassette: () => cassetteOf(recorded, masking, parts.clock.now()),
    notices: () => [...notices],
  };
}

type SendOptions = Parameters<HttpClient['send']>[1];

function rawOf(
  dataAction: DataAction,
  request: HttpRequest,
  result: HttpResult,
  tookMs: number,
): Raw | undefined {
  const sent = contentOf(request.body);
  const received = contentOf(result.ok ? result.response.body : undefined);
  if (sent === undefined || received === undefined) return undefined;
  const end = result.ok ? { answer: result.response } : { failure: result.failure };
  return { dataAction, request, sent, received, tookMs: Math.max(0, Math.round(tookMs)), ...end };
}

function cassetteOf(recorded: readonly Raw[], masking: Masking, now: number): Cassette {
  const exchanges = recorded.map((raw) => exchangeOf(raw, masking.masking));
  const definitions = recorded.map(({ dataAction }) => [dataAction.id, fingerprintOf(dataAction)] as const);
  return {
    recordedAt: new Date(now).toISOString(),
    definitions: Object.fromEntries([...new Map(definitions)].sort(([a], [b]) => (a < b ? -1 : 1))),
    pseudonyms: masking.pseudonyms(),
    exchanges,
  };
}

function exchangeOf(
  { dataAction, request, sent, answer, received, failure, tookMs }: Raw,
  mapper: ValueMapper,
): Exchange {
  const names = Object.keys(request.headers).filter((name) => !LEFT_OUT.includes(name.toLowerCase()));
  return {
    dataAction: dataAction.id,
    request: {
      method: request.method,
      url: mapUrl(mapper, namesHost(dataAction) ? request.url : withoutOrigin(request.url)),
      ...headersOf(names, request.headers, mapper),
      ...mapContent(mapper, sent),
    },
    ...(answer !== undefined && {
      answer: {
        status: answer.status,
        ...headersOf(KEPT_OF_ANSWER, answer.headers, mapper),
        ...mapContent(mapper, received),
      },
    }),
    ...(failure !== undefined && { failure }),
    tookMs,
  };
}

function headersOf(
  names: readonly string[],
  headers: HttpRequest['headers'],
  mapper: ValueMapper,
): { readonly headers?: { [name: string]: string } } {
  const kept = names.flatMap((name): [string, string][] => {
    const value = headers[name];
    if (value === undefined) return [];
    if (SENSITIVE_HEADER.test(name)) return [[name, MASK]];
    return [[name, name === 'location' ? mapUrl(mapper, value) : mapper.text(mapper.ruleOf(name), value)]];
  });
  return kept.length === 0 ? {} : { headers: Object.fromEntries(kept) };
}

function mapContent(mapper: ValueMapper, { body, text }: Content): Content {
  if (body !== undefined) return storable(mapJson(mapper, body));
  return text === undefined ? {} : { text: mapText(mapper, text) };
}

/** Whether a definition says itself where it goes; else the target may be another one at each run. */
export function namesHost({ request }: DataAction): boolean {
  return request.dialect === 'velocity' ? request.urlKind === 'absolute' : request.url.origin !== undefined;
}

/** A URL from its path on. */
export function withoutOrigin(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
}
