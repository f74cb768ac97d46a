import { pointerTo } from '../../authoring/json.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import type { SmtpSeed } from './email-seed.ts';

/** Finds the faults of a seed's SMTP server: half a login, and passwords sent in the clear. */
export function* smtpFaults(smtp: SmtpSeed | undefined): Iterable<SeedFault> {
  if (smtp === undefined) return;
  const at = pointerTo('', 'carriers', 'email', 'smtp');
  if ((smtp.user === undefined) !== (smtp.passwordEnv === undefined))
    yield seedFault(
      'SMTP_LOGIN',
      at,
      'logging in needs both `user` and `passwordEnv`',
      'name the environment variable that holds the password in `passwordEnv`, or leave out both',
    );
  if (smtp.security === 'none' && !isThisMachine(smtp.host))
    yield seedFault(
      'SMTP_SECURITY',
      pointerTo(at, 'security'),
      `e-mail to ${smtp.host} would leave this machine unencrypted`,
      'use "starttls" or "tls"; "none" is for servers on this machine',
    );
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
