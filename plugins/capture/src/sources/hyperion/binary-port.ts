import { HubError } from '@lightkeeper/plugin-sdk';
import type { TcpConnection, TcpConnectionHandlers } from '@lightkeeper/plugin-sdk';
import { Assembler, byLength } from './assembler.js';
import type { Budget } from './assembler.js';
import { decodeFlatbuffers, encodeFlatbuffersReply } from './flatbuffers.js';
import { decodeProtobuf, encodeProtobufReply } from './protobuf.js';
import { ProtocolError } from './request.js';
import type { HyperionRequest } from './request.js';
import type { Owner, Slots } from './slots.js';

/** The largest message of any kind. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Without a picture for so long a grabber counts as gone, whatever it said (hyperion.ng, libsrc/flatbufserver/FlatBufferClient.cpp). */
const SILENCE_MS = 5_000;

/** How one of the two binary protocols reads and answers. */
export interface BinaryProtocol {
  readonly name: string;
  decode(bytes: Uint8Array): HyperionRequest;
  /** `registered` is the priority under which the connection is known, null before that. */
  reply(error: string | null, registered: number | null): Uint8Array;
}

export const PROTOBUF: BinaryProtocol = {
  name: 'protobuf',
  decode: decodeProtobuf,
  reply: (error) => encodeProtobufReply(error),
};

export const FLATBUFFERS: BinaryProtocol = {
  name: 'flatbuffers',
  decode: decodeFlatbuffers,
  reply: (error, registered) => encodeFlatbuffersReply({ registered, ...(error !== null && { error }) }),
};

export interface PortDeps {
  slots: Slots;
  budget: Budget;
  /** Something else is shown now. */
  changed: () => void;
  /** A peer sent what is no message of the protocol, and was dropped. */
  refused: (address: string, error: ProtocolError) => void;
}

/** A grabber's connection: each request is answered, and what it shows goes when it goes. */
export function serveGrabber(socket: TcpConnection, protocol: BinaryProtocol, deps: PortDeps): TcpConnectionHandlers {
  const { slots, budget, changed, refused } = deps;
  let owner: Owner = { origin: `${protocol.name}@${socket.address}` };
  let registered: number | null = null;

  const run = (request: HyperionRequest): void => {
    if (request.kind === 'clear_all' || (request.kind === 'clear' && request.priority === -1)) {
      slots.clearAll();
      return;
    }
    // Its answer tells one that is not registered to do so; with protobuf each request names a priority.
    const priority = request.priority ?? registered;
    if (priority === null) return;
    if (priority < 100 || priority > 199) throw HubError.field('/priority', 'must be 100 to 199: the others belong to people and programs');
    switch (request.kind) {
      case 'register':
        slots.leave(owner);
        registered = priority;
        owner = { origin: `${request.origin}@${socket.address}` };
        return;
      case 'color': {
        const { rgb, duration_ms } = request;
        slots.colors(priority, owner, [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255], timeoutOf(duration_ms));
        return;
      }
      case 'image':
        slots.image(priority, owner, request.image, timeoutOf(request.duration_ms));
        return;
      case 'clear':
        slots.clear(priority);
    }
  };
  const answer = (error: string | null): void => {
    const body = protocol.reply(error, registered);
    const message = new Uint8Array(4 + body.byteLength);
    new DataView(message.buffer).setUint32(0, body.byteLength);
    message.set(body, 4);
    socket.send(message);
  };

  const assembler = new Assembler({
    cut: byLength,
    max_bytes: MAX_BYTES,
    budget,
    message(bytes) {
      const request = protocol.decode(bytes);
      const before = slots.count;
      try {
        run(request);
        answer(null);
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        answer(error.message);
      }
      // A further picture in the place of one is nothing new.
      if (request.kind !== 'image' || slots.count !== before) changed();
    },
  });
  return {
    data(bytes) {
      try {
        assembler.push(bytes);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        refused(socket.address, error);
        socket.close();
      }
    },
    closed() {
      assembler.end();
      slots.leave(owner);
      changed();
    },
  };
}

/** A duration of nothing or less is without an end; but a grabber that falls silent is gone. */
function timeoutOf(duration_ms: number): number {
  return duration_ms > 0 ? Math.min(duration_ms, SILENCE_MS) : SILENCE_MS;
}
