import { z } from 'zod';
import { parseAddress } from './address.js';
import { mayBeTyped } from './reachable.js';

/** Where a device of HTTP listens when its address names no port. */
export const HTTP_PORT = 80;

/**
 * The `address` of a device, as a person types it: `host` or `host:port` where it is not the protocol's own port, and no host that no
 * device has. Read it with {@link parseAddress}.
 *
 * @example
 * const config = z.strictObject({ address: addressField('Host name or IP address of the strip.', 65_506) });
 */
export function addressField(description: string, default_port = HTTP_PORT): z.ZodString {
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
    }, 'must not be a link-local, multicast, metadata or unspecified address')
    .meta({ title: 'Address', description });
}

/**
 * The `mac` of a device whose announcements name it: 12 hexadecimal digits in lower case. It stays the same when the address does not, so
 * that a device can be followed to a new one.
 */
export function macField(description: string): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits')
    .optional()
    .meta({ title: 'MAC address', description, ui: { advanced: true } });
}
