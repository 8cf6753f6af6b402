/*
 * A light's life with the hub, on a network where both are alone. Run by wled.test.ts in a network namespace; prints what was seen as one
 * line of JSON. `--refuse-loopback` runs the hub as at home, where nothing may announce itself as this very machine.
 */
import type { ActivityEntry, Device, Discovery, Page } from '@lightkeeper/plugin-sdk/wire';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { startHeadless } from '../support/headless-hub.js';
import { WledSimulator } from '../support/wled-simulator.js';

const refuses = process.argv.includes('--refuse-loopback');
const light = new WledSimulator({ name: 'Bookshelf', mac: 'a0b1c2d3e4f5' });
await light.start();
const { hub, owner, token } = await startHeadless({
  mdns: true,
  args: ['--log-level', 'debug', ...(refuses ? [] : ['--allow-loopback-discovery'])],
});
const listener = await EventListener.open(hub, token);

async function discoveries(): Promise<Discovery[]> {
  return (await owner.api<Page<Discovery>>('GET', '/discoveries')).body.items;
}
async function device(id: string): Promise<Device> {
  return (await owner.api<Device>('GET', `/devices/${id}`)).body;
}
async function becomes(id: string, status: Device['status']): Promise<Device> {
  return eventually(
    `it is ${status}`,
    async () => {
      const now = await device(id);
      return now.status === status && now;
    },
    { within_ms: 30_000 },
  );
}

async function refused(): Promise<object> {
  await light.announce();
  await eventually('the hub has heard it', () => hub.output.includes('An announcement was refused'), { within_ms: 40_000 });
  return { listed: await discoveries(), requests: light.requests };
}

async function confirmed(): Promise<object> {
  await light.announce();
  const [found] = await eventually(
    'it is in Discovered',
    async () => {
      const items = await discoveries();
      return items.length > 0 && items;
    },
    { within_ms: 40_000 },
  );
  if (found === undefined) throw new Error('Nothing was found.');
  const before_confirm = [...light.requests];

  const confirm = await owner.api<Device>('POST', `/discoveries/${found.id}/confirm`, { name: 'Book shelf' });
  const { id } = confirm.body;
  const online = await becomes(id, 'online');
  const again = await owner.api('POST', `/discoveries/${found.id}/confirm`, {});

  const command = await owner.api('POST', `/devices/${id}/command`, { on: true, brightness: 99, color: { r: 10, g: 20, b: 200 } });
  const shown = structuredClone(light.model.state());

  await eventually('the hub follows it live', () => light.websocket_clients === 1);
  light.touch({ bri: 7, seg: { col: ['00FF00'] } });
  await eventually('the event reaches the hub’s client', () =>
    listener.of('device_state').some(({ device_id, state }) => device_id === id && state.brightness === 7),
  );
  const touched = (await device(id)).state;

  const unplugged_at = Date.now();
  await light.stop();
  const offline = await becomes(id, 'offline');
  const offline_after_ms = Date.parse(offline.status_since ?? '') - unplugged_at;
  const offline_command = await owner.api('POST', `/devices/${id}/command`, { on: false });
  await light.start();
  const back = await becomes(id, 'online');

  await owner.api('DELETE', `/devices/${id}`);
  await light.withdraw();
  await eventually('it is gone from Discovered', async () => (await discoveries()).length === 0, { within_ms: 40_000 });
  const log = (await owner.api<Page<ActivityEntry>>('GET', '/activity?limit=200')).body.items.reverse();
  return {
    found,
    before_confirm,
    confirm: confirm.status,
    online,
    again: again.status,
    command,
    shown,
    touched,
    offline: { reason: offline.status_reason, next_try_at: offline.next_try_at, after_ms: offline_after_ms },
    offline_command,
    back: back.status,
    statuses: listener.of('device_status').map(({ status }) => status),
    gone: listener.of('discovery_changed').map(({ gone }) => gone),
    log: log.filter(({ category }) => category === 'device').map(({ action, actor }) => `${action} by ${actor}`),
    same_process: hub.exit === null,
  };
}

try {
  const seen = refuses ? await refused() : await confirmed();
  process.stdout.write(`${JSON.stringify(seen)}\n`);
} catch (error) {
  process.stderr.write(hub.output.split('\n').slice(-30).join('\n'));
  throw error;
} finally {
  await listener.close();
  await hub.dispose();
  await light.end();
}
