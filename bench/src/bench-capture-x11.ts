import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { CaptureStatus, Device } from '@lightkeeper/plugin-sdk/wire';
import { eventually } from '../../tests/support/eventually.js';
import { childrenOf, ffmpegAvailable } from '../../tests/support/ffmpeg.js';
import { WledSimulator } from '../../tests/support/wled-simulator.js';
import { XvfbPainter } from '../../tests/support/xvfb-painter.js';
import { Xvfb, xvfbAvailable } from '../../tests/support/xvfb.js';
import { prepareData, startHub } from './bench-hub.js';
import type { BenchHub } from './bench-hub.js';
import type { Row } from './report.js';
import { mean, median, percentile } from './stats.js';

/** Bytes of a DDP packet before the first light (3waylabs, "DDP Protocol", section "Header"). */
const DDP_HEADER = 10;
const BORDER = { kind: 'border', top: 96, right: 54, bottom: 96, left: 54 };
const LEDS = 300;
/** Colours that are the same in bytes and in light: the time code. Each differs from the one before it. */
const CODES = [0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ffff, 0xff00ff, 0xffffff];

/** Ticks of the processor that a process has had, with its threads (proc(5): utime and stime, at 100 a second). */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** Pictures that ffmpeg has written, by the bytes that it has (proc(5): wchar); the layout makes each 96 x 54. */
function picturesOf(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]) / (96 * 54 * 3);
}

/** Changes the colour of the screen at times that have nothing to do with the capture's, and gives how long each took to the light. */
async function flips(painter: XvfbPainter, seen: { color: number; at: number }, count: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let flip = 0; flip < count; flip += 1) {
    const color = CODES[flip % CODES.length] ?? 0;
    await painter.paint(color);
    const painted = performance.now();
    await eventually('the light follows', () => seen.color === color, { every_ms: 1 });
    latencies.push(seen.at - painted);
    await delay(60 + ((flip * 37) % 83));
  }
  return latencies;
}

/**
 * A screen of 1080p under Xvfb, through ffmpeg and the hub, to the packets of a light on loopback: from the moment the X server has painted
 * a colour to the packet that has it in its first light. This process paints and receives, and has its part in the times.
 */
export async function benchCaptureX11({ fps, seconds, changes }: { fps: number; seconds: number; changes: number }): Promise<Row[]> {
  if (!ffmpegAvailable() || !xvfbAvailable()) {
    console.log('capture-x11: left out, since ffmpeg or Xvfb is not installed');
    return [];
  }
  const data = await prepareData('capture-x11');
  const light = new WledSimulator({ name: 'Strip', leds: LEDS });
  const socket = createSocket('udp4');
  const screen = await Xvfb.start('1920x1080');
  let running: BenchHub | undefined;
  let painter: XvfbPainter | undefined;
  const seen = { color: -1, at: 0 };
  socket.on('message', (packet) => {
    const color = packet.length >= DDP_HEADER + 3 ? packet.readUIntBE(DDP_HEADER, 3) : -1;
    if (color !== seen.color) Object.assign(seen, { color, at: performance.now() });
  });
  try {
    painter = await XvfbPainter.connect(screen.display);
    await painter.paint(0);
    await light.start();
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    running = await startHub(data);
    const { hub, token } = running;
    const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
      const answer = await hub.api<T>(method, path, body, { token });
      if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const config = { address: light.address, realtime_port: socket.address().port };
    const { id: device_id } = await ask<Device>('POST', '/devices', { name: 'Strip', driver: 'wled', config });
    await eventually('the light is there', async () => (await ask<Device>('GET', `/devices/${device_id}`)).status === 'online');
    const { id } = await ask<{ id: string }>('POST', '/captures', {
      name: 'Bench',
      source: { kind: 'ffmpeg', input: 'x11', display: screen.display, fps },
      layout: BORDER,
      targets: [{ device_id }],
      smoothing: { kind: 'none' },
      cut_bars: false,
      rate: fps,
    });
    const status = (): Promise<CaptureStatus> => ask('GET', `/captures/${id}/status`);
    await ask('POST', `/captures/${id}/start`);
    await eventually('it runs', async () => (await status()).fps_in > fps / 2);
    const [ffmpeg] = childrenOf(hub.pid);
    if (ffmpeg === undefined) throw new Error('There is no ffmpeg below the hub.');

    const pictures = picturesOf(ffmpeg);
    const ticks = { hub: ticksOf(hub.pid), ffmpeg: ticksOf(ffmpeg) };
    const began = performance.now();
    const seconds_seen: CaptureStatus[] = [];
    for (let second = 0; second < seconds; second += 1) {
      await delay(1_000);
      seconds_seen.push(await status());
    }
    const took = performance.now() - began;
    const written = ((picturesOf(ffmpeg) - pictures) * 1_000) / took;
    // A tick is 10 ms: ticks x 10 ms of `took` milliseconds, in percent.
    const busy = (pid: number, before: number): number => ((ticksOf(pid) - before) * 1_000) / took;
    const cpu = { hub: busy(hub.pid, ticks.hub), ffmpeg: busy(ffmpeg, ticks.ffmpeg) };

    await flips(painter, seen, CODES.length);
    const latencies = await flips(painter, seen, changes);
    await ask('POST', `/captures/${id}/stop`);
    const what = `X11 1080p at ${fps} Hz to ${LEDS} LEDs`;
    const row = (name: string, value: number, unit: string, target?: Row['target']): Row => {
      return { bench: 'capture-x11', what: `${what}: ${name}`, value, unit, ...(target && { target }) };
    };
    return [
      row('pictures of ffmpeg', written, 'Hz', { at_least: fps - 2 }),
      row('pictures that were the newest', mean(seconds_seen.map(({ fps_in }) => fps_in)), 'Hz'),
      row('pictures given out', mean(seconds_seen.map(({ fps_out }) => fps_out)), 'Hz'),
      row('pictures waited for their beat', median(seconds_seen.map(({ latency_ms }) => latency_ms ?? 0)), 'ms'),
      row('CPU of ffmpeg', cpu.ffmpeg, '% of a core', { at_most: 25 }),
      row('CPU of the hub', cpu.hub, '% of a core'),
      row('painted to packet, p50', percentile(latencies, 0.5), 'ms', { at_most: 25 }),
      row('painted to packet, p95', percentile(latencies, 0.95), 'ms', { at_most: 40 }),
    ];
  } finally {
    painter?.end();
    await running?.hub.dispose();
    socket.close();
    await light.end();
    await screen.stop();
    data.folder.remove();
  }
}
