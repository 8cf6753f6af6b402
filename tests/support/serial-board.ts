import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Child } from './child.js';
import { eventually } from './eventually.js';

let available: boolean | undefined;

/** Whether pseudo terminals can be made here; tests that need one are skipped, and say so, where they cannot. */
export function boardAvailable(): boolean {
  available ??= process.platform === 'linux' && spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
  return available;
}

/**
 * A board at a serial port: a real pseudo terminal, whose other end comes out here by way of `socat`.
 *
 * @example
 * const board = await SerialBoard.plugIn();
 * board.path; // /dev/pts/4
 * await board.unplug();
 */
export class SerialBoard {
  readonly path: string;
  /** All that was written to it. */
  heard: Buffer = Buffer.alloc(0);
  readonly #socat: Child;
  readonly #server: Server;
  readonly #socket: Socket;

  private constructor(path: string, socat: Child, server: Server, socket: Socket) {
    this.path = path;
    this.#socat = socat;
    this.#server = server;
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.heard = Buffer.concat([this.heard, bytes]);
    });
    socket.on('error', () => undefined);
  }

  static async plugIn(): Promise<SerialBoard> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const { port } = server.address() as AddressInfo;
    const socat = new Child('socat', ['-d', '-d', 'pty,rawer', `TCP:127.0.0.1:${port}`]);
    const path = await eventually('socat has made a pseudo terminal', () => /PTY is (\/dev\/pts\/\d+)/.exec(socat.output)?.[1] ?? false, {
      describe: () => socat.output,
    });
    const [socket] = await connected;
    return new SerialBoard(path, socat, server, socket);
  }

  /** Says something, as a board that greets. */
  say(text: string): void {
    this.#socket.write(text);
  }

  /** Reads no more, as a board that hangs; what is written to it stays in the buffers on the way. */
  hang(): void {
    this.#socket.pause();
  }

  goOn(): void {
    this.#socket.resume();
  }

  async unplug(): Promise<void> {
    this.#socat.signal('SIGKILL');
    await this.#socat.exited;
    this.#socket.destroy();
    this.#server.close();
  }
}
