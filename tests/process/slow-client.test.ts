import { afterAll, beforeAll, expect, it } from 'vitest';
import { canMeasureMemory, memoryOf, resetPeak } from '../../bench/src/process-memory.js';
import type { ApiClient } from '../support/api.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { tempDir } from '../support/temp.js';
import { dropPlugin } from './plugin-folder.js';

const ROUNDS = 40;
const EVENTS = 200;
const BYTES = 8_192;

/** Sends a burst of events, well below what the hub keeps for a client that falls behind. */
const FLOOD = `
import { definePlugin } from '@lightkeeper/plugin-sdk';
const text = 'x'.repeat(${BYTES});
export default definePlugin({
  setup(hub) {
    hub.routes.add({
      method: 'POST', path: '/flood', summary: 'Flood', access: { role: 'owner', scope: 'flood:write' }, mutates: false,
      handler: () => {
        for (let n = 0; n < ${EVENTS}; n += 1) hub.sockets.publishCustom('drop', { text }, { role: 'viewer', scope: 'flood:read' });
        return { sent: ${EVENTS} };
      },
    });
  },
});`;

const folder = tempDir('slow-client');
let hub: HubProcess;
let owner: ApiClient;
let token: string;
beforeAll(async () => {
  token = await cliToken(folder.path);
  dropPlugin(folder.path, 'flood', { code: FLOOD, manifest: { permissions: ['routes'] } });
  hub = await HubProcess.start({ data_dir: folder.path });
  owner = hub.client(token);
});
afterAll(async () => {
  await hub.dispose();
  folder.remove();
});

it('drops a client that stops reading, says why, and keeps its memory and the others', async () => {
  const slow = await EventListener.open(hub, token);
  slow.socket.pause();
  const quick = await EventListener.open(hub, token);
  const before = canMeasureMemory ? memoryOf(hub.pid).rss : 0;
  if (canMeasureMemory) resetPeak(hub.pid);

  const drops = (listener: EventListener): number => listener.events.filter(({ type }) => (type as string) === 'flood.drop').length;
  for (let round = 1; round <= ROUNDS; round += 1) {
    expect((await owner.api('POST', '/flood')).body).toEqual({ sent: EVENTS });
    await eventually('the quick one has all of it', () => drops(quick) === round * EVENTS, { every_ms: 2 });
  }
  expect(quick.closed).toBeNull();

  await eventually('the hub says whom it dropped, and why', () => hub.output.includes('too slow'));
  // 64 MB were sent; had they been kept for the slow one, it would show.
  if (canMeasureMemory) expect(memoryOf(hub.pid).peak - before).toBeLessThan(48);

  slow.socket.resume();
  await eventually('the slow one is closed', () => slow.closed !== null);
  expect(drops(slow)).toBeLessThan(ROUNDS * EVENTS);
  expect(quick.closed).toBeNull();
  await quick.close();
});
