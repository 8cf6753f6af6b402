import { describe, expect, it } from 'vitest';
import { problemOf, readDevices } from './devices.js';

describe('what adb says of devices', () => {
  it('is read line by line, whatever the state', () => {
    const text = [
      '* daemon not running; starting now at tcp:5037',
      '* daemon started successfully',
      'List of devices attached',
      'R58M123ABC             device usb:1-4 product:starltexx model:SM_G960F device:starlte transport_id:3',
      '192.168.1.40:5555\tunauthorized transport_id:4',
      'emulator-5554\toffline',
      '0123456789ABCDEF       no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com/tools/device.html] usb:1-1',
      '',
    ].join('\r\n');
    expect(readDevices(text)).toEqual([
      { serial: 'R58M123ABC', name: 'SM G960F', state: 'device' },
      { serial: '192.168.1.40:5555', name: '192.168.1.40:5555', state: 'unauthorized' },
      { serial: 'emulator-5554', name: 'emulator-5554', state: 'offline' },
      { serial: '0123456789ABCDEF', name: '0123456789ABCDEF', state: 'no permissions' },
    ]);
  });

  it('is nothing where it makes no sense, and not more than a hub can use', () => {
    expect(readDevices('adb: failed to check server version\n\u202Emodel:x\nA <b>\n')).toEqual([]);
    expect(readDevices('X device model:<b>\n')).toEqual([{ serial: 'X', name: 'X', state: 'device' }]);
    expect(readDevices('A device\n'.repeat(1_000))).toHaveLength(64);
  });

  it.each([
    ['unauthorized', /does not trust the hub yet: unlock it/],
    ['offline', /does not answer: connect it anew/],
    ['no permissions', /may not use Phone over USB/],
    ['recovery', /not started as usual \(recovery\)/],
  ])('is a sentence with what helps: %s', (state, sentence) => {
    expect(problemOf({ serial: 'A', name: 'Phone', state })).toMatch(sentence);
    expect(problemOf({ serial: 'A', name: 'Phone', state: 'device' })).toBeNull();
  });
});
