import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definePlugin } from '@lightkeeper/plugin-sdk';
import type { Disposer, HomeAssistantService, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { parseConfig } from './producer-home-assistant.js';
import { DEBOUNCE_MS, LISTEN_MS } from './producer-things.js';

let hub: TestHub;
let on: boolean | null;
let level: number | string | null;
let actors: string[];
let tide: Hub<Record<never, never>, Vocabulary>;
let shown: Disposer;

const service = (): HomeAssistantService => tide.services.require('home_assistant');

/** A third party's plugin that shows something of its own. */
const plugin: TestPlugin<never, never> = {
  manifest: { id: 'tide', name: 'Tide', sdk: '*', dependsOn: ['home-assistant'] },
  definition: definePlugin({
    setup(given) {
      tide = given;
      const did = (): void => {
        actors.push(given.context.current().actor);
      };
      shown = given.effect(
        'the alarm in Home Assistant',
        service().expose({
          key: 'tide_alarm',
          kind: 'switch',
          name: 'Tide alarm',
          icon: 'mdi:waves',
          state: () => on,
          command: (wanted) => {
            on = wanted;
            did();
          },
        }),
      );
      given.effect('the scene', service().expose({ key: 'tide_ebb', kind: 'scene', name: 'Ebb', command: did }));
      given.effect('the bell', service().expose({ key: 'tide_bell', kind: 'button', name: 'Bell', command: did }));
      given.effect('the level', service().expose({ key: 'tide_level', kind: 'sensor', name: 'Level', unit: 'm', state: () => level }));
    },
  }) as never,
};

beforeEach(async () => {
  [on, level, actors] = [false, 3.2, []];
  hub = await createTestHub({ mqtt: true, plugins: [plugin] });
  await hub.clock.advance(LISTEN_MS + 1_000);
});
afterEach(() => hub.stop());

function components(): Record<string, { platform: string } & Record<string, unknown>> {
  const found = [...hub.mqtt.retained].find(([topic]) => /\/lightkeeper_[0-9a-f]{8}\/config$/.test(topic));
  return found === undefined ? {} : parseConfig(...found).components;
}
const told = (key: string): string | undefined => hub.mqtt.retained.get(`lightkeeper/ha/exposed/${key}`);
async function send(key: string, payload: string): Promise<void> {
  hub.mqtt.deliver(`lightkeeper/ha/exposed/${key}/set`, payload);
  await hub.settle();
}

describe('what a plugin shows in Home Assistant', () => {
  it('stands among the entities of the hub, with its state', () => {
    expect(components()).toMatchObject({
      switch_tide_alarm: {
        platform: 'switch',
        name: 'Tide alarm',
        icon: 'mdi:waves',
        command_topic: 'lightkeeper/ha/exposed/tide_alarm/set',
      },
      scene_tide_ebb: { platform: 'scene', name: 'Ebb' },
      button_tide_bell: { platform: 'button' },
      sensor_tide_level: { platform: 'sensor', unit_of_measurement: 'm' },
    });
    expect([told('tide_alarm'), told('tide_level'), told('tide_ebb')]).toEqual(['OFF', '3.2', undefined]);
  });

  it('takes commands, under the name of the broker’s client, and tells what came of them', async () => {
    await send('tide_alarm', 'ON');
    expect(told('tide_alarm')).toBe('ON');
    await send('tide_ebb', 'PRESS');
    await send('tide_bell', 'PRESS');
    expect(actors).toHaveLength(3);
    for (const actor of actors) expect(actor).toMatch(/^mqtt:/);
    for (const [key, payload] of [
      ['tide_alarm', 'PRESS'],
      ['tide_level', 'ON'],
      ['nothing', 'ON'],
      ['tide_alarm', 'on'],
      ['tide_alarm', ''],
    ] as const)
      await send(key, payload);
    expect(actors).toHaveLength(3);
  });

  it('tells a change that the plugin speaks of, and what is not known', async () => {
    [on, level] = [null, null];
    service().changed('tide_alarm');
    service().changed('tide_level');
    await hub.settle();
    expect([told('tide_alarm'), told('tide_level')]).toEqual(['None', 'None']);
  });

  it('goes with the plugin, in two steps', async () => {
    await shown();
    await hub.clock.advance(3 * DEBOUNCE_MS);
    expect(components()).not.toHaveProperty('switch_tide_alarm');
    expect(components()).toHaveProperty('scene_tide_ebb');
    expect(told('tide_alarm')).toBeUndefined();
  });

  it('has a name of its own', () => {
    const entity = { kind: 'button', name: 'Again', command: () => undefined } as const;
    expect(() => service().expose({ ...entity, key: 'tide_bell' })).toThrow(/already/);
    expect(() => service().expose({ ...entity, key: 'Tide bell' })).toThrow(/a-z/);
  });
});
