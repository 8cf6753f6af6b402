import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { dropPlugin } from '../../tests/process/plugin-folder.js';
import { eventually } from '../../tests/support/eventually.js';
import { PROJECTOR, PROJECTOR_MANIFEST } from '../../tests/support/projector.js';
import type { Played } from '../../tests/support/projector.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import type { Row } from './report.js';
import { percentile } from './stats.js';
import { Strip } from './strip.js';

interface Show {
  devices: number;
  leds: number;
  fps: number;
  seconds: number;
}

/**
 * Pictures from within the hub to strips on loopback, by DDP: how busy the hub is, and how evenly they arrive. The jitter is how far the
 * time between two pictures is from what it should be; the plugin that makes them and this process, which receives them, have their part
 * in it.
 */
export async function benchStreams({ devices, leds, fps, seconds }: Show): Promise<Row[]> {
  const data = await prepareData('streams');
  let running: BenchHub | undefined;
  const strips = Array.from({ length: devices }, (_, index) => new Strip(index, leds));
  try {
    await Promise.all(strips.map((strip) => strip.start()));
    dropPlugin(data.folder.path, 'projector', { code: PROJECTOR, manifest: PROJECTOR_MANIFEST });
    running = await startHub(data);
    const { hub, token } = running;
    for (const [index, { config }] of strips.entries()) {
      const { status, body } = await hub.api('POST', '/devices', { name: `Strip ${index}`, driver: 'wled', config }, { token });
      if (status !== 201) throw new Error(`A strip was refused: ${JSON.stringify(body)}`);
    }
    await eventually('all strips are there', async () => {
      const { body } = await hub.api<{ items: Device[] }>('GET', '/devices', undefined, { token });
      return body.items.every((device) => device.status === 'online' && device.stream !== null);
    });
    const play = async (time: number): Promise<Played> => {
      for (const { shown } of strips) shown.length = 0;
      const { status, body } = await hub.api<Played>('POST', '/projector/play', { fps, seconds: time }, { token });
      if (status !== 200) throw new Error(`It was not played: ${JSON.stringify(body)}`);
      return body;
    };
    await play(1);
    const { cpu_percent, loop_p99_ms, sent, pictures } = await play(seconds);
    const gaps = strips.flatMap(({ shown }) => shown.slice(1).map((at, index) => Math.abs(at - (shown[index] ?? 0) - 1_000 / fps)));
    const what = `${fps} pictures a second of ${leds} LEDs to ${devices} devices by DDP`;
    return [
      {
        bench: 'streams',
        what: `${what}: sent of those written`,
        value: (100 * sent) / (pictures * devices),
        unit: '%',
        target: { at_least: 99 },
      },
      { bench: 'streams', what: `${what}: CPU`, value: cpu_percent, unit: '% of a core', target: { at_most: 50 } },
      { bench: 'streams', what: `${what}: event loop p99`, value: loop_p99_ms, unit: 'ms' },
      { bench: 'streams', what: `${what}: jitter between pictures, p50`, value: percentile(gaps, 0.5), unit: 'ms' },
      {
        bench: 'streams',
        what: `${what}: jitter between pictures, p99`,
        value: percentile(gaps, 0.99),
        unit: 'ms',
        target: { at_most: 8 },
      },
    ];
  } finally {
    await running?.hub.dispose();
    for (const strip of strips) await strip.end();
    data.folder.remove();
  }
}
