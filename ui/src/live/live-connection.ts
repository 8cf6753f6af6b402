import type { EventPayloads, EventType } from '@lightkeeper/plugin-sdk/wire';
import { Store } from '../store/store.js';

export interface ConnectionState {
  /** `idle` before sign-in; `away` while the hub does not answer. */
  state: 'idle' | 'connecting' | 'open' | 'away';
  /** When the hub was last heard, epoch ms. */
  last_heard_at: number | null;
  /** When the next attempt is due, epoch ms; null while there is none. */
  next_try_at: number | null;
}

export type EventOf<T extends string> = T extends EventType ? { type: T } & EventPayloads[T] : { type: T } & Record<string, unknown>;

/** The part of a browser's WebSocket that is used, and the clock, so that tests can give their own. */
export interface LiveEnvironment {
  open(): SocketLike;
  now(): number;
  setTimer(fn: () => void, ms: number): number;
  clearTimer(id: number): void;
  random(): number;
}

export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const DEFAULT_HEARTBEAT_MS = 30_000;

/** How long to wait before attempt `n` (from 0): doubling, with a quarter of jitter so that many pages do not return at once. */
export function backoff(attempt: number, random: number): number {
  const base = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
  return Math.round(base * (0.75 + random * 0.5));
}

type Listener = (event: never) => void;

/** The page's one WebSocket to the hub. It comes back by itself, asks again for its topics, and says when it is away. */
export class LiveConnection {
  readonly connection = new Store<ConnectionState>({ state: 'idle', last_heard_at: null, next_try_at: null });
  /** Called when the hub closed the connection, with its close code. */
  on_closed: (code: number) => void = () => undefined;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #topics = new Map<string, number>();
  #socket: SocketLike | undefined;
  #attempt = 0;
  #retry: number | undefined;
  #heartbeat: number | undefined;
  #heartbeat_ms = DEFAULT_HEARTBEAT_MS;
  #count = 0;

  constructor(private readonly env: LiveEnvironment) {}

  /** Listens to one type of event, the hub's own or a plugin's. Answers how to stop. */
  on<T extends string>(type: T, fn: (event: EventOf<T>) => void): () => void {
    const set = this.#listeners.get(type) ?? new Set<Listener>();
    this.#listeners.set(type, set);
    set.add(fn);
    return () => {
      set.delete(fn);
    };
  }

  /** Asks for a topic that is not sent unasked, such as `logs`. Counted, and asked again after a break. Answers how to stop. */
  subscribe(topic: string): () => void {
    const before = this.#topics.get(topic) ?? 0;
    this.#topics.set(topic, before + 1);
    if (before === 0) this.#send({ type: 'subscribe', topics: [topic] });
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const left = (this.#topics.get(topic) ?? 1) - 1;
      if (left > 0) {
        this.#topics.set(topic, left);
      } else {
        this.#topics.delete(topic);
        this.#send({ type: 'unsubscribe', topics: [topic] });
      }
    };
  }

  /** Sends a message of a plugin's own type. Nothing is queued: false when the hub is away. */
  send(message: { type: string } & Record<string, unknown>): boolean {
    return this.#send(message);
  }

  start(): void {
    if (this.#socket || this.#retry !== undefined) return;
    this.#connect();
  }

  stop(): void {
    this.#clear();
    this.#drop();
    this.#attempt = 0;
    this.connection.set({ state: 'idle', last_heard_at: null, next_try_at: null });
  }

  /** Tries at once instead of waiting. */
  retryNow(): void {
    if (this.#socket) return;
    this.#clear();
    this.#connect();
  }

  #connect(): void {
    if (this.connection.value.state !== 'away') this.#state('connecting', null);
    const socket = this.env.open();
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#heard('open');
      if (this.#topics.size > 0) this.#send({ type: 'subscribe', topics: [...this.#topics.keys()] });
      this.#watch();
    };
    socket.onmessage = (event) => {
      this.#heard('open');
      this.#watch();
      this.#deliver(event.data);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#lost();
      this.on_closed(code);
    };
  }

  #lost(): void {
    this.#clear();
    this.#drop();
    const wait = backoff(this.#attempt, this.env.random());
    this.#attempt += 1;
    this.#state('away', this.env.now() + wait);
    this.#retry = this.env.setTimer(() => {
      this.#retry = undefined;
      this.#connect();
    }, wait);
  }

  /** Pings when the hub has been silent for one beat, and gives the connection up when that stays unanswered for another. */
  #watch(): void {
    if (this.#heartbeat !== undefined) this.env.clearTimer(this.#heartbeat);
    this.#heartbeat = this.env.setTimer(() => {
      this.#send({ type: 'ping' });
      this.#heartbeat = this.env.setTimer(() => {
        this.#lost();
      }, this.#heartbeat_ms);
    }, this.#heartbeat_ms);
  }

  #deliver(data: unknown): void {
    if (typeof data !== 'string') return;
    const event = parse(data);
    if (!event) return;
    if (event.type === 'hello' && typeof event['heartbeat_ms'] === 'number') {
      this.#heartbeat_ms = Math.max(1000, event['heartbeat_ms']);
    }
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) listener(event as never);
  }

  #send(message: { type: string } & Record<string, unknown>): boolean {
    if (!this.#socket || this.connection.value.state !== 'open') return false;
    this.#count += 1;
    this.#socket.send(JSON.stringify({ id: `m${this.#count}`, ...message }));
    return true;
  }

  #heard(state: ConnectionState['state']): void {
    this.connection.set({ state, last_heard_at: this.env.now(), next_try_at: null });
  }

  #state(state: ConnectionState['state'], next_try_at: number | null): void {
    this.connection.update((old) => ({ ...old, state, next_try_at }));
  }

  #clear(): void {
    for (const id of [this.#retry, this.#heartbeat]) if (id !== undefined) this.env.clearTimer(id);
    this.#retry = undefined;
    this.#heartbeat = undefined;
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
  }
}

function parse(text: string): ({ type: string } & Record<string, unknown>) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string') {
      return value as { type: string } & Record<string, unknown>;
    }
  } catch {
    // Not ours to answer: a message that is no JSON says nothing.
  }
  return undefined;
}
