import { expect, it } from 'vitest';
import { isHomeAddress } from './home-address.js';

it.each(['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.9', '169.254.3.4', '::1', 'fe80::1%eth0', 'fd12::1', '::ffff:192.168.1.1'])(
  '%s is at home',
  (address) => {
    expect(isHomeAddress(address)).toBe(true);
  },
);

it.each([
  '8.8.8.8',
  '172.32.0.1',
  '192.169.0.1',
  '::ffff:8.8.8.8',
  '2001:db8::1',
  '',
  'localhost',
  '10.0.0',
  '0x7f.1',
  '127.0.0.1.evil.example',
])('%s is not', (address) => {
  expect(isHomeAddress(address)).toBe(false);
});
