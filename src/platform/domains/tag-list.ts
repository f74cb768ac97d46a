/**
 * Reads `tag=value` pairs between semicolons, as DKIM and DMARC records have them (RFC 6376, section 3.2). Names are in
 * lower case; of a tag that stands twice the first counts.
 */
export function readTagList(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^\s*([a-z][a-z0-9_]*)\s*=(.*)$/is.exec(part) ?? [];
    const tag = name.toLowerCase();
    if (tag !== '' && !tags.has(tag)) tags.set(tag, value.trim());
  }
  return tags;
}
