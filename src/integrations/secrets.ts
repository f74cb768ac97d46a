import { Secret } from './secret.ts';
import { refuseSecretName } from './secret-name.ts';

/** The environment variable that opens the encrypted file. */
export const PASSPHRASE_VARIABLE = 'ATTENDANT_SECRETS_PASSPHRASE';

/** A secret, or why there is none, and what to do to have it. */
export type FoundSecret =
  | { readonly ok: true; readonly secret: Secret }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Where secrets come from. */
export interface Secrets {
  find(name: string): FoundSecret;
}

/** The encrypted file, as far as secrets are looked up in it. */
export interface SecretVault {
  /** @returns undefined when the file has no such secret; why it cannot be opened. */
  find(name: string): { readonly value: string } | { readonly fault: string } | undefined;
}

/**
 * Looks secrets up in the environment first, then in the encrypted file. An empty variable is none.
 *
 * @param vault absent: there is no encrypted file.
 */
export function createSecrets(env: (name: string) => string | undefined, vault?: SecretVault): Secrets {
  return {
    find(name) {
      const refusal = refuseSecretName(name);
      if (refusal !== undefined) return { ok: false, message: refusal, hint: 'choose another name' };
      const variable = env(name);
      if (variable !== undefined && variable !== '') return found(name, variable);
      const stored = vault?.find(name);
      if (stored === undefined) return missing(name, 'is not there');
      if ('value' in stored) return found(name, stored.value);
      return { ...missing(name, 'cannot be read'), hint: stored.fault };
    },
  };
}

function found(name: string, value: string): FoundSecret {
  return { ok: true, secret: new Secret(name, value) };
}

function missing(name: string, what: string): FoundSecret & { readonly ok: false } {
  const hint = `set the environment variable ${name}, or store it with \`attendant secret set ${name}\``;
  return { ok: false, message: `The secret ${name} ${what}`, hint };
}
