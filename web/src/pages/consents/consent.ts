/** The channels, as people call them. */
export const CHANNELS = { whatsapp: 'WhatsApp', sms: 'SMS', email: 'E-mail' } as const;

/** A consent in `GET /attendant/consents`. */
export interface Consent {
  readonly channel: keyof typeof CHANNELS;
  readonly address: string;
  readonly status: 'granted' | 'withdrawn';
  readonly method: string;
  readonly businessName: string;
  readonly evidence: string;
  readonly grantedAt: string | null;
  readonly withdrawnAt: string | null;
}

/** One grant or withdrawal of its history. */
export interface ConsentEvent {
  readonly at: string;
  readonly kind: Consent['status'];
  readonly method: string;
  readonly businessName: string;
  readonly evidence: string;
}

/** Where a consent is read, granted and withdrawn. */
export function pathOf({ channel, address }: { readonly channel: string; readonly address: string }): string {
  return `/attendant/consents/${encodeURIComponent(channel)}/${encodeURIComponent(address)}`;
}
