import { isIP } from 'node:net';
import type { BeyondLoopback } from '../host/host-options.ts';
import { UsageError } from './io.ts';

const EVERY_ADDRESS = ['0.0.0.0', '::'];

/** Reads `--host` and `--allow-host`: how other machines reach this one; undefined when they do not. */
export function readBeyond({
  host,
  allowHost,
}: {
  readonly host?: string;
  readonly allowHost: readonly string[];
}): BeyondLoopback | undefined {
  const names = allowHost.map(readName);
  if (host === undefined) return names.length === 0 ? undefined : { hosts: names };
  if (isIP(host) === 0)
    throw new UsageError('--host must be an IP address of this machine, such as 192.168.1.20, or 0.0.0.0.');
  if (EVERY_ADDRESS.includes(host) && names.length === 0)
    throw new UsageError(
      `--host ${host} needs --allow-host: the name or address others use for this machine.`,
    );
  const own = EVERY_ADDRESS.includes(host) ? [] : [asInHeader(host)];
  return { address: host, hosts: [...new Set([...names, ...own])] };
}

/** A name as the Host header has it, without a port. */
function readName(name: string): string {
  if (isIP(name) !== 0) return asInHeader(name);
  if (name.length <= 253 && /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(name)) return name.toLowerCase();
  throw new UsageError(
    '--allow-host must be a name or an address without a port, such as attendant.example.com.',
  );
}

function asInHeader(address: string): string {
  return isIP(address) === 6 ? `[${address.toLowerCase()}]` : address;
}
