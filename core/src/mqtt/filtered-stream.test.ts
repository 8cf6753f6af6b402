import { PassThrough, Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { FilteredStream } from './filtered-stream.js';

function pair(): { line: Duplex; far: PassThrough; written: PassThrough } {
  const [far, written] = [new PassThrough(), new PassThrough()];
  return { far, written, line: Duplex.from({ readable: far, writable: written }) };
}

const shout = (push: (bytes: Buffer) => void) => (chunk: Buffer) => {
  push(Buffer.from(chunk.toString().toUpperCase()));
};

describe('FilteredStream', () => {
  it('filters what comes, leaves what goes, and reads to the end before it closes', async () => {
    const { line, far, written } = pair();
    const stream = new FilteredStream(line, shout);
    stream.cork();
    for (const word of ['one ', 'two ', 'three']) stream.write(word);
    stream.uncork();
    stream.end();
    expect(await text(written)).toBe('one two three');
    for (let n = 0; n < 1_000; n += 1) far.write('abcdefghij'.repeat(20));
    far.end();
    expect(await text(stream)).toBe('ABCDEFGHIJ'.repeat(20_000));
  });

  it('does not let the other side run ahead of the reader', async () => {
    const { line, far } = pair();
    const stream = new FilteredStream(line, shout);
    const piece = 'x'.repeat(65_536);
    let sent = 0;
    while (far.write(piece) && sent < 100) {
      sent += 1;
      await new Promise(setImmediate);
    }
    expect(sent).toBeLessThan(100);
    stream.destroy();
  });

  it('ends with the error of its filter', async () => {
    const { line, far } = pair();
    const stream = new FilteredStream(line, () => () => {
      throw new Error('not MQTT');
    });
    far.write('x');
    await expect(text(stream)).rejects.toThrow('not MQTT');
    expect(line.destroyed).toBe(true);
  });
});
