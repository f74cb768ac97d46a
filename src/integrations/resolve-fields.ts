import type { CredentialFields } from './integration.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';

/** Fields of credentials with their values, or a sentence that tells which secret is missing. */
export type ResolvedFields =
  | { readonly ok: true; readonly values: { readonly [name: string]: string } }
  | { readonly ok: false; readonly message: string };

/** Looks up what fields refer to. The values are for the request alone: nothing may print them. */
export function resolveFields(fields: CredentialFields, secrets: Secrets): ResolvedFields {
  const values: { [name: string]: string } = {};
  for (const [name, field] of Object.entries(fields)) {
    const found = typeof field === 'string' ? undefined : secrets.find(field.secret);
    if (found?.ok === false) return { ok: false, message: `${found.message}: ${found.hint}` };
    values[name] = found === undefined ? String(field) : found.secret.reveal();
  }
  return { ok: true, values };
}

/** A secret that is not there, and what to do to have it. */
export interface MissingSecret {
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

/** Looks secrets up by their names, those that are missing too. */
export function collectSecrets(
  names: readonly string[],
  secrets: Secrets,
): { readonly found: readonly Secret[]; readonly missing: readonly MissingSecret[] } {
  const looked = [...new Set(names)].map((name) => ({ name, result: secrets.find(name) }));
  return {
    found: looked.flatMap(({ result }) => (result.ok ? [result.secret] : [])),
    missing: looked.flatMap(({ name, result }) =>
      result.ok ? [] : [{ name, message: result.message, hint: result.hint }],
    ),
  };
}
