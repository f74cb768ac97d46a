/** What the name of a secret looks like: that of an environment variable. */
export const SECRET_NAME = '^[A-Za-z_][A-Za-z0-9_]{0,99}$';

const PATTERN = new RegExp(SECRET_NAME);
/** Names that lead to the process and not to a secret. */
const TAKEN = /^(PATH|HOME|USER|SHELL|PWD|TERM|LANG|NODE_OPTIONS|LD_\w+|ATTENDANT_SECRETS_PASSPHRASE)$/;

/** Why a text cannot name a secret, or undefined. The text is not repeated: it may be the secret itself. */
export function refuseSecretName(name: string): string | undefined {
  if (!PATTERN.test(name))
    return 'The name of a secret has letters, digits and _, and begins with no digit, such as CRM_PASSWORD';
  return TAKEN.test(name) ? `${name} is a variable of the system, not the name of a secret` : undefined;
}
