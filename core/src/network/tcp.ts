import { createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Logger, TcpConnectionHandlers, TcpListenOptions, TcpServer, TcpService } from '@lightkeeper/plugin-sdk';
import { reasonOf } from './failure.js';

/** One plugin's listening ports, and the end of all of them. */
export interface PluginTcp extends TcpService {
  close(): void;
}

const DEFAULTS = {
  host: '127.0.0.1',
  max_connections: 32,
  max_connections_per_address: 8,
  max_waiting_bytes: 256 * 1024,
  idle_ms: 60_000,
} as const;

export function createTcp({ log }: { log: Logger }): PluginTcp {
  const open = new Set<TcpServer>();
  return {
    async listen(options) {
      const full = { ...DEFAULTS, ...options };
      const { port, host } = full;
      if (!Number.isInteger(port) || port < 0 || port > 65_535) throw HubError.field('/port', 'must be 0 to 65535');
      if (isIP(host) === 0) throw HubError.field('/host', 'must be an IP address of this computer');
      const listener = new Listener(full, log);
      await listener.listen();
      const door: TcpServer = {
        port: listener.port,
        close() {
          if (open.delete(door)) listener.close();
        },
      };
      open.add(door);
      return door;
    },
    close() {
      for (const server of [...open]) server.close();
    },
  };
}

/** One port, and who is connected to it. */
class Listener {
  readonly #options: Required<TcpListenOptions>;
  readonly #log: Logger;
  readonly #server: Server;
  readonly #connections = new Map<Socket, string>();
  #crowded = false;

  constructor(options: Required<TcpListenOptions>, log: Logger) {
    this.#options = options;
    this.#log = log;
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      this.#admit(socket);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  listen(): Promise<void> {
    const { port, host } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => {
        reject(new HubError('LK_UPSTREAM', `TCP port ${port} of ${host} cannot be opened: ${reasonOf(error)}.`, { cause: error }));
      });
      this.#server.listen(port, host, () => {
        this.#server.removeAllListeners('error');
        this.#server.on('error', (error) => {
          this.#log.warn('A TCP port failed to take a connection', { port, reason: reasonOf(error) });
        });
        resolve();
      });
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of [...this.#connections.keys()]) socket.destroy();
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress;
    // It has gone already.
    if (address === undefined) {
      socket.destroy();
      return;
    }
    const { max_connections, max_connections_per_address } = this.#options;
    const of_address = [...this.#connections.values()].filter((one) => one === address).length;
    if (this.#connections.size >= max_connections || of_address >= max_connections_per_address) {
      // Once until there is room again: whoever comes too often would fill the log.
      if (!this.#crowded) this.#log.warn('A TCP port takes no more connections', { port: this.port, address });
      this.#crowded = true;
      socket.destroy();
      return;
    }
    this.#connections.set(socket, address);
    this.#serve(socket, address);
  }

  #serve(socket: Socket, address: string): void {
    const { idle_ms, max_waiting_bytes, connection } = this.#options;
    let reason = 'it closed the connection';
    let handlers: TcpConnectionHandlers | null = null;
    const end = (why: string): void => {
      if (socket.destroyed) return;
      reason = why;
      socket.destroy();
    };
    const contain = (step: string, fn: () => void): void => {
      try {
        fn();
      } catch (error) {
        this.#log.error('A handler of a TCP connection failed', { address, step, error });
        end('its handler failed');
      }
    };
    socket.setTimeout(idle_ms, () => {
      end('nothing came or went for too long');
    });
    socket.on('data', (bytes) => {
      contain('data', () => handlers?.data(bytes));
    });
    socket.on('error', (error) => {
      reason = reasonOf(error);
    });
    socket.on('close', () => {
      this.#connections.delete(socket);
      this.#crowded = false;
      contain('closed', () => handlers?.closed?.(reason));
    });
    contain('connection', () => {
      handlers = connection({
        address,
        send(bytes) {
          if (socket.destroyed || socket.writableEnded) return;
          // What cannot be sent at once stays in memory, so that it has to be bytes that nobody fills anew.
          socket.write(new Uint8Array(bytes));
          if (socket.writableLength > max_waiting_bytes) end('it does not take what it is sent');
        },
        close() {
          reason = 'closed by the hub';
          socket.end();
        },
      });
    });
  }
}
