-- Outbound e-mail domains (M). Times are epoch ms.

create table outbound_domain (
  name text primary key,          -- A-labels in lower case; the API's id
  label text not null,            -- what the API calls its name
  sender_type text not null check (sender_type in ('Unknown', 'EmailDomain', 'MockEmailDomain', 'EmailSmtpDomain')),
  email_setting text,             -- JSON object with id and name; null: none
  selector text not null,         -- <selector>._domainkey.<name> holds the public key
  -- The DKIM key pair: PKCS#8 PEM, and the base64 of the SPKI. Null until it is first needed, for domains of the seed file.
  -- The private key is no better guarded here than anywhere else this process can read: the file is its owner's alone.
  private_key text,
  public_key text,
  dkim text not null,             -- JSON, src/platform/domains/record-check.ts: state and what the last look-up found
  cname text not null,            -- likewise
  dmarc text not null,            -- JSON, src/platform/domains/dmarc.ts
  checked_at integer,             -- when DNS was last asked; null: never
  provisioned_at integer,         -- when both records were first verified; null: not yet
  created_at integer not null
) strict, without rowid;
