import { z } from '@lightkeeper/plugin-sdk';
import type { TcpConnection, TcpConnectionHandlers, TcpServer, TcpService } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../../effects/registry.js';
import type { SourceKind } from '../source.js';
import { Budget } from './assembler.js';
import { FLATBUFFERS, PROTOBUF, serveGrabber } from './binary-port.js';
import type { PortDeps } from './binary-port.js';
import { JsonPort } from './json-port.js';
import { ServerState } from './server-state.js';
import { Slots } from './slots.js';
import { pictureSize } from '../ffmpeg/picture-size.js';
import { decode } from '../picture/decode.js';

const port = (usual: number): z.ZodDefault<z.ZodNumber> => z.number().int().min(0).max(65_535).default(usual);

const options = z.strictObject({
  protobuf_port: port(19_445).meta({
    title: 'Port for protobuf',
    description: 'Kodi and Android grabbers; usually 19445. 0 leaves it closed.',
  }),
  flatbuffers_port: port(19_400).meta({
    title: 'Port for flatbuffers',
    description: 'webOS and desktop grabbers; usually 19400. 0 leaves it closed.',
  }),
  json_port: port(19_444).meta({
    title: 'Port for JSON',
    description: 'Home Assistant, hyperion-remote and scripts; usually 19444. 0 leaves it closed.',
  }),
  network: z.boolean().default(false).meta({
    title: 'Let other devices in',
    description: 'Otherwise only programs on the hub’s own computer can send pictures. There is no password.',
  }),
});

/** What all clients may have waiting in memory, and what all their pictures may take (three times, see `Latest`). */
const WAITING_BYTES = 96 * 1024 * 1024;
const PICTURE_BYTES = 64 * 1024 * 1024;
/** A client that does not read its answers is dropped when so much waits. */
const MAX_WAITING_BYTES = 64 * 1024;

/** A grabber that shows nothing for so long has gone; a program that watches what is shown may be silent for half a day. */
const GRABBER_IDLE_MS = 60_000;
const WATCHER_IDLE_MS = 43_200_000;

/** Listens where Hyperion does, so that what feeds Hyperion feeds the hub. */
export function hyperionSource(tcp: TcpService, effects: EffectRegistry): SourceKind<typeof options> {
  return {
    kind: 'hyperion',
    name: 'Hyperion clients',
    description: 'Kodi, Android, webOS, Home Assistant and all else that speaks to Hyperion.',
    options,
    async open({ protobuf_port, flatbuffers_port, json_port, network }, _sink, tools) {
      const { log, clock, timers, input, dim, waits, capture_id } = tools;
      const slots = new Slots({ clock, input, budget: new Budget(PICTURE_BYTES) });
      let warned = false;
      const deps: PortDeps = {
        slots,
        budget: new Budget(WAITING_BYTES),
        changed: () => {
          tell();
        },
        refused(address, error) {
          const facts = { address, reason: error.message };
          if (warned) log.debug('A Hyperion client sent what is no message', facts);
          else log.warn('A Hyperion client sent what is no message, and was dropped; further ones are not told', facts);
          warned = true;
        },
      };
      const json = new JsonPort(deps, new ServerState({ slots, id: capture_id, dim, effects }), effects, async (bytes) => {
        const { width, height } = pictureSize(tools.wish);
        return { kind: 'raw', width, height, data: await decode(bytes, { width, height }, tools) };
      });
      const servers: TcpServer[] = [];
      let waiting: boolean | null = null;
      const tell = (): void => {
        json.announce();
        const nothing = slots.list().length === 0;
        if (nothing === waiting) return;
        waiting = nothing;
        waits(nothing ? `It waits for a client at ${servers.map(({ port: number }) => `port ${number}`).join(', ')}.` : null);
      };
      // What has run out is told, too.
      const watch = timers.every(1_000, 'tell Hyperion’s clients what is shown', tell);
      const close = (): void => {
        void watch();
        for (const server of servers.splice(0)) server.close();
      };
      const listen = async (at: number, idle_ms: number, serve: (socket: TcpConnection) => TcpConnectionHandlers): Promise<void> => {
        if (at === 0) return;
        const host = network ? '0.0.0.0' : '127.0.0.1';
        servers.push(
          await tcp.listen({ port: at, host, idle_ms, max_connections: 16, max_waiting_bytes: MAX_WAITING_BYTES, connection: serve }),
        );
      };
      try {
        await listen(protobuf_port, GRABBER_IDLE_MS, (socket) => serveGrabber(socket, PROTOBUF, deps));
        await listen(flatbuffers_port, GRABBER_IDLE_MS, (socket) => serveGrabber(socket, FLATBUFFERS, deps));
        await listen(json_port, WATCHER_IDLE_MS, (socket) => json.serve(socket));
      } catch (error) {
        close();
        throw error;
      }
      tell();
      return { unproven: true, close };
    },
  };
}
