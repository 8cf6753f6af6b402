import type { JsonValue, TriggerConfig } from '@lightkeeper/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRig } from '../support/rig.js';
import type { Rig } from '../support/rig.js';
import { Lineage } from './lineage.js';

const MINUTE = 60_000;
let rig: Rig;

beforeEach(async () => {
  rig = await createRig();
  rig.arming.start([]);
});
afterEach(async () => {
  await rig.test.stop();
});

function arm(...triggers: TriggerConfig[]): void {
  rig.arming.arm({ id: 'a', triggers, missed: 'skip' });
}

describe('activity', () => {
  it('fires for three failed sign-ins within five minutes, and then anew from the next on', async () => {
    arm({ kind: 'activity', categories: ['auth'], action: 'login_failed', count: 3, within_ms: 5 * MINUTE });
    const fail = async (): Promise<void> => {
      await rig.test.hub.container.cradle.hooks.call('auth.login_failed', { metadata: { name: 'nobody' } });
      await rig.test.settle();
    };
    await fail();
    await fail();
    await rig.test.clock.advance(6 * MINUTE);
    await fail();
    await fail();
    expect(rig.fired()).toEqual([]);
    await fail();
    expect(rig.fired()).toHaveLength(1);
    await fail();
    await fail();
    expect(rig.fired()).toEqual([]);
    await fail();
    expect(rig.fired()).toHaveLength(1);
  });

  it('filters by what an entry says, and goes on in the name of whoever is behind it, with the entry as the cause', async () => {
    const device_id = await rig.addDevice('Hall lamp');
    arm(
      { kind: 'activity', entity_id: device_id, action: 'commanded', id: 'thing' },
      { kind: 'activity', message_like: 'HALL turn', id: 'words' },
      { kind: 'activity', message_like: 'kitchen', id: 'other' },
      { kind: 'activity', severities: ['error'], id: 'error' },
      { kind: 'activity', actor: 'token:test-owner', entity_type: 'device', categories: ['device'], id: 'actor' },
    );
    await rig.command(device_id, { on: true });
    expect(rig.firings.map(({ trigger }) => trigger.id)).toEqual(['thing', 'words', 'actor']);
    const [firing] = rig.firings;
    expect(firing?.context).toMatchObject({ actor: 'token:test-owner', cause_id: firing?.trigger.data.entry_id as JsonValue });
    expect(firing?.trigger.data).toMatchObject({ category: 'device', action: 'commanded', entity_name: 'Hall lamp' });
  });

  it('refuses a count without a time', () => {
    expect(rig.kinds.check('trigger', [{ kind: 'activity', count: 3 }], 'triggers')).toMatchObject([{ path: 'triggers.0.within_ms' }]);
  });
});

describe('what follows from a run', () => {
  const entry = (id: string, cause_id: string | null, more: Record<string, unknown> = {}) =>
    ({
      id,
      ts: '',
      category: 'device',
      action: 'commanded',
      severity: 'info',
      actor: 'system',
      message: '',
      entity_type: null,
      entity_id: null,
      entity_name: null,
      metadata: { ...(cause_id !== null && { cause_id }) },
      ...more,
    }) as Parameters<Lineage['take']>[0];
  const run = { category: 'automation', action: 'automation_triggered', entity_type: 'automation' };

  it('is known along the chain of causes, through other automations too', () => {
    const lineage = new Lineage();
    const chain = [
      entry('1', null),
      entry('2', '1', { ...run, entity_id: 'a' }),
      entry('3', '2'),
      entry('4', '3', { ...run, entity_id: 'b' }),
      entry('5', '4'),
    ];
    for (const one of chain) lineage.take(one);
    expect(chain.map((one) => lineage.isOf(one, 'a'))).toEqual([false, true, true, true, true]);
    expect(chain.map((one) => lineage.isOf(one, 'b'))).toEqual([false, false, false, true, true]);
  });
});

describe('scenes, captures, discoveries and the hub', () => {
  it('fire when a scene is activated, with its entry as the cause', async () => {
    const device_id = await rig.addDevice('Lamp');
    const scene = (
      await rig.test.request('POST', '/scenes', { body: { name: 'Evening', devices: [{ device_id, command: { on: true } }] } })
    ).body as { id: string };
    arm({ kind: 'scene' }, { kind: 'scene', scene_id: scene.id }, { kind: 'scene', scene_id: 'another' });
    await rig.test.request('POST', `/scenes/${scene.id}/activate`, { body: {} });
    await rig.test.settle();
    expect(rig.firings.map(({ trigger }) => trigger.path)).toEqual(['triggers.1', 'triggers.0']);
    expect(rig.firings[0]).toMatchObject({
      trigger: { description: 'Evening was activated', data: { scene_id: scene.id, scene_name: 'Evening' } },
      context: { actor: 'token:test-owner', cause_id: expect.any(String) as string },
    });
  });

  it('fire when a capture or a playlist begins or ends', async () => {
    arm(
      { kind: 'capture', event: 'started' },
      { kind: 'capture', event: 'failed', capture_id: 'tv' },
      { kind: 'playlist', event: 'stopped', playlist_id: 'evening' },
    );
    const { hooks } = rig.test.hub.container.cradle;
    await hooks.call('capture.started', { capture_id: 'desk', entity_name: 'Desk', entry_id: 'entry-of-the-start' });
    await hooks.call('capture.failed', { capture_id: 'desk', entity_name: 'Desk' });
    await hooks.call('capture.failed', { capture_id: 'tv', entity_name: 'Television', actor: 'user:anna' });
    await hooks.call('playlist.started', { playlist_id: 'evening', entity_name: 'Evening' });
    await hooks.call('playlist.stopped', { playlist_id: 'evening', entity_name: 'Evening' });
    expect(rig.firings.map(({ trigger, context }) => [trigger.description, context.actor])).toEqual([
      ['Desk started', 'system'],
      ['Television failed', 'user:anna'],
      ['Evening was stopped', 'system'],
    ]);
  });

  it('fire when something is found', async () => {
    arm({ kind: 'discovery' }, { kind: 'discovery', driver: 'wled' }, { kind: 'discovery', driver: 'shelly' });
    rig.test.announce({
      type: 'wled',
      name: 'Shelf',
      host: 'shelf.local',
      port: 80,
      addresses: ['192.168.1.40'],
      txt: { mac: 'aabbccddeeff' },
    });
    await rig.test.settle();
    expect(rig.firings.map(({ trigger }) => trigger.path)).toEqual(['triggers.0', 'triggers.1']);
    expect(rig.firings[0]?.trigger.data).toMatchObject({ driver: 'wled' });
  });

  it('fire when the hub shuts down', async () => {
    arm({ kind: 'hub', event: 'shutting_down' }, { kind: 'hub', event: 'started' });
    await rig.test.hub.container.cradle.hooks.call('system.shutting_down', {});
    await rig.test.settle();
    expect(rig.fired()).toEqual(['The hub began to shut down']);
  });
});
