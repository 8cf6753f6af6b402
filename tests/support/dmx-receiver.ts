import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';

/** A universe as it came in, by sACN (ANSI E1.31-2018, table 4-1) or Art-Net (Art-Net 4 Protocol Release, "ArtDmx"). */
export interface ReceivedFrame {
  /** When, in epoch milliseconds with fractions. */
  at: number;
  protocol: 'sacn' | 'artnet';
  universe: number;
  sequence: number;
  slots: Buffer;
  /** sACN alone: the sender's UUID in hexadecimal digits, its name and priority, and whether it said that the stream ends. */
  cid: string;
  source: string;
  priority: number;
  terminated: boolean;
}

const ART_NET = Buffer.from('Art-Net\0', 'latin1');
const ACN = Buffer.from('ASC-E1.17\0\0\0', 'latin1');

/** A node or receiver on a free loopback port. It answers ArtPoll while `answers` is set. */
export class DmxReceiver {
  readonly frames: ReceivedFrame[] = [];
  /** Datagrams that are neither. */
  readonly strange: Buffer[] = [];
  polls = 0;
  answers = true;
  readonly #socket: Socket = createSocket('udp4');

  async start(): Promise<void> {
    this.#socket.on('message', (bytes, from) => {
      this.#take(bytes, from);
    });
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  /** The newest frame of a universe. */
  last(universe: number): ReceivedFrame | undefined {
    return this.frames.findLast((frame) => frame.universe === universe);
  }

  end(): void {
    this.#socket.close();
  }

  #take(bytes: Buffer, from: RemoteInfo): void {
    const opcode = bytes.subarray(0, 8).equals(ART_NET) ? bytes.readUInt16LE(8) : null;
    if (opcode === 0x2000 && bytes.length === 14) {
      this.polls += 1;
      if (this.answers) this.#socket.send(pollReply(), from.port, from.address);
    } else if (opcode === 0x5000 && bytes.length === 18 + bytes.readUInt16BE(16)) {
      this.frames.push({
        at: performance.timeOrigin + performance.now(),
        protocol: 'artnet',
        universe: bytes.readUInt16LE(14),
        sequence: bytes.readUInt8(12),
        slots: bytes.subarray(18),
        cid: '',
        source: '',
        priority: 0,
        terminated: false,
      });
    } else if (bytes.length === 638 && bytes.subarray(4, 16).equals(ACN)) {
      this.frames.push({
        at: performance.timeOrigin + performance.now(),
        protocol: 'sacn',
        universe: bytes.readUInt16BE(113),
        sequence: bytes.readUInt8(111),
        slots: bytes.subarray(126),
        cid: bytes.subarray(22, 38).toString('hex'),
        source: bytes.subarray(44, 108).toString('utf8').replace(/\0+$/, ''),
        priority: bytes.readUInt8(108),
        terminated: (bytes.readUInt8(112) & 0x40) !== 0,
      });
    } else {
      this.strange.push(bytes);
    }
  }
}

/** The answer of a node with one port ("ArtPollReply"). */
function pollReply(): Buffer {
  const bytes = Buffer.alloc(239);
  ART_NET.copy(bytes);
  bytes.writeUInt16LE(0x2100, 8);
  bytes.writeUInt16LE(0x1936, 14);
  bytes.writeUInt16BE(0x0105, 16);
  bytes.write('Attic', 26, 'latin1');
  bytes.write('Attic node', 44, 'latin1');
  return bytes;
}
