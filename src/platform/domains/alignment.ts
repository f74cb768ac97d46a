import type { AlignmentMode, DmarcRecord } from './dmarc.ts';
import { organizationalDomain } from './domain-name.ts';

/** What DMARC makes of an e-mail; `none`: no policy asks. */
export type DmarcOutcome = 'pass' | 'fail' | 'none';

/** Whether a domain that was authenticated is near enough to the From domain (RFC 9989, section 4.4). */
export function isAligned(from: string, authenticated: string, mode: AlignmentMode): boolean {
  if (authenticated === from) return true;
  const organization = organizationalDomain(from);
  return (
    mode === 'relaxed' && organization !== undefined && organization === organizationalDomain(authenticated)
  );
}

/**
 * What receivers decide: one aligned pass, of DKIM or of SPF, is enough.
 *
 * @param dkimDomain the `d=` of a signature that verifies; absent: none does.
 * @param spfDomain the envelope domain that SPF passes for; absent: it does not pass.
 */
export function dmarcOutcome(
  record: Pick<DmarcRecord, 'dkimAlignment' | 'spfAlignment'> | undefined,
  {
    from,
    dkimDomain,
    spfDomain,
  }: { readonly from: string; readonly dkimDomain?: string; readonly spfDomain?: string },
): DmarcOutcome {
  if (record === undefined) return 'none';
  const byDkim = dkimDomain !== undefined && isAligned(from, dkimDomain, record.dkimAlignment);
  const bySpf = spfDomain !== undefined && isAligned(from, spfDomain, record.spfAlignment);
  return byDkim || bySpf ? 'pass' : 'fail';
}
