import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { dropPlugin } from '../process/plugin-folder.js';
import { eventually } from '../support/eventually.js';
import { cliToken } from '../support/headless-hub.js';
import { HubProcess } from '../support/hub-process.js';
import { PROJECTOR, PROJECTOR_MANIFEST } from '../support/projector.js';
import { tempDir } from '../support/temp.js';
import type { TempDir } from '../support/temp.js';
import { WledRealtime } from '../support/wled-realtime.js';
import { WledSimulator } from '../support/wled-simulator.js';

/*
 * A hub that dies while it streams takes no leave. The light finds back by itself: nothing was written to it that would have to be undone,
 * and no packet told it to wait for ever.
 */

let folder: TempDir;
let hub: HubProcess;
let token: string;
let light: WledSimulator;
let realtime: WledRealtime;

beforeEach(async () => {
  folder = tempDir('streams-kill');
  token = await cliToken(folder.path);
  dropPlugin(folder.path, 'projector', { code: PROJECTOR, manifest: PROJECTOR_MANIFEST });
  hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'] });
  light = new WledSimulator({ name: 'Bookshelf', leds: 500 });
  await light.start();
  realtime = new WledRealtime(light);
  await realtime.start();
});

afterEach(async () => {
  await hub.dispose();
  realtime.end();
  await light.end();
  folder.remove();
});

describe.each(['ddp', 'udp'])('a light that gets pictures by %s', (protocol) => {
  it('shows its own state again after the hub was killed', async () => {
    light.touch({ on: true, bri: 70, seg: { col: ['0000FF'] } });
    const before = light.model.state();
    const config = { address: light.address, realtime: protocol, realtime_port: realtime.port };
    const added = await hub.api<Device>('POST', '/devices', { name: 'Bookshelf', driver: 'wled', config }, { token });
    expect(added.status).toBe(201);
    await eventually('it is online', async () => {
      const { body } = await hub.api<Device>('GET', `/devices/${added.body.id}`, undefined, { token });
      return body.status === 'online';
    });
    const playing = hub.api('POST', '/projector/play', { fps: 30, seconds: 600 }, { token }).catch(() => undefined);
    await eventually('pictures are shown', () => realtime.pictures.length > 30);
    expect(light.model.live).toBe(true);

    await hub.kill();
    await playing;
    await eventually('it is itself again', () => !light.model.live);
    expect(realtime.time_outs).toBe(1);
    expect(light.model.state()).toEqual(before);
    expect(light.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
    for (const { time_out_s } of realtime.packets) expect(time_out_s).toBe(protocol === 'ddp' ? null : 3);
    // The last packet of a picture alone shows it by DDP; the other protocol shows each part as it comes.
    const torn = realtime.pictures.filter((shown) => shown.some((byte) => byte !== shown[0]));
    expect(torn.length === 0 || protocol === 'udp').toBe(true);
  });
});
