import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { ffmpegAvailable, makeWithFfmpeg } from '../support/ffmpeg.js';
import { freePort } from '../support/free-port.js';
import { tempDir } from '../support/temp.js';
import { LightRoom } from './light-room.js';

/* Grabbers as they speak to Hyperion (hyperion.ng, libsrc/protoserver/message.proto and libsrc/flatbufserver), over real sockets to real lights. */

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;

let room: LightRoom;
let protobuf_port: number;
let flatbuffers_port: number;
let json_port: number;
let id: string;
const clients: Client[] = [];

beforeAll(async () => {
  room = await LightRoom.open(2);
  [protobuf_port, flatbuffers_port, json_port] = [await freePort(), await freePort(), await freePort()];
  id = await room.start({ kind: 'hyperion', protobuf_port, flatbuffers_port, json_port });
});

afterAll(async () => {
  await room.close();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  const program = await jsonClient();
  await program.ask({ command: 'clearall' });
  program.socket.destroy();
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

async function connected(port: number): Promise<Socket> {
  return eventually('the port is open', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  });
}

const client = async (port: number): Promise<Client> => new Client(await connected(port));

interface JsonReply {
  command: string;
  success?: boolean;
  tan?: number;
  error?: string;
  info?: Record<string, unknown>;
  data?: unknown;
}

/** A program that speaks lines of JSON and keeps what it hears. */
class JsonClient {
  readonly heard: JsonReply[] = [];
  closed = false;
  #tan = 0;

  constructor(readonly socket: Socket) {
    let rest = '';
    socket.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + String(text)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.heard.push(JSON.parse(line) as JsonReply);
    });
    socket.on('close', () => {
      this.closed = true;
    });
    socket.on('error', () => undefined);
  }

  async ask(command: object): Promise<JsonReply> {
    const tan = (this.#tan += 1);
    this.socket.write(`${JSON.stringify({ ...command, tan })}\n`);
    return eventually('it is answered', () => this.heard.find((reply) => reply.tan === tan) ?? false);
  }
}

const jsonClient = async (): Promise<JsonClient> => new JsonClient(await connected(json_port));

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

/** A field of a flatbuffer: four bytes, one byte, a vector of bytes, or a table. */
type Value = number | { byte: number } | Uint8Array | { table: readonly Value[] };

/** Writes flatbuffers from front to back: a vtable, its table with four bytes for each field, then what the fields point to. */
class FlatWriter {
  readonly #bytes: number[] = [];

  static write(root: readonly Value[]): Uint8Array {
    const writer = new FlatWriter();
    writer.#put(0, 4);
    writer.#patch(0, writer.#table(root));
    return Uint8Array.from(writer.#bytes);
  }

  /** Gives the place of the table. */
  #table(fields: readonly Value[]): number {
    const vtable = this.#bytes.length;
    this.#put(4 + fields.length * 2, 2);
    this.#put(4 + fields.length * 4, 2);
    for (const index of fields.keys()) this.#put(4 + index * 4, 2);
    const at = this.#bytes.length;
    this.#put(at - vtable, 4);
    for (const value of fields) this.#put(typeof value === 'number' ? value : 'byte' in value ? value.byte : 0, 4);
    for (const [index, value] of fields.entries()) {
      const place = at + 4 + index * 4;
      if (typeof value === 'number' || 'byte' in value) continue;
      this.#patch(place, ('table' in value ? this.#table(value.table) : this.#vector(value)) - place);
    }
    return at;
  }

  #vector(bytes: Uint8Array): number {
    const at = this.#bytes.length;
    this.#put(bytes.byteLength, 4);
    this.#bytes.push(...bytes, 0);
    return at;
  }

  #put(value: number, bytes: number): void {
    for (let index = 0; index < bytes; index += 1) this.#bytes.push((value >> (8 * index)) & 255);
  }

  #patch(at: number, value: number): void {
    for (let index = 0; index < 4; index += 1) this.#bytes[at + index] = (value >> (8 * index)) & 255;
  }
}

const flat = (command: number, fields: readonly Value[]): Uint8Array => FlatWriter.write([{ byte: command }, { table: fields }]);
const flatRegister = (origin: string, priority: number): Uint8Array => flat(4, [Buffer.from(origin), priority]);
const flatRaw = (width: number, height: number, pixels: readonly number[], duration = -1): Uint8Array =>
  flat(2, [{ byte: 1 }, { table: [Uint8Array.from(pixels), width, height] }, duration]);
const flatNv12 = (width: number, height: number, y: readonly number[], uv: readonly number[], stride: number): Uint8Array =>
  flat(2, [{ byte: 2 }, { table: [Uint8Array.from(y), Uint8Array.from(uv), width, height, stride, stride] }, -1]);
