import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { HubError, type AddressTrust } from '@lightkeeper/plugin-sdk';
import type { AddressPolicy } from './address-policy.js';

/** Resolves a host name to all its addresses; in tests, to those that the test says. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/**
 * A lookup for `net.connect` that gives only addresses that the policy allows. The connection goes to the very address that was checked,
 * so a name that resolves otherwise a moment later (rebinding) gains nothing.
 */
export function checkedLookup(policy: AddressPolicy, trust: AddressTrust, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => allowed(policy, trust, hostname, addresses, options.family))
      .then(
        (addresses) => {
          const [first] = addresses;
          if (options.all === true || first === undefined) callback(null, [...addresses]);
          else callback(null, first.address, first.family);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)), []);
        },
      );
  };
}

/** Those addresses of a host that the policy allows; throws `LK_ADDRESS_REFUSED` where none is left. */
export function allowedAddresses(
  policy: AddressPolicy,
  trust: AddressTrust,
  hostname: string,
  addresses: readonly LookupAddress[],
): readonly LookupAddress[] {
  const usable = addresses.filter(({ address }) => policy.refusal(address, trust) === null);
  if (usable.length === 0) {
    const why = addresses[0] === undefined ? 'no address' : policy.refusal(addresses[0].address, trust);
    throw new HubError('LK_ADDRESS_REFUSED', `${hostname} leads to ${why ?? 'no address'}.`);
  }
  return usable;
}

function allowed(
  policy: AddressPolicy,
  trust: AddressTrust,
  hostname: string,
  addresses: readonly LookupAddress[],
  family: number | string | undefined,
): readonly LookupAddress[] {
  const usable = allowedAddresses(policy, trust, hostname, addresses);
  const wanted = family === 4 || family === 6 ? usable.filter((entry) => entry.family === family) : usable;
  return wanted.length === 0 ? usable : wanted;
}

/** Checks what a URL says by itself: its scheme, and its host where that is an address and no lookup will follow. */
export function checkUrl(text: string, schemes: readonly string[], policy: AddressPolicy, trust: AddressTrust): URL {
  if (!URL.canParse(text)) throw new HubError('LK_ADDRESS_REFUSED', 'The address is not a valid URL.');
  const url = new URL(text);
  // It never travels, and a WebSocket's address may not have one.
  url.hash = '';
  if (!schemes.includes(url.protocol)) {
    throw new HubError('LK_ADDRESS_REFUSED', `The address must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}.`);
  }
  if (url.username !== '' || url.password !== '')
    throw new HubError('LK_ADDRESS_REFUSED', 'The address must not hold a user name or password.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const refusal = isIP(host) === 0 ? null : policy.refusal(host, trust);
  if (refusal !== null) throw new HubError('LK_ADDRESS_REFUSED', `${host} is ${refusal}.`);
  return url;
}
