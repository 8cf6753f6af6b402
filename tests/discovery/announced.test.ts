import { HubError, definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry, Device, DeviceService, Discovery, Page } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub, TestPlugin } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/*
 * What a driver's plugin finds by its own protocol, such as over the broker: it waits in the same inbox as what mDNS finds.
 */

let hub: TestHub;
let service: DeviceService;
/** Whether the things answer. */
let answering: boolean;

const finder: TestPlugin<never, never> = {
  manifest: { id: 'finder', name: 'Finder', sdk: '*', dependsOn: ['devices'], permissions: ['devices'] },
  definition: definePlugin({
    setup(own) {
      service = own.services.require('devices');
      const driver = {
        id: 'radio',
        name: 'Radio device',
        description: 'Reached over the air',
        config: z.strictObject({ serial: z.string() }),
        discovery: { recognises: ({ key }: { key: string }, { serial }: { serial: string }) => key === serial },
        connect: () => {
          if (!answering) return Promise.reject(new HubError('LK_DEVICE_FAILED', 'It sleeps.'));
          return Promise.resolve({ description: { capabilities: [] }, command: () => Promise.resolve(), close: () => undefined });
        },
      };
      own.effect('radio', service.registerDriver(driver, own.plugin.id));
    },
  }) as unknown as TestPlugin<never, never>['definition'],
};

beforeEach(async () => {
  answering = true;
  hub = await createTestHub({ plugins: [finder] });
});
afterEach(async () => {
  await hub.stop();
});

function announce(serial: string): void {
  const details = { vendor: 'Somebody' };
  service.announce('radio', { key: serial, name: `Sensor ${serial}`, config: { serial }, address: null, port: null, details });
}

async function inbox(): Promise<Discovery[]> {
  return ((await hub.request('GET', '/discoveries')).body as Page<Discovery>).items;
}

async function only(): Promise<Discovery> {
  const [found] = await inbox();
  if (found === undefined) throw new Error('the inbox is empty');
  return found;
}

describe('what a plugin finds', () => {
  it('waits in the inbox, stands in the log without an address, and goes when it is withdrawn', async () => {
    announce('a1');
    expect(await inbox()).toMatchObject([
      { driver: 'radio', name: 'Sensor a1', address: null, status: 'new', details: { vendor: 'Somebody' } },
    ]);
    service.withdraw('radio', 'a1');
    expect(await inbox()).toEqual([]);
    await hub.settle();
    const { items }: Page<ActivityEntry> = (await hub.request('GET', '/activity?categories=device')).body;
    expect(items.map(({ message }) => message)).toEqual(['Sensor a1 is no longer announced', 'Sensor a1 announced itself as Radio device']);
  });

  it('is ignored for good, and shown again, as a person wishes', async () => {
    announce('a1');
    expect((await hub.request('POST', `/discoveries/${(await only()).id}/ignore`)).status).toBe(200);
    service.withdraw('radio', 'a1');
    const discovered = hub.spy('device.discovered');
    announce('a1');
    expect(await only()).toMatchObject({ status: 'ignored' });
    await hub.settle();
    expect(discovered).toEqual([]);
    expect((await hub.request('DELETE', `/discoveries/${(await only()).id}/ignore`)).status).toBe(200);
    expect(await only()).toMatchObject({ status: 'new' });
  });

  it('becomes a device when it is confirmed, and is tried at once whenever it announces itself while it is away', async () => {
    announce('a1');
    const answer = await hub.request('POST', `/discoveries/${(await only()).id}/confirm`, { body: { name: 'Window' } });
    expect(answer.status).toBe(201);
    const { id }: Device = answer.body;
    const status = async (): Promise<string> => ((await hub.request('GET', `/devices/${id}`)).body as Device).status;
    await hub.settle();
    expect([await status(), (await only()).status]).toEqual(['online', 'added']);

    answering = false;
    await hub.request('PATCH', `/devices/${id}`, { body: { enabled: false } });
    await hub.request('PATCH', `/devices/${id}`, { body: { enabled: true } });
    await hub.clock.advance(400_000);
    expect(await status()).toBe('offline');
    answering = true;
    announce('a1');
    await hub.settle();
    expect(await status()).toBe('online');
  });

  it('goes with the plugin that found it', async () => {
    announce('a1');
    await hub.hub.container.cradle.supervisor.restart('finder');
    await hub.settle();
    expect(await inbox()).toEqual([]);
  });
});
