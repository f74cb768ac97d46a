import { escaping, type Tool } from './velocity-method.ts';

const NAMED: { readonly [character: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};
const HTML: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * `$esc`: VelocityTools' EscapeTool and what Genesys Cloud adds to it. Exactly which harmless characters the cloud escapes
 * beyond these is not documented; what a reader of the text gets is the same.
 *
 * @see https://velocity.apache.org/tools/2.0/apidocs/org/apache/velocity/tools/generic/EscapeTool.html
 * @see https://help.mypurecloud.com/articles/velocity-macros-data-actions/
 */
export const escapeTool: Tool = {
  name: 'esc',
  methods: {
    html: escaping((text) => text.replaceAll(/[&<>"']/g, (sign) => HTML[sign] ?? sign), 'html'),
    java: escaping(escapeJava, 'java'),
    javascript: escaping((text) => escapeJava(text).replaceAll(/['/]/g, '\\$&'), 'javascript'),
    jsonDecode: escaping(decodeJson),
    jsonEncode: escaping(escapeJson, 'jsonEncode'),
    jsonString: escaping(escapeJson, 'jsonString'),
    sql: escaping((text) => text.replaceAll("'", "''"), 'sql'),
    uriEncode: escaping(encodeUri, 'uriEncode'),
    url: escaping(encodeForm, 'url'),
    urlFormEncode: escaping(encodeForm, 'urlFormEncode'),
    velocity: escaping(
      (text) => text.replaceAll(/[$#]/g, (sign) => (sign === '$' ? '${esc.d}' : '${esc.h}')),
      'velocity',
    ),
    xml: escaping(
      (text) => text.replaceAll(/[&<>"']/g, (sign) => (sign === "'" ? '&apos;' : (HTML[sign] ?? sign))),
      'xml',
    ),
  },
  constants: {
    quote: '"',
    q: '"',
    singleQuote: "'",
    s: "'",
    dollar: '$',
    d: '$',
    hash: '#',
    h: '#',
    backslash: '\\',
    b: '\\',
    exclamation: '!',
    e: '!',
    newline: '\n',
    n: '\n',
    tab: '\t',
  },
};

/** A text as it stands between the quotation marks of JSON. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** What escapeJson made, undone; what is no escape stays. */
function decodeJson(text: string): string {
  return text.replaceAll(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g, (sign) => String(JSON.parse(`"${sign}"`)));
}

function escapeJava(text: string): string {
  return text.replaceAll(/["\\]|[^ -~]/g, (sign) =>
    sign === '"' || sign === '\\' ? `\\${sign}` : (NAMED[sign] ?? unicodeEscape(sign)),
  );
}

function unicodeEscape(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A value of a form or a query: a space becomes `+`, as Java's URLEncoder writes it. */
export function encodeForm(text: string): string {
  return encodeUri(text).replaceAll('%20', '+').replaceAll('%2A', '*').replaceAll('~', '%7E');
}

/** A part of a URL in which only unreserved characters (RFC 3986) stand as they are. */
export function encodeUri(text: string): string {
  const whole = text.replaceAll(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '?',
  );
  return encodeURIComponent(whole).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
