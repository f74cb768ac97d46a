import ipaddr from 'ipaddr.js';

/** Addresses of cloud metadata services that no range tells apart from public ones. */
const METADATA_ADDRESSES = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254']);
/** Names under which clouds hand out credentials of the machine. */
const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Whether a name leads to a cloud's metadata service; refused even when it is on the allow-list. */
export function isMetadataName(host: string): boolean {
  return METADATA_NAMES.has(host.toLowerCase().replace(/\.$/, ''));
}

/** Whether an address is of a cloud's metadata service; refused even when it is on the allow-list. */
export function isMetadataAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  return [ip, ...embedded(ip)].some(
    (one) => METADATA_ADDRESSES.has(one.toString()) || one.range() === 'linkLocal',
  );
}

/** The IPv4 address that an IPv6 address may lead to where a network translates: NAT64 of any prefix, 6to4, ISATAP. */
function embedded(ip: ipaddr.IPv4 | ipaddr.IPv6): readonly ipaddr.IPv4[] {
  if (!(ip instanceof ipaddr.IPv6)) return [];
  const bytes = ip.toByteArray();
  const at = ip.range() === '6to4' ? 2 : 12;
  return [new ipaddr.IPv4(bytes.slice(at, at + 4))];
}

/** Whether an address is reachable by anybody: neither loopback, private, link-local nor otherwise reserved. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  return ip.range() === 'unicast' && !isMetadataAddress(address);
}

/** The address a URL's host spells out, without the brackets of IPv6, or undefined for a name. */
export function literalAddress(host: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}
