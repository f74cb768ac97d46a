import type { DnsRecord } from './domain-records.ts';

/** RFC 1035, section 3.3: one string of a TXT record. */
const MAX_STRING_BYTES = 255;
const TTL_SECONDS = 3600;

/** A record as one line of a zone file (RFC 1035, section 5): names with their last dot, TXT in strings of 255 bytes. */
export function zoneLine({ name, type, value }: DnsRecord): string {
  const data = type === 'TXT' ? strings(value).join(' ') : `${value}.`;
  return `${name}. ${TTL_SECONDS} IN ${type} ${data}`;
}

/** What is not plain ASCII stands as its bytes. */
function strings(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const count = Math.max(1, Math.ceil(bytes.length / MAX_STRING_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const part = bytes.subarray(index * MAX_STRING_BYTES, (index + 1) * MAX_STRING_BYTES);
    return `"${[...part].map(escaped).join('')}"`;
  });
}

function escaped(byte: number): string {
  const text = String.fromCharCode(byte);
  if (text === '"' || text === '\\') return `\\${text}`;
  return byte >= 0x20 && byte < 0x7f ? text : `\\${String(byte).padStart(3, '0')}`;
}
