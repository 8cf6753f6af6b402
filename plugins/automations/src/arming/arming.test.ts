import { z } from '@lightkeeper/plugin-sdk';
import type { TriggerConfig, TriggerKind } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';
import { Arming } from './index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 15 January 2026, 12:00 UTC: a Thursday. */
const START = Date.UTC(2026, 0, 15, 12);
let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  await rig.setHome({ time_zone: 'Europe/Berlin', latitude: 52.52, longitude: 13.4 });
});
afterEach(async () => {
  await rig.test.stop();
});

const arm = (...triggers: TriggerConfig[]): void => {
  rig.arming.arm({ id: 'a', triggers, missed: 'skip' });
};
const next = (): string | null => {
  const at = rig.arming.status('a')?.next_at ?? null;
  return at === null ? null : new Date(at).toISOString();
};
/** As after a restart: what is stored is there, what was in memory is gone. */
async function restart(): Promise<Arming> {
  await rig.arming.stop();
  return new Arming({
    hub: rig.hub,
    kinds: rig.kinds,
    fired: (automation_id, firing) => void rig.firings.push({ automation_id, ...firing }),
    changed: () => undefined,
  });
}

describe('schedules', () => {
  beforeEach(() => {
    rig.arming.start([]);
  });

  it('fire in their time, by the clocks of home, as the schedule', async () => {
    arm({ kind: 'time', at: '14:30' });
    expect(next()).toBe('2026-01-15T13:30:00.000Z');
    await rig.test.clock.advance(89 * MINUTE);
    expect(rig.firings).toEqual([]);
    await rig.test.clock.advance(MINUTE);
    expect(rig.firings).toMatchObject([
      {
        trigger: { description: 'It was 14:30', data: { scheduled_for: '2026-01-15T13:30:00.000Z' } },
        context: { actor: 'schedule', origin: 'schedule', cause_id: null },
      },
    ]);
    expect(next()).toBe('2026-01-16T13:30:00.000Z');
  });

  it('fire on the days that are named', async () => {
    arm({ kind: 'time', at: '07:15:30', weekdays: ['sat', 'sun'] });
    expect(next()).toBe('2026-01-17T06:15:30.000Z');
    for (const hours of [42, 23, 23]) {
      rig.test.clock.skip(hours * HOUR);
      await rig.test.clock.advance(HOUR);
    }
    expect(rig.firings.map(({ trigger }) => trigger.data.scheduled_for)).toEqual(['2026-01-17T06:15:30.000Z', '2026-01-18T06:15:30.000Z']);
    expect(next()).toBe('2026-01-24T06:15:30.000Z');
  });

  it('do not drift', async () => {
    rig.test.clock.skip(1_234);
    arm({ kind: 'interval', every_ms: 10_000 });
    await rig.test.clock.advance(MINUTE);
    expect(rig.firings.map(({ trigger }) => trigger.data.scheduled_for)).toEqual(
      [10, 20, 30, 40, 50, 60].map((seconds) => new Date(START + seconds * 1_000).toISOString()),
    );
  });

  it('follow the sun', async () => {
    arm({ kind: 'sun', event: 'sunset', offset_ms: -30 * MINUTE });
    expect(next()?.slice(0, 15)).toBe('2026-01-15T14:5');
    await rig.test.clock.advance(4 * HOUR);
    expect(rig.fired()).toEqual(['It was 30 min before sunset']);
  });

  it('are reckoned anew when the home gets another time zone or place', async () => {
    arm({ kind: 'time', at: '20:00' }, { kind: 'sun', event: 'sunset', enabled: false });
    expect(next()).toBe('2026-01-15T19:00:00.000Z');
    await rig.setHome({ time_zone: 'America/New_York' });
    expect(next()).toBe('2026-01-16T01:00:00.000Z');
  });

  it('that nobody can reckon are shown as a problem, and the others go on', async () => {
    await rig.test.request('PATCH', '/settings/hub', { body: { latitude: null, longitude: null } });
    await rig.test.settle();
    arm({ kind: 'sun', event: 'sunset' }, { kind: 'interval', every_ms: MINUTE }, { kind: 'cron', expression: '0 0 30 2 *' });
    expect(rig.arming.status('a')).toMatchObject({
      armed: true,
      reason: null,
      problems: [
        { path: 'triggers.0', detail: expect.stringContaining('set its location in Settings') as string },
        { path: 'triggers.2', detail: 'It never comes.' },
      ],
    });
    await rig.test.clock.advance(MINUTE);
    expect(rig.fired()).toEqual(['The interval was over']);
    await rig.setHome({ latitude: 52.52, longitude: 13.4 });
    expect(rig.arming.status('a')?.problems).toHaveLength(1);
  });

  it('that came while the computer slept are passed over, or made up for once', async () => {
    rig.arming.arm({ id: 'skips', triggers: [{ kind: 'interval', every_ms: 10 * MINUTE }], missed: 'skip' });
    rig.arming.arm({ id: 'runs', triggers: [{ kind: 'interval', every_ms: 10 * MINUTE }], missed: 'run_once' });
    rig.test.clock.skip(65 * MINUTE);
    await rig.test.clock.advance(MINUTE);
    expect(rig.firings.map(({ automation_id }) => automation_id)).toEqual(['runs']);
    await rig.test.clock.advance(4 * MINUTE);
    expect(rig.firings).toHaveLength(3);
  });
});

