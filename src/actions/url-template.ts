import {
  type PathTemplate,
  parsePathTemplate,
  type TemplateFault,
  type TemplatePath,
} from '../authoring/path-template.ts';

/** A URL in its parts. Values enter the path and the query only, percent-encoded. */
export interface UrlTemplate {
  /** `https://host:port`, always fixed; absent when a target supplies it. */
  readonly origin?: string;
  readonly path: PathTemplate;
  /** What follows the question mark. */
  readonly query?: PathTemplate;
}

/** What parseUrlTemplate returns. */
export type ParsedUrl =
  | { readonly ok: true; readonly url: UrlTemplate }
  | { readonly ok: false; readonly fault: Pick<TemplateFault, 'message' | 'hint'> & Partial<TemplateFault> };

const ORIGIN =
  /^https?:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:\d{1,5})?(?=[/?]|$)/;
const URL_TEXT = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*$/;

/**
 * Parses a requestUrlTemplate. Scheme, host and port must be written out (no value may choose where a request goes).
 *
 * @param options.absolute whether it must have them (custom-rest-actions) or must not (a path of the platform).
 */
export function parseUrlTemplate(text: string, options: { readonly absolute: boolean }): ParsedUrl {
  const parsed = parsePathTemplate(text);
  if (!parsed.ok) return parsed;
  const [first = '', ...rest] = parsed.template.parts;
  const fault = options.absolute ? absoluteFault(first, rest.length > 0) : pathFault(first);
  if (fault !== undefined) return { ok: false, fault };
  if (typeof first !== 'string') return { ok: false, fault: START_FAULT };
  const origin = options.absolute ? (ORIGIN.exec(first)?.[0] ?? '') : '';
  const parts = [first.slice(origin.length), ...rest].filter((part) => part !== '');
  const literal = parts.filter((part) => typeof part === 'string').join('');
  if (!URL_TEXT.test(literal)) return { ok: false, fault: CHARACTER_FAULT };
  const url = { ...(origin !== '' && { origin }), ...splitQuery(parts) };
  return hasOpenName(url.query) ? { ok: false, fault: NAME_FAULT } : { ok: true, url };
}

const START_FAULT = {
  message: 'The URL must begin with a path, not with a value',
  hint: 'write for example /api/v2/queues/{{input.id}}',
};
const CHARACTER_FAULT = {
  message: 'The URL has a character that cannot stand in one',
  hint: 'spaces are written %20; # and \\ cannot be used',
};

const NAME_FAULT = {
  message: 'A value must not name a parameter of the query',
  hint: 'write the name before it, for example ?phone={{input.phone}}',
};

/** Whether a value stands in a query before the `=` of its parameter. */
function hasOpenName(query: PathTemplate | undefined): boolean {
  const written = (query?.parts ?? []).map((part) => (typeof part === 'string' ? part : '{}')).join('');
  return written.split('&').some((one) => one.split('=')[0]?.includes('{}'));
}

function pathFault(first: string | TemplatePath) {
  if (typeof first === 'string' && /^\/(?!\/)/.test(first)) return undefined;
  if (typeof first === 'string' && /^[a-z]+:|^\/\//i.test(first)) {
    return {
      message: 'The URL names a host',
      hint: 'write only the path, or set integrationType to custom-rest-actions',
    };
  }
  return START_FAULT;
}

function absoluteFault(first: string | TemplatePath, goesOn: boolean) {
  const origin = typeof first === 'string' ? ORIGIN.exec(first)?.[0] : undefined;
  // After a bare origin a value could lengthen the name of the host.
  if (origin !== undefined && (origin !== first || !goesOn) && URL.canParse(origin)) return undefined;
  return {
    message: 'Scheme, host and port of the URL must be fixed',
    hint: 'write for example https://api.example.com/orders/{{input.id}}',
  };
}

function splitQuery(parts: readonly (string | TemplatePath)[]): Omit<UrlTemplate, 'origin'> {
  const at = parts.findIndex((part) => typeof part === 'string' && part.includes('?'));
  const part = parts[at];
  if (typeof part !== 'string') return { path: { parts } };
  const mark = part.indexOf('?');
  return {
    path: { parts: [...parts.slice(0, at), part.slice(0, mark)] },
    query: { parts: [part.slice(mark + 1), ...parts.slice(at + 1)] },
  };
}
