import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const EVERYWHERE: Rectangle = { x: 0, y: 0, width: 32_767, height: 32_767 };
/** How long a reply is that has nothing beyond its fixed part. */
const REPLY_BYTES = 32;

/** The opcodes of requests (X Window System Protocol, appendix B, "Requests"). */
const CREATE_GC = 55;
const CHANGE_GC = 56;
const POLY_FILL_RECTANGLE = 70;
const GET_INPUT_FOCUS = 43;
const FOREGROUND = 4;

/** A client of an X server that can do one thing: fill a part of the screen with a colour. */
export class XvfbPainter {
  readonly #socket: Socket;
  readonly #root: number;
  readonly #gc: number;

  private constructor(socket: Socket, root: number, gc: number) {
    this.#socket = socket;
    this.#root = root;
    this.#gc = gc;
    const body = words(gc, root, FOREGROUND, 0);
    socket.write(request(CREATE_GC, body));
  }

  /** `display` is one of this machine without access control, such as `:99`. */
  static async connect(display: string): Promise<XvfbPainter> {
    const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
    await once(socket, 'connect');
    // Little endian, protocol 11.0, no authorization.
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const reply = await read(socket, (bytes) => bytes.length >= 8 && bytes.length >= 8 + bytes.readUInt16LE(6) * 4);
    if (reply[0] !== 1) throw new Error('The X server does not let the painter in.');
    const vendor = Math.ceil(reply.readUInt16LE(24) / 4) * 4;
    const root = reply.readUInt32LE(40 + vendor + reply.readUInt8(29) * 8);
    return new XvfbPainter(socket, root, reply.readUInt32LE(12));
  }

  /** Fills it with a colour, 0xRRGGBB; resolves when the server has done so. */
  async paint(color: number, { x, y, width, height }: Rectangle = EVERYWHERE): Promise<void> {
    const rectangle = Buffer.alloc(8);
    [x, y, width, height].forEach((value, index) => rectangle.writeUInt16LE(value, index * 2));
    this.#socket.write(
      Buffer.concat([
        request(CHANGE_GC, words(this.#gc, FOREGROUND, color)),
        request(POLY_FILL_RECTANGLE, Buffer.concat([words(this.#root, this.#gc), rectangle])),
        request(GET_INPUT_FOCUS, Buffer.alloc(0)),
      ]),
    );
    const answer = await read(this.#socket, (bytes) => bytes.length >= REPLY_BYTES);
    if (answer[0] !== 1) throw new Error(`The X server refused to paint: error ${answer[1] ?? 0}.`);
  }

  end(): void {
    this.#socket.destroy();
  }
}

function request(opcode: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(opcode, 0);
  head.writeUInt16LE(1 + body.length / 4, 2);
  return Buffer.concat([head, body]);
}

function words(...values: readonly number[]): Buffer {
  const body = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => body.writeUInt32LE(value, index * 4));
  return body;
}

async function read(socket: Socket, whole: (bytes: Buffer) => boolean): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (!whole(bytes)) {
    const [piece] = (await once(socket, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, piece]);
  }
  return bytes;
}