describe('schedules that came while the hub was off', () => {
  const automations = (['skip', 'run_once'] as const).map((missed) => ({
    id: missed,
    missed,
    triggers: [
      { kind: 'time', at: '14:00' },
      { kind: 'time', at: '23:00' },
    ],
  }));

  it.each([
    [90 * MINUTE, ['run_once']],
    [72 * HOUR, ['run_once', 'run_once']],
    [30 * MINUTE, []],
  ])('after %i ms are made up for once each, where that is wanted', async (off_ms, expected) => {
    rig.arming.start(automations);
    await rig.test.clock.advance(MINUTE);
    await rig.arming.stop();
    rig.test.clock.skip(off_ms);
    const again = await restart();
    again.start(automations);
    await rig.test.clock.advance(1_000);
    expect(rig.firings.map(({ automation_id }) => automation_id)).toEqual(expected);
    for (const { trigger } of rig.firings) expect(trigger.description).toContain('missed while the hub was off');
    await again.stop();
  });

  it('are not made up for when they were heard just before the end', async () => {
    rig.arming.start(automations);
    await rig.test.clock.advance(HOUR + 1_000);
    expect(rig.firings.splice(0)).toHaveLength(2);
    const again = await restart();
    again.start(automations);
    await rig.test.clock.advance(MINUTE);
    expect(rig.firings).toEqual([]);
    await again.stop();
  });
});

describe('what waits for its time', () => {
  const step = (seconds: number, moves: boolean) => ({ after_ms: seconds * 1_000, state: { readings: { motion: moves } } });
  const trigger = (device_id: string) => ({ kind: 'device_state', device_id, property: 'motion', to: true, for_ms: 10 * MINUTE });

  it('outlives a restart, with who began it', async () => {
    const device_id = await rig.addDevice('Motion', { kind: 'binary_sensor', script: [step(10, true)] });
    rig.arming.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(MINUTE);
    const again = await restart();
    rig.test.clock.skip(5 * MINUTE);
    again.start([{ id: 'a', missed: 'skip', triggers: [{ kind: 'manual' }, trigger(device_id)] }]);
    await rig.test.clock.advance(4 * MINUTE);
    expect(rig.firings).toEqual([]);
    await rig.test.clock.advance(MINUTE);
    expect(rig.firings).toMatchObject([{ trigger: { path: 'triggers.1', data: { to: true } }, context: { actor: 'device:Motion' } }]);
    await again.stop();
    const third = await restart();
    third.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(HOUR);
    expect(rig.firings).toHaveLength(1);
    await third.stop();
  });

  it('fires at once where it fell due meanwhile', async () => {
    const device_id = await rig.addDevice('Motion', { kind: 'binary_sensor', script: [step(10, true)] });
    rig.arming.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(MINUTE);
    const again = await restart();
    rig.test.clock.skip(HOUR);
    again.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(1_000);
    expect(rig.firings).toHaveLength(1);
    await again.stop();
  });

  it('goes with the trigger that it belongs to', async () => {
    const device_id = await rig.addDevice('Motion', { kind: 'binary_sensor', script: [step(10, true)] });
    rig.arming.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(MINUTE);
    arm({ ...trigger(device_id), for_ms: 11 * MINUTE });
    await rig.test.clock.advance(HOUR);
    expect(rig.firings).toEqual([]);
    const rows = rig.hub.db.all('SELECT * FROM automations_holds', []);
    expect(rows).toEqual([]);
  });

  it('stays when the automation is saved with the same trigger', async () => {
    const device_id = await rig.addDevice('Motion', { kind: 'binary_sensor', script: [step(10, true)] });
    rig.arming.start([{ id: 'a', missed: 'skip', triggers: [trigger(device_id)] }]);
    await rig.test.clock.advance(MINUTE);
    arm({ kind: 'manual' }, trigger(device_id));
    await rig.test.clock.advance(10 * MINUTE);
    expect(rig.firings).toHaveLength(1);
  });
});

