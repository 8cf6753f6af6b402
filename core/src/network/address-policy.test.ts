import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy.js';

const policy = createAddressPolicy({ allow_loopback_discovery: false });

const NEVER = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.1.1',
  '100.100.100.200',
  '224.0.0.251',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'febf::1',
  'ff02::fb',
  'fd00:ec2::254',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '0:0:0:0:0:ffff:224.0.0.1',
  '::169.254.169.254',
  '64:ff9b::169.254.169.254',
  '2002:a9fe:a9fe::1',
  '::ffff:0.0.0.0',
];
const LOOPBACK = [
  '127.0.0.1',
  '127.255.0.9',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:0:0:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
];
const FINE = [
  '192.168.1.20',
  '10.0.0.1',
  '172.16.3.4',
  '203.0.113.9',
  'fd12:3456::1',
  '2001:db8::1',
  '::ffff:192.168.1.20',
  '2002:c0a8:101::1',
];

describe('the address policy', () => {
  it.each(NEVER)('never contacts %s', (address) => {
    expect(policy.refusal(address, 'typed')).not.toBeNull();
    expect(policy.refusal(address, 'announced')).not.toBeNull();
    expect(createAddressPolicy({ allow_loopback_discovery: true }).refusal(address, 'announced')).not.toBeNull();
  });

  it.each(LOOPBACK)('contacts %s when it was typed, not when it was announced', (address) => {
    expect(policy.refusal(address, 'typed')).toBeNull();
    expect(policy.refusal(address, 'announced')).toContain('loopback');
    expect(createAddressPolicy({ allow_loopback_discovery: true }).refusal(address, 'announced')).toBeNull();
  });

  it.each(FINE)('contacts %s', (address) => {
    expect(policy.refusal(address, 'typed')).toBeNull();
    expect(policy.refusal(address, 'announced')).toBeNull();
  });

  it.each(['', 'localhost', '127.1', '0x7f000001', 'fe80::1%eth0', '1.2.3.4.5', '::g'])('refuses %j, which is no address', (text) => {
    expect(policy.refusal(text, 'typed')).toBe('not an IP address');
  });
});
