import type { ConditionConfig, ConditionKind, ConditionResult } from '@lightkeeper/plugin-sdk';
import { z } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig, runFacts } from '../support/rig.js';
import type { Rig } from '../support/rig.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 15 January 2026, 12:00 UTC: a Thursday, 13:00 in Berlin. */
const START = Date.UTC(2026, 0, 15, 12);
let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  await rig.setHome({ time_zone: 'Europe/Berlin', latitude: 52.52, longitude: 13.4 });
  rig.arming.start([]);
});
afterEach(async () => {
  await rig.test.stop();
});

const test = async (condition: ConditionConfig, facts = runFacts()): Promise<ConditionResult> => rig.tester.test(condition, facts);
const holds = async (condition: ConditionConfig): Promise<boolean> => (await test(condition)).passed;
/** At so many hours and minutes of UTC on the day of the test. */
function goTo(hours: number, minutes = 0): void {
  rig.test.clock.skip(Date.UTC(2026, 0, 15, hours, minutes) - rig.test.clock.now());
}

describe('state and numeric', () => {
  it('tell how a device stands, with what was found', async () => {
    const device_id = await rig.addDevice('Hall lamp', { kind: 'light' });
    expect(await test({ kind: 'state', device_id, property: 'on', is: false })).toEqual({
      passed: true,
      detail: 'Hall lamp is off',
      inputs: { value: false },
    });
    expect(await holds({ kind: 'state', device_id, property: 'on', is: true })).toBe(false);
    expect(await holds({ kind: 'state', device_id, property: 'colour', is: null })).toBe(true);
    expect(await test({ kind: 'numeric', device_id, property: 'brightness', above: 254, below: 256 })).toEqual({
      passed: true,
      detail: 'The brightness of Hall lamp is 255',
      inputs: { value: 255 },
    });
    expect(await holds({ kind: 'numeric', device_id, property: 'brightness', above: 255 })).toBe(false);
    expect(await holds({ kind: 'numeric', device_id, property: 'temperature', above: 0 })).toBe(false);
  });

  it('know for how long it has been so, and say where they cannot', async () => {
    const device_id = await rig.addDevice('Hall lamp');
    const off = { kind: 'state', device_id, property: 'on', is: false, for_ms: 5 * MINUTE };
    await rig.test.clock.advance(MINUTE);
    expect(await test(off)).toMatchObject({
      passed: false,
      detail: expect.stringContaining('for 1 minute, as far as the hub knows') as string,
    });
    await rig.command(device_id, { on: true });
    await rig.test.clock.advance(6 * MINUTE);
    expect(await test({ ...off, is: true })).toMatchObject({ passed: true, detail: 'Hall lamp is on, and has been for 6 minutes' });
    await rig.command(device_id, { brightness: 9 });
    expect(await holds({ ...off, is: true })).toBe(true);
    await rig.command(device_id, { on: false });
    expect(await holds(off)).toBe(false);
  });

  it('fail for a device that is gone', async () => {
    await expect(test({ kind: 'state', device_id: 'gone', property: 'on', is: true })).rejects.toThrow('The device is gone.');
  });
});

describe('time', () => {
  it.each<[Record<string, unknown>, [number, number][], [number, number][]]>([
    [
      { after: '08:00', before: '17:30' },
      [
        [8, 0],
        [17, 29],
      ],
      [
        [7, 59],
        [17, 30],
      ],
    ],
    [
      { after: '22:00', before: '06:00' },
      [
        [22, 0],
        [23, 59],
        [0, 0],
        [5, 59],
      ],
      [
        [6, 0],
        [21, 59],
      ],
    ],
    [
      { after: '22:00' },
      [[23, 0]],
      [
        [0, 30],
        [21, 0],
      ],
    ],
    [{ before: '06:00' }, [[0, 0]], [[6, 0]]],
    [{ weekdays: ['thu'] }, [[9, 0]], []],
    [{ weekdays: ['fri', 'sat'] }, [], [[9, 0]]],
  ])('%j', async (window, within, outside) => {
    for (const [[hour, minute], expected] of [...within.map((at) => [at, true] as const), ...outside.map((at) => [at, false] as const)]) {
      // Midnight in Berlin was at 23:00 UTC the day before.
      goTo(hour - 1, minute);
      expect([hour, minute, await holds({ kind: 'time', ...window })]).toEqual([hour, minute, expected]);
    }
  });
});

