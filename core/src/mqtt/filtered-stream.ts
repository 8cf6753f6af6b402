import { Duplex } from 'node:stream';

type Done = (error?: Error | null) => void;

/**
 * A stream to a broker with a filter on what comes from it. `filter` makes a function that takes each piece and hands on what is to pass; what it
 * throws ends the stream.
 */
export class FilteredStream extends Duplex {
  readonly #line: Duplex;
  #gathering = false;

  constructor(line: Duplex, filter: (push: (bytes: Buffer) => void) => (chunk: Buffer) => void) {
    super();
    this.#line = line;
    const take = filter((bytes) => {
      if (!this.push(bytes)) line.pause();
    });
    line.on('data', (chunk: Buffer) => {
      try {
        take(chunk);
      } catch (error) {
        this.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    line.on('end', () => this.push(null));
    line.on('error', (error) => this.destroy(error));
    line.on('close', () => {
      // What came before the end is still to be read: often it says why.
      if (this.readableEnded) this.destroy();
      else this.once('end', () => this.destroy()).push(null);
    });
  }

  override _read(): void {
    this.#line.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: Done): void {
    this.#gather();
    this.#line.write(chunk, encoding, done);
  }

  /** A packet is written in several pieces, which are to leave as one. */
  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: Done): void {
    const [last, ...others] = [...chunks].reverse();
    this.#gather();
    for (const { chunk, encoding } of others.reverse()) this.#line.write(chunk, encoding);
    if (last === undefined) done();
    else this.#line.write(last.chunk, last.encoding, done);
  }

  /** What is written in one turn of the event loop leaves as one: a call of the system for each packet costs more than the packet. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.#line.cork();
    setImmediate(() => {
      this.#gathering = false;
      this.#line.uncork();
    });
  }

  override _final(done: Done): void {
    this.#line.end(done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#line.destroy();
    done(error);
  }
}