/** What Hyperion answers to one that is registered (hyperion_reply.fbs): the third field of the root table. */
const registeredIn = (reply: Buffer): number => reply.readInt32LE(20);

describe('the protobuf port', () => {
  it('shows a grabber’s pictures while it is connected, and answers each', async () => {
    const grabber = await client(protobuf_port);
    expect((await grabber.ask(protobufImage(150, 2, 1, [...RED, ...BLUE]))).toString('hex')).toBe('08011001');
    await room.shows('red and blue', RED, BLUE);
    expect((await room.status(id)).reason).toBeNull();
    await grabber.ask(protobufImage(150, 2, 1, [...GREEN, 9, ...BLACK, 9]));
    await room.shows('four bytes a pixel', GREEN, BLACK);
    grabber.socket.destroy();
    await room.shows('nothing', BLACK, BLACK);
    const { reason } = await room.status(id);
    expect(reason).toBe(`It waits for a client at port ${protobuf_port}, port ${flatbuffers_port}, port ${json_port}.`);
  });

  it('lets the smallest priority win, clears it, and falls back to the next', async () => {
    const [film, menu] = [await client(protobuf_port), await client(protobuf_port)];
    await film.ask(protobufImage(180, 1, 1, RED));
    await room.shows('the film', RED, RED);
    await menu.ask(protobufColor(120, 0x0000ff));
    await room.shows('the menu', BLUE, BLUE);
    await film.ask(protobufImage(180, 1, 1, GREEN));
    await menu.ask(protobufClear(120));
    await room.shows('the film again', GREEN, GREEN);
    await film.ask(request(4));
    await room.shows('nothing', BLACK, BLACK);
  });

  it('forgets a colour when its time is over', async () => {
    const grabber = await client(protobuf_port);
    await grabber.ask(protobufColor(150, 0xff0000, 300));
    await room.shows('the colour', RED, RED);
    await room.shows('nothing', BLACK, BLACK);
  });

  it('says what is wrong with a request, and goes on', async () => {
    const grabber = await client(protobuf_port);
    expect((await grabber.ask(protobufImage(99, 1, 1, RED))).toString()).toContain('must be 100 to 199');
    expect((await grabber.ask(protobufImage(150, 2, 2, RED))).toString()).toContain('must have 12 or 16 bytes, not 3');
    expect((await grabber.ask(protobufImage(150, -1, 70_000, RED))).toString()).toContain('must have 1 to 8192 pixels');
    await grabber.ask(protobufColor(150, 0x00ff00));
    await room.shows('green', GREEN, GREEN);
  });

  it('drops what does not speak the protocol, one that says it sends gigabytes, and one that never reads', async () => {
    const good = await client(protobuf_port);
    await good.ask(protobufColor(150, 0x00ff00));
    const noise = await client(protobuf_port);
    noise.send(Buffer.from('GET / HTTP/1.1'));
    const liar = await client(protobuf_port);
    liar.socket.write(Buffer.from('7fffffff00', 'hex'));
    const deaf = await connected(json_port);
    deaf.on('error', () => undefined).pause();
    const question = `${JSON.stringify({ command: 'serverinfo' })}\n`.repeat(200);
    await eventually('it is dropped', () => {
      // It reads nothing, and so learns of its end only by what it cannot write any more.
      if (deaf.writable && deaf.writableLength < 1_000_000) deaf.write(question);
      return !deaf.writable;
    });
    await eventually('the others are dropped', () => noise.closed && liar.closed);
    expect((await good.ask(protobufColor(150, 0xff0000))).toString('hex')).toBe('08011001');
    await room.shows('that the good one is still there', RED, RED);
  });
});

