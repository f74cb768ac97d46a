import ipaddr from 'ipaddr.js';

/** Addresses of cloud metadata services that no range tells apart from public ones. */
const METADATA_ADDRESSES = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254']);
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
  return METADATA_ADDRESSES.has(ip.toString()) || ip.range() === 'linkLocal';
}

/** Whether an address is reachable by anybody: neither loopback, private, link-local nor otherwise reserved. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  return ip.range() === 'unicast' && !METADATA_ADDRESSES.has(ip.toString());
}

/** The address a URL's host spells out, without the brackets of IPv6, or undefined for a name. */
export function literalAddress(host: string): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}
