import { HubError, definePlugin } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, Area, CommandOutcome, Device, DeviceService, Page, Problem } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let hub: TestHub;
let service: DeviceService;
const ids = new Map<string, string>();

const guest: TestPlugin<never, never> = {
  manifest: { id: 'guest', name: 'Guest', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
  definition: definePlugin({
    setup(plugin) {
      service = plugin.services.require('devices');
    },
  }) as unknown as TestPlugin<never, never>['definition'],
};

/** A living room with two lights, a blind, a light that is not plugged in, and a lamp in the hall that is out of use. */
beforeEach(async () => {
  hub = await createTestHub({ plugins: [guest] });
  const area: Area = (await hub.request('POST', '/areas', { body: { name: 'Living room', kind: 'living' } })).body;
  ids.set('Living room', area.id);
  const add = async (name: string, config: object, rest: object = {}): Promise<void> => {
    const { status, body, text } = await hub.request('POST', '/devices', { body: { name, driver: 'virtual', config, ...rest } });
    expect(status, text).toBe(201);
    ids.set(name, (body as Device).id);
  };
  await add('Sofa lamp', { kind: 'color_light' }, { area_id: area.id, labels: ['evening'] });
  await add('Shelf', { kind: 'light' }, { area_id: area.id });
  await add('Blind', { kind: 'cover' }, { area_id: area.id, labels: ['evening'] });
  await add('Gone', { kind: 'light', reachable: false }, { area_id: area.id });
  await add('Spare', { kind: 'light' }, { area_id: area.id, enabled: false });
  await hub.settle();
});
afterEach(async () => {
  await hub.stop();
});

const id = (name: string): string => ids.get(name) ?? 'none';

async function command(targets: object, wishes: object): Promise<CommandOutcome[]> {
  const { status, body, text } = await hub.request('POST', '/devices/command', { body: { targets, command: wishes }, as: 'member' });
  expect(status, text).toBe(200);
  return (body as { items: CommandOutcome[] }).items;
}

describe('a command to several devices', () => {
  it('reaches an area at once, and tells of each whether it arrived', async () => {
    const outcomes = await command({ area_ids: [id('Living room')] }, { on: true, transition_ms: 2_000 });
    expect(new Map(outcomes.map(({ device_name, ok, error }) => [device_name, ok ? 'ok' : error?.code]))).toEqual(
      new Map([
        ['Sofa lamp', 'ok'],
        ['Shelf', 'ok'],
        ['Blind', 'LK_DEVICE_UNSUPPORTED'],
        ['Gone', 'LK_DEVICE_OFFLINE'],
      ]),
    );
    expect(outcomes.find(({ device_name }) => device_name === 'Gone')?.error?.detail).toBe('Gone is offline. It is set to be unreachable.');
    for (const name of ['Sofa lamp', 'Shelf']) {
      const { body } = await hub.request('GET', `/devices/${id(name)}/state`);
      expect(body).toMatchObject({ on: true });
    }
  });

  it('reaches a label and a list, each device once, and says which of the list is not there', async () => {
    const outcomes = await command({ labels: ['evening'], device_ids: [id('Sofa lamp'), 'nobody'] }, { on: true });
    expect(outcomes.map(({ device_id, ok, error }) => [device_id, ok, error?.code ?? null])).toEqual([
      [id('Sofa lamp'), true, null],
      ['nobody', false, 'LK_NOT_FOUND'],
      [id('Blind'), false, 'LK_DEVICE_UNSUPPORTED'],
    ]);
  });

  it('is one act in the log: an entry each, under the one who asked, with one correlation', async () => {
    await command({ area_ids: [id('Living room')] }, { on: true });
    const { items }: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
    const acts = items.filter(({ action }) => action.startsWith('command'));
    expect(acts.map(({ action, entity_name }) => `${action} ${entity_name ?? ''}`).sort()).toEqual([
      'command_failed Gone',
      'commanded Shelf',
      'commanded Sofa lamp',
    ]);
    expect(new Set(acts.map(({ actor }) => actor))).toEqual(new Set(['token:test-member']));
    expect(new Set(acts.map(({ metadata }) => metadata.correlation_id)).size).toBe(1);
  });

  it('sets features as well', async () => {
    const outcomes = await command({ labels: ['evening'] }, { set: { cover: 'open' } });
    expect(outcomes.map(({ device_name, ok }) => [device_name, ok])).toEqual([
      ['Sofa lamp', false],
      ['Blind', true],
    ]);
  });

  it('may be refused for one of them by a plugin that listens', async () => {
    hub.hub.container.cradle.hooks.tap('test', 'device.commanding', ({ device_id }) => {
      if (device_id === id('Shelf')) throw new HubError('LK_FORBIDDEN', 'Not at night.');
    });
    const outcomes = await service.commandMany({ device_ids: [id('Sofa lamp'), id('Shelf')] }, { on: true });
    expect(outcomes).toMatchObject([{ ok: true }, { ok: false, error: { code: 'LK_FORBIDDEN', detail: 'Not at night.' } }]);
  });

  it('refuses what is not right, by the name of the field, and is for members', async () => {
    const refused = async (body: unknown, as: 'member' | 'viewer' = 'member'): Promise<unknown[]> => {
      const answer = await hub.request('POST', '/devices/command', { body, as });
      const problem: Problem = answer.body;
      return [answer.status, problem.errors?.[0]?.field];
    };
    expect(await refused({ targets: { labels: ['x'] }, command: {} })).toEqual([422, '/command']);
    expect(await refused({ targets: { labels: ['x'] }, command: { brightness: 0 } })).toEqual([422, '/command/brightness']);
    expect(await refused({ targets: {}, command: { on: true } })).toEqual([422, '/targets']);
    expect(await refused({ targets: { labels: Array(501).fill('x') }, command: { on: true } })).toEqual([422, '/targets/labels']);
    expect(await refused({ command: { on: true } })).toEqual([422, '/targets']);
    expect((await refused({ targets: { labels: ['x'] }, command: { on: true } }, 'viewer'))[0]).toBe(403);
    expect(await command({ labels: ['nothing has it'] }, { on: true })).toEqual([]);
  });
});

describe('what other plugins reach of the devices', () => {
  it('is what the hub knows of them', () => {
    const sofa = service.get(id('Sofa lamp'));
    expect(sofa).toMatchObject({ name: 'Sofa lamp', driver: 'virtual', area_id: id('Living room'), labels: ['evening'], status: 'online' });
    expect(service.list().map(({ name }) => name)).toHaveLength(5);
    expect(service.get('nobody')).toBeUndefined();
    expect([service.status(id('Gone')), service.status('nobody')]).toEqual(['offline', 'unknown']);
    expect([service.state(id('Blind')), service.state('nobody')]).toMatchObject([{ readings: { cover: 'closed' } }, null]);
  });

  it('is refused in words where there is nothing', async () => {
    await expect(service.command('nobody', { on: true })).rejects.toMatchObject({ code: 'LK_NOT_FOUND' });
    await expect(service.command(id('Gone'), { on: true })).rejects.toMatchObject({ code: 'LK_DEVICE_OFFLINE' });
    await expect(service.command(id('Blind'), { on: true })).rejects.toMatchObject({ code: 'LK_DEVICE_UNSUPPORTED' });
    await expect(service.stream(id('Blind'))).rejects.toMatchObject({ code: 'LK_DEVICE_UNSUPPORTED' });
    await expect(service.stream('nobody')).rejects.toMatchObject({ code: 'LK_NOT_FOUND' });
    expect(() => {
      service.withdraw('nothing', 'x');
    }).toThrow(expect.objectContaining({ code: 'LK_NOT_FOUND' }));
  });
});