describe('the flatbuffers port', () => {
  it('asks a client to register, then shows its pictures under that priority', async () => {
    const grabber = await client(flatbuffers_port);
    expect(registeredIn(await grabber.ask(flatRaw(1, 1, RED)))).toBe(0);
    expect(registeredIn(await grabber.ask(flatRegister('webos', 150)))).toBe(150);
    expect(registeredIn(await grabber.ask(flatRaw(2, 1, [...RED, ...GREEN])))).toBe(150);
    await room.shows('its picture', RED, GREEN);
    await grabber.ask(flat(1, [0x0000ff, -1]));
    await room.shows('its colour', BLUE, BLUE);
    await grabber.ask(flat(3, [150]));
    await room.shows('nothing', BLACK, BLACK);
  });

  it('shows NV12 with rows that have gaps', async () => {
    const grabber = await client(flatbuffers_port);
    await grabber.ask(flatRegister('webos', 150));
    // Red of BT.709 in the limited range is Y 63, Cb 102, Cr 240; black is 16, 128, 128.
    const y = [63, 63, 16, 16, 0, 0, 63, 63, 16, 16, 0, 0];
    await grabber.ask(flatNv12(4, 2, y, [102, 240, 128, 128, 0, 0], 6));
    await eventually('red on the left, nothing on the right', () => {
      const [red = 0, green = 255, blue = 255, ...right] = room.realtime.last;
      return red > 250 && green < 3 && blue < 3 && right.every((value) => value === 0);
    });
    expect((await grabber.ask(flatNv12(4, 2, y, [102, 240], 6))).toString()).toContain('of brightness and');
  });

  it('refuses a priority that belongs to others, and drops offsets that lead astray', async () => {
    const grabber = await client(flatbuffers_port);
    expect((await grabber.ask(flatRegister('webos', 1))).toString()).toContain('must be 100 to 199');
    grabber.send(Buffer.alloc(64, 0xff));
    await eventually('it is dropped', () => grabber.closed);
  });
});