describe('kinds that come and go', () => {
  const options = z.strictObject({ fails: z.boolean().default(false) });
  let ring: () => void = () => undefined;
  const bell: TriggerKind<typeof options> = {
    kind: 'chime_rang',
    name: 'Bell',
    description: 'The bell rings.',
    options,
    sentence: () => 'the bell rings',
    listen({ fails }, { fire }) {
      if (fails) throw new Error('There is no bell here');
      ring = () => {
        fire({ description: 'The bell rang', data: { loud: 'x'.repeat(10_000) } });
      };
      return () => {
        ring = () => undefined;
      };
    },
  };

  beforeEach(() => {
    rig.arming.start([]);
  });

  it('are a problem while they are away, and heard again when they are back', () => {
    arm({ kind: 'chime_rang' });
    expect(rig.arming.status('a')).toMatchObject({
      armed: false,
      reason: 'There is no trigger "chime_rang", or its plugin does not run.',
    });
    const remove = rig.kinds.triggers.add(bell, 'chime');
    expect(rig.arming.status('a')).toMatchObject({ armed: true, reason: null, problems: [] });
    ring();
    expect(rig.firings).toMatchObject([{ trigger: { description: 'The bell rang', data: { truncated: true } } }]);
    rig.firings.length = 0;
    void remove();
    expect(rig.arming.status('a')).toMatchObject({ armed: false });
    ring();
    expect(rig.firings).toEqual([]);
    expect(rig.changes.length).toBeGreaterThan(2);
  });

  it('that throw are shown as the problem of the automation', () => {
    rig.kinds.triggers.add(bell, 'chime');
    arm({ kind: 'chime_rang', fails: true }, { kind: 'chime_rang' });
    expect(rig.arming.status('a')).toMatchObject({ armed: true, problems: [{ path: 'triggers.0', detail: 'There is no bell here.' }] });
  });

  it('that promise a moment that has passed do not keep the hub busy', async () => {
    const stuck: TriggerKind<typeof options> = {
      kind: 'chime_stuck',
      name: 'Stuck',
      description: 'It stands still.',
      options,
      sentence: () => 'it stands still',
      next: (_options, after) => after,
    };
    rig.kinds.triggers.add(stuck, 'chime');
    arm({ kind: 'chime_stuck' });
    await rig.test.clock.advance(HOUR);
    expect(rig.firings).toEqual([]);
    expect(rig.arming.status('a')?.problems).toHaveLength(1);
  });
});

describe('steps that wait', () => {
  beforeEach(() => {
    rig.arming.start([]);
  });

  it('hear triggers until they are told to stop', async () => {
    const device_id = await rig.addDevice('Lamp');
    const heard: string[] = [];
    const stop = rig.arming.listen(
      'a',
      'actions.2.triggers',
      [
        { kind: 'device_state', device_id, property: 'on' },
        { kind: 'interval', every_ms: MINUTE },
      ],
      ({ trigger }) => heard.push(trigger.path ?? ''),
    );
    await rig.command(device_id, { on: true });
    await rig.test.clock.advance(MINUTE);
    void stop();
    await rig.command(device_id, { on: false });
    await rig.test.clock.advance(MINUTE);
    expect(heard).toEqual(['actions.2.triggers.0', 'actions.2.triggers.1']);
  });

  it('say what they cannot hear', () => {
    expect(() => rig.arming.listen('a', 'actions.0.triggers', [{ kind: 'gone' }], () => undefined)).toThrow(
      'actions.0.triggers.0: There is no trigger "gone"',
    );
  });
});

describe('ten thousand schedules', () => {
  it('wait on one timer', async () => {
    rig.arming.start([]);
    const pending = rig.test.clock.pending;
    for (let index = 0; index < 10_000; index += 1) {
      const at = `13:${String(index % 60).padStart(2, '0')}:30`;
      rig.arming.arm({ id: `a${index}`, triggers: [{ kind: 'time', at }], missed: 'skip' });
    }
    expect(rig.test.clock.pending).toBeLessThanOrEqual(pending + 1);
    await rig.test.clock.advance(HOUR);
    expect(rig.firings).toHaveLength(10_000);
  });
});
