import type { Timers } from '@lightkeeper/plugin-sdk';
import type { SerialLine } from './serial-line.js';

/** How long the next connection waits for the last one to let go of a port. */
const PATIENCE_MS = 2_000;

/** The ports that are open here: a board whose settings were changed is opened anew while it is still being closed. */
export class OpenPorts {
  readonly #closing = new Map<string, Promise<void>>();

  /** Resolves when the port is free, or has not become so in time. */
  async free(path: string, timers: Timers): Promise<void> {
    const closed = this.#closing.get(path);
    if (closed === undefined) return;
    const patience = new Promise<void>((resolve) => {
      timers.after(PATIENCE_MS, 'wait for a serial port', resolve);
    });
    await Promise.race([closed, patience]);
  }

  /** The line, remembered as open until it has been closed. */
  keep(path: string, line: SerialLine): SerialLine {
    let done = (): void => {};
    const closed = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.#closing.set(path, closed);
    return {
      write: (bytes) => line.write(bytes),
      close: async () => {
        await line.close();
        if (this.#closing.get(path) === closed) this.#closing.delete(path);
        done();
      },
    };
  }
}
