import { HubError } from '@lightkeeper/plugin-sdk';
import type { TcpConnection, TcpConnectionHandlers } from '@lightkeeper/plugin-sdk';
import type { EffectRegistry } from '../../effects/registry.js';
import { Assembler, byLine } from './assembler.js';
import type { PortDeps } from './binary-port.js';
import { anyCommandSchema, commandSchema } from './json-commands.js';
import type { JsonCommand } from './json-commands.js';
import { ProtocolError } from './request.js';
import type { RawImage } from './request.js';
import type { ServerState } from './server-state.js';

/** A picture of 1,920 by 1,080 in base64 is 8 MiB. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Files of pictures that are read at one time; each takes a program of its own. */
const MAX_FILES = 2;

/** Reads a picture's file: PNG, JPEG and others. Rejects with a sentence. */
export type ReadFile = (bytes: Buffer) => Promise<RawImage>;

/** All connections of the JSON port: what one changes is told to those that want to know. */
export class JsonPort {
  readonly #deps: PortDeps;
  readonly #state: ServerState;
  readonly #effects: EffectRegistry;
  readonly #readFile: ReadFile;
  readonly #subscribers = new Map<TcpConnection, ReadonlySet<string>>();
  /** Files that are being read, by the priority that they are for: what comes to it meanwhile takes their place. */
  readonly #files = new Map<number, symbol>();
  #reading = 0;

  constructor(deps: PortDeps, state: ServerState, effects: EffectRegistry, readFile: ReadFile) {
    this.#readFile = readFile;
    this.#deps = deps;
    this.#effects = effects;
    this.#state = state;
  }

  /** Tells subscribers what is another now. */
  announce(): void {
    for (const update of this.#state.news()) {
      for (const [socket, wanted] of this.#subscribers) {
        if (wanted.has('all') || wanted.has(update.command)) send(socket, { ...update, instance: 0 });
      }
    }
  }

  serve(socket: TcpConnection): TcpConnectionHandlers {
    const { budget, changed, refused } = this.#deps;
    const assembler = new Assembler({
      cut: byLine,
      max_bytes: MAX_LINE_BYTES,
      budget,
      message: (bytes) => {
        if (bytes.byteLength === 0) return;
        const respond = (answer: object): void => {
          send(socket, answer);
          changed();
        };
        const answer = this.#answer(bytes, socket);
        if (answer instanceof Promise) void answer.then(respond);
        else respond(answer);
      },
    });
    return {
      data(bytes) {
        try {
          assembler.push(bytes);
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error;
          refused(socket.address, error);
          send(socket, { command: '', success: false, tan: 0, error: error.message });
          socket.close();
        }
      },
      // What its colours show stays: a program sends one and goes.
      closed: () => {
        assembler.end();
        this.#subscribers.delete(socket);
      },
    };
  }

