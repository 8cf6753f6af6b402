import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import type { BrokerStatus, Device } from '@lightkeeper/plugin-sdk/wire';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../support/home.js';
import { expectWellInEveryLook } from '../support/looks.js';

/* The page of MQTT: a home without a broker gets one, and its first account. */

let home: Home;
let page: Page;
let client: MqttClient | undefined;

beforeAll(async () => {
  home = await Home.start();
  page = (await home.visit('/settings/mqtt')).page;
  await card('Broker in the hub').getByText('Off', { exact: true }).waitFor();
});
afterAll(async () => {
  await client?.endAsync(true);
  await home.end();
});

const card = (heading: string): Locator =>
  page.locator('lk-card').filter({ has: page.getByRole('heading', { name: heading, exact: true }) });
const dialog = (): Locator => page.locator('lk-dialog[open]');

describe('the page of MQTT', () => {
  it('switches the broker in the hub on, and the hub to it', async () => {
    const inner = card('Broker in the hub');
    await inner.getByRole('switch').first().click({ force: true });
    await inner.getByLabel('Port').fill('0');
    await inner.getByRole('button', { name: 'Save' }).click();
    await inner.getByText('Running', { exact: true }).waitFor();
    await inner.getByText('Nobody yet').waitFor();
    await card('Broker').getByText('Connected', { exact: true }).waitFor();
  });

  it('adds an account with a password of its own making, which lets a client in', async () => {
    await page.getByRole('button', { name: 'Add an account' }).click();
    const password = await dialog().getByLabel('Password').inputValue();
    expect(password.length).toBeGreaterThanOrEqual(20);
    await dialog().getByLabel('User name').fill('zigbee');
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    await card('Accounts of the broker in the hub').getByText('zigbee', { exact: true }).waitFor();

    const { host, port } = await home.does<BrokerStatus>('GET', '/mqtt/broker');
    client = await mqtt.connectAsync(`mqtt://${host ?? ''}:${port ?? 0}`, {
      username: 'zigbee',
      password,
      clientId: 'bridge',
      reconnectPeriod: 0,
    });
    await card('Broker in the hub').getByText('as bridge').waitFor();
    await expectWellInEveryLook(page);
  });

  it('shows what goes through, as text, and by a part of its topic', async () => {
    const lamp = await home.does<Device>('POST', '/devices', { name: 'Lamp', driver: 'virtual', config: { kind: 'light' } });
    const messages = page.getByRole('region', { name: 'Recent messages' });
    await messages.getByText(`lightkeeper/devices/${lamp.id}/availability`).first().waitFor();
    await home.does('PATCH', `/devices/${lamp.id}`, { name: '<img src=x onerror=alert(1)>' });
    await home.does('POST', `/devices/${lamp.id}/command`, { on: true });
    await messages.getByText('onerror').first().waitFor();
    await page.getByLabel('Topic holds').fill('availability');
    await expect.poll(() => messages.getByText(`lightkeeper/devices/${lamp.id}/state`).count()).toBe(0);
    expect(await messages.getByText(`lightkeeper/devices/${lamp.id}/availability`).count()).toBeGreaterThan(0);
  });

  it('holds the settings of Home Assistant', async () => {
    const settings = card('Home Assistant');
    await settings.getByLabel('Discovery prefix').fill('house');
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await home.does<{ value: { prefix: string } }>('GET', '/settings/home-assistant')).value.prefix)
      .toBe('house');
  });

  it('shuts an account out at once', async () => {
    const closed = new Promise<void>((resolve) => {
      client?.once('close', () => {
        resolve();
      });
    });
    await page.getByRole('switch', { name: 'zigbee may connect' }).click({ force: true });
    await closed;
    await card('Broker in the hub').getByText('Nobody yet').waitFor();
    await page.getByRole('button', { name: 'Delete zigbee' }).click();
    await dialog().getByRole('button', { name: 'Delete', exact: true }).last().click();
    await page.getByText('Nobody gets in without an account.').waitFor();
    home.check();
  });
});
