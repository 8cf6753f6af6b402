import { DDP_PORT, HubError, PacedStream } from '@lightkeeper/plugin-sdk';
import type { DeviceStream, DriverTools, StreamFormat, UdpService } from '@lightkeeper/plugin-sdk';
import type { WledClient } from './client.js';
import { openSender } from './pictures.js';
import type { Realtime, WledPictures } from './pictures.js';
import { REALTIME_PORT } from './realtime-packets.js';
import { lightBits } from './view.js';
import type { WledView } from './view.js';
import { LIGHT_WHITE } from './wire.js';

const PICTURES = new URL('./pictures.js', import.meta.url).href;

/** Beyond this WLED paints no more: it lets 15 ms pass between two pictures (wled00/udp.cpp, handleNotifications). */
const MAX_FPS = 60;
/** WLED returns to itself after 2.5 s of silence by default, and after the 3 s that our own packets name (`if.live.timeout`). */
const KEEP_ALIVE_MS = 1_000;
const HAND_BACK_MS = 1_500;

/** Where and how a WLED takes pictures. */
export interface WledOutput {
  udp: UdpService;
  host: string;
  realtime: Exclude<Realtime, 'off'>;
  /** Null for the protocol's own. */
  port: number | null;
}

/** What a WLED takes; undefined where it has no lights, or stands for a part of the strip: pictures paint the whole of it. */
export function streamFormat(view: WledView): StreamFormat | undefined {
  const { count } = view.info.leds;
  if (view.only !== null || count === 0) return undefined;
  return { leds: count, channels: (lightBits(view) & LIGHT_WHITE) === 0 ? 3 : 4, max_fps: MAX_FPS };
}

/**
 * Opens a stream. Nothing is written that a hub which dies would leave behind: WLED lights up for the pictures also while it is off, keeps
 * its own state aside, takes commands into that, and shows it again when the stream is over or nothing came for its time-out. Other
 * WLEDs' sync is passed over meanwhile (wled00/udp.cpp, realtimeLock and handleNotifications). A person's "override" in WLED would hide
 * the pictures: it is lifted for as long as the stream lasts.
 */
export async function openWledStream(
  { udp, host, realtime, port }: WledOutput,
  { view, client, signal, tools }: { view: WledView; client: WledClient; signal: AbortSignal; tools: DriverTools },
): Promise<DeviceStream> {
  const format = streamFormat(view);
  if (format === undefined) throw new HubError('LK_DEVICE_UNSUPPORTED', 'It has no lights to show pictures on.');
  const target = await udp.target(host, port ?? (realtime === 'ddp' ? DDP_PORT : REALTIME_PORT), { trust: tools.trust });
  const override = view.state.lor ?? 0;
  if (override !== 0) await client.write({ lor: 0 }, signal);
  const pictures: WledPictures = { target, realtime, format };
  const socket = await udp.open();
  const sender = openSender(pictures, socket);
  return new PacedStream(
    format,
    {
      send: (picture) => sender.send(picture),
      async end() {
        socket.close();
        await client.write({ live: false, ...(override === 2 && { lor: override }) }, AbortSignal.timeout(HAND_BACK_MS));
      },
    },
    { clock: tools.clock, timers: tools.timers, keep_alive_ms: KEEP_ALIVE_MS, direct: { module: PICTURES, options: pictures } },
  );
}