describe('the JSON port', () => {
  it('takes colours that stay when their program has gone, and effects by their names', async () => {
    const program = await jsonClient();
    expect(await program.ask({ command: 'color', priority: 50, color: [...RED, ...BLUE], origin: 'remote' })).toEqual({
      command: 'color',
      success: true,
      tan: 1,
    });
    program.socket.destroy();
    await room.shows('both colours', RED, BLUE);
    const other = await jsonClient();
    const effect = { name: 'One colour', args: { color: { r: 0, g: 255, b: 0 } } };
    expect(await other.ask({ command: 'effect', priority: 40, effect })).toMatchObject({ success: true });
    await room.shows('the effect', GREEN, GREEN);
    await other.ask({ command: 'clear', priority: 40 });
    await room.shows('both colours again', RED, BLUE);
    const pixels = Buffer.from([...BLUE, ...GREEN]).toString('base64');
    await other.ask({ command: 'image', priority: 30, imagedata: pixels, imagewidth: 2, imageheight: 1, name: 'photo', duration: 60_000 });
    await room.shows('the picture', BLUE, GREEN);
    await other.ask({ command: 'sourceselect', priority: 50 });
    await room.shows('what was chosen', RED, BLUE);
    await other.ask({ command: 'sourceselect', auto: true });
    await room.shows('the smallest priority', BLUE, GREEN);
  });

  it.skipIf(!ffmpegAvailable())('shows files of pictures, unless something else came to their priority meanwhile', async () => {
    const program = await jsonClient();
    const folder = tempDir('picture');
    makeWithFfmpeg(folder.file('lime.png'), 'color=lime:size=64x36:rate=1', ['-frames:v', '1', '-pix_fmt', 'rgb24']);
    const image = { command: 'image', priority: 30, imagedata: readFileSync(folder.file('lime.png')).toString('base64'), format: 'auto' };
    expect(await program.ask(image)).toMatchObject({ command: 'image', success: true });
    // ffmpeg makes its colours by way of YUV.
    await room.shows('the file', [0, 253, 0], [0, 253, 0]);
    const [late] = await Promise.all([program.ask(image), program.ask({ command: 'color', priority: 30, color: BLUE })]);
    expect(late).toMatchObject({ success: false, error: expect.stringContaining('something else came to it') as string });
    await room.shows('the colour that came while the file was read', BLUE, BLUE);
    const broken = { ...image, imagedata: Buffer.from('\x89PNG\r\n\x1a\n and nothing', 'latin1').toString('base64') };
    expect(await program.ask(broken)).toMatchObject({ success: false, error: expect.stringContaining('could not be read') as string });
    const many = await Promise.all(Array.from({ length: 4 }, () => program.ask({ ...image, priority: 31 })));
    expect(many.filter(({ error }) => error?.includes('must wait'))).toHaveLength(2);
    folder.remove();
  });

  it('answers what Home Assistant asks on connecting, and tells it what changes', async () => {
    const assistant = await jsonClient();
    expect((await assistant.ask({ command: 'authorize', subcommand: 'tokenRequired' })).info).toEqual({ required: false });
    expect((await assistant.ask({ command: 'sysinfo' })).info).toMatchObject({ hyperion: { id, version: '2.0.16' } });
    const switched = await assistant.ask({ command: 'instance', subcommand: 'switchTo', instance: 0 });
    expect(switched).toMatchObject({ command: 'instance-switchTo', success: true, info: { instance: 0 } });
    const subscribe = ['adjustment-update', 'components-update', 'priorities-update'];
    const { info } = await assistant.ask({ command: 'serverinfo', subscribe });
    expect(info).toMatchObject({
      priorities: [],
      priorities_autoselect: true,
      components: [
        { name: 'ALL', enabled: true },
        { name: 'LEDDEVICE', enabled: true },
      ],
      adjustment: [{ brightness: 100 }],
      instance: [{ instance: 0, running: true }],
    });
    const told = (command: string): unknown => assistant.heard.findLast((message) => message.command === command)?.data;

    await assistant.ask({ command: 'color', priority: 128, color: RED, origin: 'Home Assistant' });
    await eventually('it is told of its colour', () => told('priorities-update') !== undefined);
    expect(told('priorities-update')).toMatchObject({
      priorities: [{ priority: 128, visible: true, componentId: 'COLOR', origin: 'Home Assistant@127.0.0.1', value: { RGB: RED } }],
    });
    await assistant.ask({ command: 'adjustment', adjustment: { brightness: 20 } });
    await room.shows('a fifth of the light', [51, 0, 0], [51, 0, 0]);
    expect(told('adjustment-update')).toMatchObject([{ brightness: 20 }]);
    await assistant.ask({ command: 'componentstate', componentstate: { component: 'LEDDEVICE', state: false } });
    await room.shows('nothing', BLACK, BLACK);
    expect(told('components-update')).toEqual({ name: 'LEDDEVICE', enabled: false });
    await assistant.ask({ command: 'componentstate', componentstate: { component: 'LEDDEVICE', state: true } });
    await assistant.ask({ command: 'adjustment', adjustment: { brightness: 100 } });
    await room.shows('all of it', RED, RED);
  });

  it('says what is wrong with a command, and goes on', async () => {
    const program = await jsonClient();
    const refused = [
      [{ command: 'color', priority: 254, color: RED }, 'priority'],
      [{ command: 'color', priority: 1, color: [1, 2, 3, 4] }, 'red, green and blue'],
      [{ command: 'color', priority: 1, color: [1, 2, 256] }, 'color.2'],
      [{ command: 'effect', priority: 1, effect: { name: 'No such effect' } }, 'serverinfo'],
      [{ command: 'effect', priority: 1, effect: { name: 'Fire', args: { heat: 'no' } } }, '/effect/args'],
      [{ command: 'image', priority: 1, imagedata: 'AAAA' }, 'raw pixels'],
      [{ command: 'image', priority: 1, imagedata: 'AAAA', format: 'auto' }, 'PNG, JPEG, WebP, GIF or BMP'],
      [{ command: 'image', priority: 1, imagedata: 'AAAA', imagewidth: 2, imageheight: 2 }, 'must have 12 or 16 bytes'],
      [{ command: 'componentstate', componentstate: { component: 'SMOOTHING', state: false } }, 'set in the capture'],
      [{ command: 'sourceselect', priority: 7 }, 'shows something'],
      [{ command: 'adjustment', adjustment: { gammaRed: 2 } }, 'brightness'],
      [{ command: 'instance', subcommand: 'switchTo', instance: 3 }, 'must be 0'],
      [{ command: 'config', subcommand: 'getconfig' }, 'does not have this command'],
    ] as const;
    for (const [command, why] of refused) {
      const reply = await program.ask(command);
      expect([reply.success, reply.error]).toEqual([false, expect.stringContaining(why)]);
    }
    expect(await program.ask({ command: 'clear', priority: -1 })).toMatchObject({ success: true });
  });

  it('drops what is no JSON', async () => {
    const program = await jsonClient();
    program.socket.write('GET / HTTP/1.1\r\n\r\n');
    await eventually('it is dropped', () => program.closed);
    expect(program.heard).toMatchObject([{ success: false, error: 'The line is not JSON.' }]);
  });
});

describe('a capture that is changed', () => {
  it('opens its ports anew', async () => {
    const before = await client(protobuf_port);
    await room.owner.api('PATCH', `/captures/${id}`, { rate: 50 });
    await eventually('its clients are gone', () => before.closed);
    const after = await client(protobuf_port);
    await after.ask(protobufColor(150, 0x00ff00));
    await room.shows('that it listens again', GREEN, GREEN);
  });
});

describe('a port that another program has', () => {
  it('is told in the state of the capture', async () => {
    const second = await room.start({ kind: 'hyperion', protobuf_port, flatbuffers_port: 0, json_port: 0 });
    const { reason } = await eventually('it says why', async () => {
      const status = await room.status(second);
      return status.reason !== null && status;
    });
    expect(reason).toBe(`TCP port ${protobuf_port} of 127.0.0.1 cannot be opened: another program has it.`);
    await room.owner.api('DELETE', `/captures/${second}`);
  });
});
