import { Secret } from './secret.ts';
import { refuseSecretName } from './secret-name.ts';

/** The environment variable that opens the encrypted file. */
export const PASSPHRASE_VARIABLE = 'ATTENDANT_SECRETS_PASSPHRASE';

/** A secret, or a sentence that tells what to do to have it. */
export type FoundSecret =
  | { readonly ok: true; readonly secret: Secret }
  | { readonly ok: false; readonly message: string };

/** Where secrets come from. */
export interface Secrets {
  find(name: string): FoundSecret;
}

/** The encrypted file, as far as secrets are looked up in it. */
export interface SecretVault {
  /** @returns undefined when the file has no such secret; a message when it cannot be opened. */
  find(name: string): { readonly value: string } | { readonly message: string } | undefined;
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
      if (refusal !== undefined) return { ok: false, message: refusal };
      const variable = env(name);
      if (variable !== undefined && variable !== '') return found(name, variable);
      const stored = vault?.find(name);
      if (stored === undefined) return { ok: false, message: missing(name) };
      return 'value' in stored ? found(name, stored.value) : { ok: false, message: stored.message };
    },
  };
}

function found(name: string, value: string): FoundSecret {
  return { ok: true, secret: new Secret(name, value) };
}

function missing(name: string): string {
  return `The secret ${name} is not there: set the environment variable ${name}, or store it with \`attendant secret set ${name}\``;
}
