import { describe, expect, it } from 'vitest';
import { adbSchema } from './options.js';

describe('the settings of an Android screen', () => {
  it.each([
    { connection: 'usb' },
    { connection: 'usb', serial: 'R58M123ABC', pictures: 'screenshots', fps: 2 },
    { connection: 'usb', serial: 'adb-1A2B._adb-tls-connect._tcp' },
    { connection: 'network', address: '192.168.1.40' },
    { connection: 'network', address: 'tv.local:37123' },
  ])('take %o', (options) => {
    expect(adbSchema.safeParse(options).success).toBe(true);
  });

  it.each([
    { connection: 'usb', serial: '-P' },
    { connection: 'usb', serial: 'a;reboot' },
    { connection: 'usb', serial: 'a b' },
    { connection: 'network', address: '-H evil' },
    { connection: 'network', address: 'tcp:evil:1:2' },
    { connection: 'network' },
    { connection: 'emulator' },
    { connection: 'usb', args: ['reboot'] },
  ])('refuse %o', (options) => {
    expect(adbSchema.safeParse(options).success).toBe(false);
  });
});
