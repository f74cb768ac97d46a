/** How long each part of sending may take, in ms. */
export interface SmtpTimeouts {
  readonly connectMs: number;
  /** Without a word from the server. */
  readonly silenceMs: number;
  /** For one e-mail, all in all: a server that trickles its words is never silent. */
  readonly totalMs: number;
  /** How long a connection is kept for the next e-mail; below what servers wait (RFC 5321, section 4.5.3.2.7). */
  readonly idleMs: number;
}

/** An SMTP server, and how it is used. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `starttls` and `tls` send nothing in the clear; `none` is for a server on this machine. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** PEM; absent: the certificates that Node trusts. */
  readonly ca?: string;
  readonly maxConnections: number;
  readonly timeouts?: SmtpTimeouts;
}

/** What holds when nothing else is said. RFC 5321 allows the last reply ten minutes; two tell enough. */
export const DEFAULT_TIMEOUTS: SmtpTimeouts = {
  connectMs: 15_000,
  silenceMs: 60_000,
  totalMs: 120_000,
  idleMs: 30_000,
};
