import type { DmarcCheck } from './dmarc.ts';
import { dmarcAdvice } from './domain-records.ts';
import type { CreateRequest } from './outbound-domain-requests.ts';
import type { OutboundDomain } from './outbound-domain-store.ts';
import { NOT_ASKED } from './record-check.ts';

/** A domain nobody has published yet. @param now epoch ms. */
export function newDomain(
  name: string,
  selector: string,
  now: number,
  { name: label, senderType = 'EmailDomain', emailSetting }: Omit<CreateRequest, 'id'>,
): OutboundDomain {
  const dmarc: DmarcCheck = {
    status: 'NotPresent',
    records: [dmarcAdvice(name)],
    message: 'not looked up yet; publish this record where no policy covers the domain',
    checkedAt: now,
  };
  return {
    ...{ name, label, senderType, selector, dmarc, createdAt: now },
    dkim: NOT_ASKED,
    cname: NOT_ASKED,
    ...(emailSetting !== undefined && { emailSetting: { name: emailSetting.id, ...emailSetting } }),
  };
}
