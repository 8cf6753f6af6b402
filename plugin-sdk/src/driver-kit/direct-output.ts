import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock, Timers } from '../clock.js';
import type { DirectOutput } from '../device-driver.js';
import { HubError } from '../errors.js';
import type { UdpSocket } from '../network.js';
import { PacedStream } from './paced-stream.js';
import { StreamState } from './stream-state.js';

/** Sends a picture: its bytes stay as they are until this has settled, and no second one comes meanwhile. */
export interface PictureSender {
  send(picture: Uint8Array): Promise<void>;
}

/**
 * Makes what sends pictures over a socket, in whichever thread: the driver's own `PacedStream` may use it as well, with a socket of `hub.udp`.
 * `options` is what stands in {@link DirectOutput.options}: plain data, such as the targets that `hub.udp` made and checked.
 *
 * @example
 * // pictures.js, named by `direct: { module: new URL('./pictures.js', import.meta.url).href, options: { target, format } }`
 * export const openSender = ({ target, format }, socket) => {
 *   const packets = new DdpPackets(format);
 *   return { send: async (picture) => { for (const packet of packets.fill(picture)) await socket.send(packet, target); } };
 * };
 */
export type OpenSender<O = never> = (options: O, socket: Pick<UdpSocket, 'send'>) => PictureSender;

/**
 * Opens another thread's way to a device, with a socket of its own: `write` as to the stream itself, and `close` when the thread is to send no
 * more, which leaves the device as it is. Rejects where the driver's module cannot be loaded or the system gives no socket; `write` of the
 * stream is the way then. One thread at a time.
 */
export async function openDirectOutput(
  direct: DirectOutput,
  { clock, timers }: { clock: Pick<Clock, 'now'>; timers: Timers },
): Promise<PacedStream> {
  const { module, options, format, keep_alive_ms } = direct;
  const { openSender } = (await import(module)) as { openSender?: OpenSender<unknown> };
  if (typeof openSender !== 'function') throw new HubError('LK_INTERNAL', `${module} exports no function "openSender".`);
  const state = new StreamState(direct.state);
  state.begin();
  const socket = await openSocket();
  const sender = openSender(options, {
    send: (bytes, { address, port }) =>
      new Promise((resolve, reject) => {
        socket.send(bytes, port, address, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
  });
  const sink = {
    async send(picture: Uint8Array) {
      if (!state.enter()) throw new HubError('LK_DEVICE_OFFLINE', 'The stream is closed.');
      try {
        await sender.send(picture);
      } finally {
        state.leave();
      }
    },
    end() {
      socket.close();
      return Promise.resolve();
    },
  };
  return new PacedStream(format, sink, { clock, timers, keep_alive_ms, counters: state });
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket({
    type: 'udp4',
    // Targets hold addresses: there is nothing to look up, and what is sent leaves in the order of the calls.
    lookup: (address, _options, callback) => {
      callback(null, address, 4);
    },
  });
  const listening = once(socket, 'listening');
  socket.bind();
  await listening;
  // What cannot be sent is told to who sends it.
  socket.on('error', () => {});
  return socket;
}