  /** Never rejects: what is wrong is the answer. */
  #answer(bytes: Uint8Array, socket: TcpConnection): object | Promise<object> {
    const message = parse(bytes);
    const any = anyCommandSchema.safeParse(message);
    if (!any.success) throw new ProtocolError('The line is no command.');
    const { command, subcommand, tan } = any.data;
    const name = subcommand === undefined ? command : `${command}-${subcommand}`;
    const parsed = commandSchema.safeParse(message);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const known = commandSchema.options.some(({ shape }) => shape.command.value === command);
      const error = known ? `${issue?.path.join('.') ?? command}: ${issue?.message ?? 'is wrong'}` : 'The hub does not have this command.';
      return { command: name, success: false, tan, error };
    }
    const failed = (error: unknown): object => {
      if (!(error instanceof HubError)) throw error;
      return { command: name, success: false, tan, error: error.message };
    };
    try {
      const info = this.#run(parsed.data, socket);
      const done = { command: name, success: true, tan };
      return info instanceof Promise ? info.then(() => done).catch(failed) : { ...done, ...(info !== null && { info }) };
    } catch (error) {
      return failed(error);
    }
  }

  /** Throws `HubError` with what the client is told. */
  #run(message: JsonCommand, socket: TcpConnection): object | null | Promise<void> {
    const { slots } = this.#deps;
    if ('priority' in message && message.command !== 'sourceselect') this.#files.delete(message.priority);
    switch (message.command) {
      case 'color':
        slots.colors(message.priority, ownerOf(message, socket), message.color, timeoutOf(message));
        return null;
      case 'image':
        if (message.format !== undefined) return this.#file(message, socket);
        slots.image(message.priority, ownerOf(message, socket), imageOf(message), timeoutOf(message), message.name);
        return null;
      case 'effect':
        this.#effect(message, socket);
        return null;
      case 'clear':
        if (message.priority === -1) this.#clearAll();
        else slots.clear(message.priority);
        return null;
      case 'clearall':
        this.#clearAll();
        return null;
      case 'sourceselect':
        slots.choose(message.auto === true ? null : (message.priority ?? null));
        return null;
      case 'componentstate':
        this.#state.setComponent(message.componentstate.component, message.componentstate.state);
        return null;
      case 'adjustment':
        this.#adjust(message);
        return null;
      case 'serverinfo':
        if (message.subscribe !== undefined) this.#subscribers.set(socket, new Set(message.subscribe));
        return this.#state.info();
      case 'sysinfo':
        return this.#state.system();
      case 'instance':
        return instance(message);
      case 'authorize':
        return authorize(message);
    }
  }

  #clearAll(): void {
    this.#files.clear();
    this.#deps.slots.clearAll();
  }

  async #file(message: JsonCommand & { command: 'image' }, socket: TcpConnection): Promise<void> {
    const { priority, imagedata, name } = message;
    if (this.#reading >= MAX_FILES) throw HubError.field('/imagedata', `must wait: ${MAX_FILES} pictures are being read already`);
    const mine = Symbol(name);
    this.#files.set(priority, mine);
    this.#reading += 1;
    try {
      const image = await this.#readFile(Buffer.from(imagedata, 'base64'));
      if (this.#files.get(priority) !== mine) throw HubError.field('/priority', 'is not free any more: something else came to it');
      this.#deps.slots.image(priority, ownerOf(message, socket), image, timeoutOf(message), name);
    } finally {
      this.#reading -= 1;
      if (this.#files.get(priority) === mine) this.#files.delete(priority);
    }
  }

  #effect(message: JsonCommand & { command: 'effect' }, socket: TcpConnection): void {
    const { name, args } = message.effect;
    const found = this.#effects.named(name);
    if (found === undefined) throw HubError.field('/effect/name', 'must be the name of an effect of the hub, see `serverinfo`');
    const painted = this.#effects.take(found.id, args, 1, '/effect/args');
    this.#deps.slots.effect(message.priority, ownerOf(message, socket), painted, timeoutOf(message), found.name);
  }

  #adjust({ adjustment: { brightness } }: JsonCommand & { command: 'adjustment' }): void {
    if (brightness === undefined) throw HubError.field('/adjustment', 'must be a brightness: all else is set in the capture');
    this.#state.setBrightness(brightness);
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ProtocolError('The line is not JSON.', { cause: error });
  }
}

function send(socket: TcpConnection, message: object): void {
  socket.send(new TextEncoder().encode(`${JSON.stringify(message)}\n`));
}

const ownerOf = ({ origin }: { origin: string }, { address }: TcpConnection): { origin: string } => ({ origin: `${origin}@${address}` });

const timeoutOf = ({ duration }: { duration: number }): number | null => (duration > 0 ? duration : null);

function imageOf({ imagedata, imagewidth, imageheight }: JsonCommand & { command: 'image' }): RawImage {
  if (imagewidth === undefined || imageheight === undefined) {
    throw HubError.field('/imagedata', 'must be raw pixels with `imagewidth` and `imageheight`, or a file with `format`');
  }
  return { kind: 'raw', width: imagewidth, height: imageheight, data: Buffer.from(imagedata, 'base64') };
}

/** There is one instance, 0. */
function instance(message: JsonCommand & { command: 'instance' }): object | null {
  const { subcommand, instance: number } = message;
  if (number !== 0) throw HubError.field('/instance', 'must be 0: the capture is the only one');
  if (subcommand === 'switchTo') return { instance: 0 };
  if (subcommand === 'startInstance') return null;
  throw HubError.field('/subcommand', 'must be switchTo or startInstance; captures are stopped in the hub');
}

/** Nobody has to say who they are: who may connect is set in the capture. */
function authorize({ subcommand }: JsonCommand & { command: 'authorize' }): object | null {
  switch (subcommand) {
    case 'tokenRequired':
      return { required: false };
    case 'adminRequired':
      return { adminRequired: false };
    case 'login':
      return null;
    default:
      throw HubError.field('/subcommand', 'must be tokenRequired, adminRequired or login');
  }
}
