import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isMetadataAddress, isPublicAddress } from './address-rules.ts';

/** Resolves a name to all its addresses. */
export type ResolveName = (
  name: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The system's resolver. */
export const resolveBySystem: ResolveName = (name, callback) => systemLookup(name, { all: true }, callback);

/** The code of the error when a name leads to an address that must not be reached. */
export const ADDRESS_REFUSED = 'ATTENDANT_ADDRESS_REFUSED';

/**
 * A resolver for sockets that gives out checked addresses only: the socket then connects to what was checked, so that
 * a second answer of the DNS cannot lead elsewhere. One forbidden address among several forbids the name.
 *
 * @param options.anyAddress whether the operator has allowed this host and port; metadata addresses stay forbidden.
 */
export function guardedLookup(
  resolve: ResolveName,
  options: { readonly anyAddress: boolean },
): LookupFunction {
  const isAllowed = (address: string) =>
    options.anyAddress ? !isMetadataAddress(address) : isPublicAddress(address);
  return (name, lookupOptions, callback) => {
    resolve(name, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(refusalOf(name), '');
      }
      return lookupOptions.all === true
        ? callback(null, [...addresses])
        : callback(null, first.address, first.family);
    });
  };
}

function refusalOf(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} leads to an address that is not public`), {
    code: ADDRESS_REFUSED,
  });
}
