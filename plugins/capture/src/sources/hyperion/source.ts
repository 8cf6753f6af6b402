import { z } from '@lightkeeper/plugin-sdk';
import type { TcpConnection, TcpConnectionHandlers, TcpServer, TcpService } from '@lightkeeper/plugin-sdk';
import type { SourceKind } from '../source.js';
import { Budget } from './assembler.js';
import { FLATBUFFERS, PROTOBUF, serveGrabber } from './binary-port.js';
import type { PortDeps } from './binary-port.js';
import { Slots } from './slots.js';

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

/** Listens where Hyperion does, so that what feeds Hyperion feeds the hub. */
export function hyperionSource(tcp: TcpService): SourceKind<typeof options> {
  return {
    kind: 'hyperion',
    name: 'Hyperion grabbers',
    description: 'Kodi, Android, webOS and all else that sends its pictures to Hyperion.',
    options,
    async open({ protobuf_port, flatbuffers_port, network }, _sink, { log, clock, input }) {
      const slots = new Slots({ clock, input, budget: new Budget(PICTURE_BYTES) });
      let warned = false;
      const deps: PortDeps = {
        slots,
        budget: new Budget(WAITING_BYTES),
        changed: () => undefined,
        refused(address, error) {
          const facts = { address, reason: error.message };
          if (warned) log.debug('A Hyperion client sent what is no message', facts);
          else log.warn('A Hyperion client sent what is no message, and was dropped; further ones are not told', facts);
          warned = true;
        },
      };
      const servers: TcpServer[] = [];
      const close = (): void => {
        for (const server of servers.splice(0)) server.close();
      };
      const listen = async (at: number, serve: (socket: TcpConnection) => TcpConnectionHandlers): Promise<void> => {
        if (at === 0) return;
        const host = network ? '0.0.0.0' : '127.0.0.1';
        servers.push(await tcp.listen({ port: at, host, max_connections: 16, max_waiting_bytes: MAX_WAITING_BYTES, connection: serve }));
      };
      try {
        await listen(protobuf_port, (socket) => serveGrabber(socket, PROTOBUF, deps));
        await listen(flatbuffers_port, (socket) => serveGrabber(socket, FLATBUFFERS, deps));
      } catch (error) {
        close();
        throw error;
      }
      return { close };
    },
  };
}
