/** Headers whose values are credentials, whoever set them. */
const SENSITIVE = new Set([
  ...[
    'authorization',
    'proxy-authorization',
    'www-authenticate',
    'proxy-authenticate',
    'authentication-info',
  ],
  ...['cookie', 'cookie2', 'set-cookie', 'set-cookie2', 'api-key', 'apikey', 'x-api-key', 'x-apikey'],
  ...['x-auth', 'x-auth-key', 'x-functions-key', 'x-goog-api-key', 'x-vault-token', 'x-amz-security-token'],
  ...['ocp-apim-subscription-key', 'private-token', 'x-csrf-token', 'x-xsrf-token', 'x-hub-signature-256'],
]);
const WORD =
  /(^|[-_])(token|secret|password|passwd|credentials?|signature|session(-?id)?|api[-_]?key)($|[-_])/i;

/** Whether nobody may see the value of a header. */
export function isSensitiveHeader(name: string): boolean {
  return SENSITIVE.has(name.toLowerCase()) || WORD.test(name);
}

/** Keys of JSON under which OAuth servers give and take credentials, whatever their value is. */
const SENSITIVE_KEYS = new Set([
  ...['access_token', 'refresh_token', 'id_token', 'client_secret', 'client_assertion', 'code_verifier'],
  ...['clientsecret', 'accesstoken', 'refreshtoken', 'idtoken'],
]);

/** Whether nobody may see the value under a key of JSON: it is a header's, or OAuth's for a credential. */
export function isSensitiveKey(name: string): boolean {
  const lower = name.toLowerCase();
  return SENSITIVE.has(lower) || SENSITIVE_KEYS.has(lower);
}
