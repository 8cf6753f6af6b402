import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { LightRoom } from './light-room.js';

/* Grabbers as they speak to Hyperion (hyperion.ng, libsrc/protoserver/message.proto and libsrc/flatbufserver), over real sockets to real lights. */

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;

let room: LightRoom;
let protobuf_port: number;
let id: string;
const clients: Client[] = [];

beforeAll(async () => {
  room = await LightRoom.open(2);
  protobuf_port = await freePort();
  id = await room.start({ kind: 'hyperion', protobuf_port, flatbuffers_port: 0 });
});

afterAll(async () => {
  await room.close();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  await eventually('nobody shows anything', async () => (await room.status(id)).state === 'waiting');
});

/** A client that keeps what it is answered. */
class Client {
  readonly replies: Buffer[] = [];
  closed = false;
  #heard = Buffer.alloc(0);

  constructor(readonly socket: Socket) {
    clients.push(this);
    socket.on('data', (bytes) => {
      this.#heard = Buffer.concat([this.#heard, bytes]);
      while (this.#heard.length >= 4 && this.#heard.length >= 4 + this.#heard.readUInt32BE(0)) {
        const end = 4 + this.#heard.readUInt32BE(0);
        this.replies.push(this.#heard.subarray(4, end));
        this.#heard = this.#heard.subarray(end);
      }
    });
    socket.on('close', () => {
      this.closed = true;
    });
    socket.on('error', () => undefined);
  }

  /** Sends a message behind its length, and gives the answer. */
  async ask(body: Uint8Array): Promise<Buffer> {
    const known = this.replies.length;
    this.send(body);
    return eventually('it is answered', () => this.replies[known] ?? false);
  }

  send(body: Uint8Array): void {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.byteLength);
    this.socket.write(Buffer.concat([head, body]));
  }
}

async function client(port: number): Promise<Client> {
  return eventually('the port is open', async () => {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    return open && new Client(socket);
  });
}

const varint = (value: bigint): number[] => (value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)]);
/** A negative number is sent as 64 bits. */
const int32 = (value: number): number[] => varint(BigInt.asUintN(64, BigInt(value)));
const field = (number: number, value: number): number[] => [...varint(BigInt(number << 3)), ...int32(value)];
const bytes = (number: number, value: readonly number[]): number[] => [
  ...varint(BigInt((number << 3) | 2)),
  ...varint(BigInt(value.length)),
  ...value,
];
const request = (command: number, extension?: number[]): Uint8Array => Uint8Array.from([...field(1, command), ...(extension ?? [])]);

function protobufImage(priority: number, width: number, height: number, pixels: readonly number[], duration = -1): Uint8Array {
  const image = [...field(1, priority), ...field(2, width), ...field(3, height), ...bytes(4, pixels), ...field(5, duration)];
  return request(2, bytes(11, image));
}
const protobufColor = (priority: number, rgb: number, duration = -1): Uint8Array =>
  request(1, bytes(10, [...field(1, priority), ...field(2, rgb), ...field(3, duration)]));
const protobufClear = (priority: number): Uint8Array => request(3, bytes(12, field(1, priority)));

describe('the protobuf port', () => {
  it('shows a grabber’s pictures while it is connected, and answers each', async () => {
    const grabber = await client(protobuf_port);
    expect((await grabber.ask(protobufImage(150, 2, 1, [...RED, ...BLUE]))).toString('hex')).toBe('08011001');
    await room.shows('red and blue', RED, BLUE);
    await grabber.ask(protobufImage(150, 2, 1, [...GREEN, 9, ...BLACK, 9]));
    await room.shows('four bytes a pixel', GREEN, BLACK);
    grabber.socket.destroy();
    await room.shows('nothing', BLACK, BLACK);
  });
});
