/** What HTTP decides itself, hop by hop; set by hand they let one request smuggle another. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What Attendant sets, or what would carry a credential in a definition (D8). */
const RESERVED_HEADERS = new Set(['authorization', 'cookie', 'cookie2', 'idempotency-key']);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/;
const PRINTABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Whether a text can be the name of a header. */
export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

/** Whether a text can be the value of a header: no line break, NUL or other control, and nothing beyond Latin-1. */
export function isHeaderValue(value: string): boolean {
  return PRINTABLE.test(value);
}

/** Whether a header belongs to the connection, so that nobody may set it. */
export function isConnectionHeader(name: string): boolean {
  return CONNECTION_HEADERS.has(name.toLowerCase());
}

/** Whether a header is Attendant's own to set, never a definition's. */
export function isReservedHeader(name: string): boolean {
  return RESERVED_HEADERS.has(name.toLowerCase());
}
