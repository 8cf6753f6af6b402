import { z } from '@lightkeeper/plugin-sdk';
import { parseAddress } from '../../net/address.js';
import { mayBeTyped } from '../../net/reachable.js';

/** A unicast host, with a port where it is not the protocol's own. */
export function hostField(default_port: number): z.ZodString {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(260, 'must be at most 260 characters')
    .refine(
      (text) => parseAddress(text, default_port) !== null,
      `must be a host name or an IP address, with :port where it is not ${default_port}, and nothing else`,
    )
    .refine((text) => {
      const address = parseAddress(text, default_port);
      return address === null || mayBeTyped(address.host);
    }, 'must not be a link-local, multicast, metadata or unspecified address');
}
