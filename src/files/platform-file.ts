import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import { type CheckedSeed, checkPlatformSeed } from '../platform/check-platform-seed.ts';
import type { PlatformSeed } from '../platform/platform-seed.ts';

/**
 * Reads a platform file with the files that it names, which are found from where it lies.
 *
 * @returns the seed with the whole paths of those files.
 */
export function readPlatformFile(json: Json, file: string): CheckedSeed {
  const checked = checkPlatformSeed(json, file);
  return checked.ok ? withCertificates(checked.seed, file) : checked;
}

function withCertificates(seed: PlatformSeed, file: string): CheckedSeed {
  const { caFile } = seed.carriers?.email?.smtp ?? {};
  if (seed.carriers?.email === undefined || caFile === undefined) return { ok: true, seed };
  const path = resolve(dirname(file), caFile);
  if (!holdsCertificate(path)) return { ok: false, diagnostics: [noCertificate(file, caFile)] };
  const { smtp } = seed.carriers.email;
  return {
    ok: true,
    seed: { ...seed, carriers: { ...seed.carriers, email: { smtp: { ...smtp, caFile: path } } } },
  };
}

function holdsCertificate(path: string): boolean {
  try {
    return new X509Certificate(readFileSync(path)).subject !== undefined;
  } catch {
    return false;
  }
}

function noCertificate(file: string, caFile: string): Diagnostic {
  return {
    severity: 'error',
    code: 'SMTP_CA_FILE',
    file,
    pointer: '/carriers/email/smtp/caFile',
    message: `${caFile} is no file of certificates that can be read`,
    hint: 'name a PEM file, with its path from this file',
  };
}