describe('sun', () => {
  // Sunrise is at 07:09, sunset at 15:24 UTC.
  it.each<[Record<string, unknown>, number[], number[]]>([
    [{ is: 'up' }, [8, 12, 15], [3, 7, 16, 22]],
    [{ is: 'down' }, [3, 7, 16, 22], [8, 12, 15]],
    [{ after: 'sunset' }, [16, 22, 25, 30], [8, 12, 15]],
    [{ before: 'sunrise' }, [3, 7, 22], [8, 12]],
    [{ after: 'sunrise' }, [8, 15], [7, 16]],
    [{ after: 'sunset', after_offset_ms: HOUR }, [17, 22, 3], [16, 12]],
    [{ after: 'sunset', after_offset_ms: -2 * HOUR }, [14, 20], [12]],
    [{ after: 'sunset', before: 'sunset', before_offset_ms: 3 * HOUR }, [16, 18], [19, 3]],
    [{ before: 'sunset', before_offset_ms: -HOUR }, [8, 14], [15, 7]],
  ])('%j', async (part, within, outside) => {
    for (const [hour, expected] of [...within.map((at) => [at, true] as const), ...outside.map((at) => [at, false] as const)]) {
      goTo(hour);
      expect([hour, await holds({ kind: 'sun', ...part })]).toEqual([hour, expected]);
    }
  });

  it('is as in a night without end where it does not rise', async () => {
    await rig.setHome({ latitude: 78.2, longitude: 15.6 });
    goTo(12);
    expect(await holds({ kind: 'sun', is: 'down' })).toBe(true);
    expect(await holds({ kind: 'sun', after: 'sunset' })).toBe(true);
    expect(await holds({ kind: 'sun', after: 'sunrise' })).toBe(false);
  });

  it('needs a place', async () => {
    await rig.test.request('PATCH', '/settings/hub', { body: { latitude: null, longitude: null } });
    await expect(test({ kind: 'sun', is: 'up' })).rejects.toThrow('set its location in Settings');
  });
});

describe('and, or, not', () => {
  const [yes, no] = [
    { kind: 'expression', expression: '1 < 2' },
    { kind: 'expression', expression: '1 > 2' },
  ];
  const broken = { kind: 'expression', expression: 'trigger.data.nope' };

  it.each<[string, ConditionConfig[], boolean]>([
    ['and', [yes, yes], true],
    ['and', [yes, no, broken], false],
    ['or', [no, yes, broken], true],
    ['or', [no, no], false],
    ['not', [no, no], true],
    ['not', [no, yes], false],
    ['and', [{ ...no, enabled: false }, yes], true],
    ['or', [{ ...no, enabled: false }], true],
    ['and', [{ kind: 'not', conditions: [{ kind: 'or', conditions: [no] }] }], true],
  ])('%s %j: %s', async (kind, conditions, expected) => {
    expect(await holds({ kind, conditions })).toBe(expected);
  });

  it('fail when what they have to look at fails', async () => {
    await expect(test({ kind: 'and', conditions: [yes, broken] })).rejects.toThrow('No such key: nope');
  });
});

describe('trigger, expression and capture', () => {
  it('know which trigger fired', async () => {
    expect(await test({ kind: 'trigger', ids: ['door', 'window'] }, runFacts({ id: 'door' }))).toMatchObject({ passed: true });
    expect(await test({ kind: 'trigger', ids: ['door'] })).toEqual({
      passed: false,
      detail: 'The trigger has no id',
      inputs: { trigger: null },
    });
  });

  it('work out what is asked, and want yes or no', async () => {
    const device_id = await rig.addDevice('Lamp');
    expect(await holds({ kind: 'expression', expression: `state("${device_id}", "on") == false && local.hour == 13` })).toBe(true);
    await expect(test({ kind: 'expression', expression: 'variables.n' }, runFacts({ variables: { n: 3 } }))).rejects.toThrow('and gave 3');
    expect(rig.kinds.check('condition', [{ kind: 'expression', expression: '1 +' }], 'conditions')).toMatchObject([
      { path: 'conditions.0.expression', detail: expect.stringContaining('character 4') as string },
    ]);
  });

  it('know whether a capture runs', async () => {
    expect(await test({ kind: 'capture', running: false })).toEqual({
      passed: true,
      detail: 'No capture is running',
      inputs: { running: [] },
    });
    await expect(test({ kind: 'capture', capture_id: 'gone' })).rejects.toThrow('The capture is gone.');
  });
});

describe('conditions of other plugins', () => {
  it('are worked out in the same way, and missed while they are away', async () => {
    const options = z.strictObject({ level: z.number().default(2) });
    const kind: ConditionKind<typeof options> = {
      kind: 'tide_high',
      name: 'Tide',
      description: 'The tide is high.',
      options,
      sentence: () => 'the tide is high',
      test: ({ level }, { clock }) => ({ passed: clock.now() === START && level === 2, detail: 'It is' }),
    };
    const remove = rig.kinds.conditions.add(kind, 'tide');
    expect(await holds({ kind: 'tide_high' })).toBe(true);
    void remove();
    await expect(test({ kind: 'tide_high' })).rejects.toThrow('There is no condition "tide_high"');
  });
});
