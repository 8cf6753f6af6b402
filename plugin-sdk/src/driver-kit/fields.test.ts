import { describe, expect, it } from 'vitest';
import { addressField, macField } from './fields.js';

describe('fields of a config', () => {
  it('take the address of a device, and refuse what no device has', () => {
    const address = addressField('Where it is.', 4_048);
    for (const fine of ['lamp', ' lamp.local ', '192.0.2.7:80', '[2001:db8::7]:80', '127.0.0.1']) {
      expect(address.safeParse(fine).success, fine).toBe(true);
    }
    for (const wrong of ['', 'http://lamp', 'lamp/x', 'lamp:0', 'a@lamp', '169.254.169.254', '0.0.0.0', '224.0.0.1', 'x'.repeat(300)]) {
      expect(address.safeParse(wrong).success, wrong).toBe(false);
    }
    expect(address.safeParse('http://lamp').error?.issues[0]?.message).toContain('with :port where it is not 4048');
  });

  it('take a MAC as announcements write it', () => {
    const mac = macField('Whose it is.');
    expect([undefined, 'a0b1c2d3e4f5', 'A0B1C2D3E4F5', 'a0:b1:c2:d3:e4:f5'].map((text) => mac.safeParse(text).success)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
