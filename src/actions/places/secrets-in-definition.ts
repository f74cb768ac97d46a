import type { Diagnostic } from '../../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../../authoring/json.ts';

const REQUEST = '/config/request';
/** Names under which credentials travel, in headers, parameters and members. */
const CREDENTIAL_NAME =
  /(?:^|[-_])(?:authorization|cookie|api[-_]?key|(?:api|access|auth|refresh)[-_]?token|(?:client[-_]?)?secret|secret[-_]?key|passw(?:or)?d|subscription[-_]?key)$/i;
/** `name=value`, `name: value` and `"name": "value"` within a text. */
const PAIR = /([\w-]{3,60})["']?\s{0,9}[:=]\s{0,9}["']?([^\s"'&,;{}()]{1,4000})/g;
const USER_IN_URL = /^https?:\/\/[^/?#@$\s]+:[^/?#@$\s]+@/i;
/** What stands for a value that a reader is to fill in. */
const TO_BE_FILLED =
  /<[^<>]+>|\[[^[\]]+\]|\byour\b|^your_|_your_|enter_|change[-_ ]?me|replace[-_ ]?me|^x{3,}$|^\*+$|^\.+$/i;

/**
 * Finds credentials that stand in a definition, where everybody can read them who reads the file (D8), and places where
 * one is to be filled in. Never repeats what it found.
 *
 * @returns warnings `SECRET_IN_DEFINITION`.
 */
export function secretsInDefinition(definition: JsonObject, file: string): readonly Diagnostic[] {
  const request = objectAt(objectAt(definition, 'config'), 'request');
  const found = [
    ...inHeaders(objectAt(request, 'headers')),
    ...inUrl(own(request, 'requestUrlTemplate')),
    ...inBody(own(request, 'requestTemplate'), `${REQUEST}/requestTemplate`),
  ];
  return found.map((one) => diagnostic(one, file));
}

interface Found {
  readonly pointer: string;
  /** The name it stands under, or what it is. */
  readonly name: string;
  readonly isOpen: boolean;
}

function inHeaders(headers: JsonObject): readonly Found[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    found(name, value, pointerTo(`${REQUEST}/headers`, name)),
  );
}

function inUrl(url: Json | undefined): readonly Found[] {
  if (typeof url !== 'string') return [];
  const pointer = `${REQUEST}/requestUrlTemplate`;
  const user = USER_IN_URL.test(url) ? [{ pointer, name: 'user name and password', isOpen: false }] : [];
  return [...user, ...inText(url.slice(url.indexOf('?') + 1 || url.length), pointer)];
}

/** The body is a text, or a tree of texts. */
function inBody(body: Json | undefined, pointer: string): readonly Found[] {
  if (typeof body === 'string') return inText(body, pointer);
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, child]: [string, Json]) => {
    const at = pointerTo(pointer, name);
    return typeof child === 'string' ? found(name, child, at) : inBody(child, at);
  });
}

function inText(text: string, pointer: string): readonly Found[] {
  return [...text.matchAll(PAIR)].flatMap(([, name = '', value = '']) => found(name, value, pointer));
}

function found(name: string, value: Json, pointer: string): readonly Found[] {
  if (!CREDENTIAL_NAME.test(name) || typeof value !== 'string' || !isWritten(value)) return [];
  return [{ pointer, name, isOpen: TO_BE_FILLED.test(value) }];
}

/** Whether a value is written out: no reference, and more than the name of a scheme. */
function isWritten(value: string): boolean {
  const secret = value.replace(/^(?:Basic|Bearer|Token|ApiKey)\b/i, '').trim();
  return secret !== '' && !/\$|\{\{/.test(secret) && !/^(?:true|false|null)$/.test(secret);
}

function diagnostic({ pointer, name, isOpen }: Found, file: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'SECRET_IN_DEFINITION',
    file,
    pointer,
    message: isOpen
      ? `\`${name}\` is still to be filled in, and a definition is no place for a credential`
      : `\`${name}\` is written out, and everybody who reads the definition can read it`,
    hint: 'give the credential to the integration, and write ${credentials.name} here',
  };
}

function objectAt(json: JsonObject, key: string): JsonObject {
  const child = own(json, key);
  return isJsonObject(child) ? child : {};
}
