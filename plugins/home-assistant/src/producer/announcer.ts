import { z } from '@lightkeeper/plugin-sdk';
import type { Disposer, Logger, MqttMessage, MqttService, Timers } from '@lightkeeper/plugin-sdk';
import { configTopic, objectIdOf } from './names.js';
import type { Names } from './names.js';
import { ORIGIN } from './payload.js';
import type { DevicePayload } from './payload.js';

/** Changes that come within it go out as one; two versions of a config are at least as far apart, or Home Assistant loses parts of the second. */
export const DEBOUNCE_MS = 2_000;
/** So long what the broker has kept is listened to before anything is sent. */
export const LISTEN_MS = 5_000;
/** Everything is told anew at most so long after Home Assistant has started, so that not all who hear of it speak at once. */
export const MAX_DELAY_MS = 10_000;
/** From one config to the next: 500 devices take ten seconds. */
export const SPACING_MS = 20;

const BIRTH_TOPIC = 'homeassistant/status';

interface AnnouncerDeps {
  mqtt: Pick<MqttService, 'connected' | 'publishTo' | 'subscribe'>;
  timers: Timers;
  log: Logger;
  names: Names;
  /** 0 to 1. */
  random: () => number;
  /** Everything that is to be announced. */
  wanted: () => string[];
  /** The config of an object id: `null` where there is to be none, `undefined` where what the broker has is to stay. */
  build: (object_id: string) => DevicePayload | null | undefined;
  /** Somebody took a config of ours away. */
  onRemoved: (object_id: string) => void;
  /** Everything at the broker is as it is to be. */
  onSettled?: () => void;
}

/** What is known of one config at the broker. */
interface Slot {
  /** What we want there, as it was sent or found; null when it was taken away. */
  text: string | null;
  /** The broker has shown us that it has it: an empty message is now somebody's wish, not the echo of an older one of ours. */
  shown: boolean;
  /** Components that Home Assistant may know, with their platforms. */
  components: Map<string, string>;
  /** Those of them that it was told to take away. */
  leaving: Set<string>;
  /** Set while a change waits for its time. */
  timer: Disposer | null;
  /** What waits is to be sent even if nothing has changed. */
  anew: boolean;
}

const keptConfig = z.object({
  device: z.object({ identifiers: z.array(z.string()).min(1) }),
  origin: z.object({ name: z.literal(ORIGIN) }),
  components: z.record(z.string(), z.looseObject({ platform: z.string(), unique_id: z.string().optional() })),
});

/** Keeps the configs of this hub at the broker, below one prefix, as they are to be. */
export class Announcer {
  readonly #deps: AnnouncerDeps;
  readonly #prefix: string;
  readonly #slots = new Map<string, Slot>();
  readonly #queue = new Map<string, { anew: boolean }>();
  readonly #ends: Disposer[] = [];
  /** What the broker has is taken in before it is first written to; it may begin to tell it before the connection counts as one. */
  #ready = false;
  #listening: Disposer | null = null;
  #again: Disposer | null = null;
  #pump: Disposer | null = null;
  #sending = false;
  #complained = false;

  constructor(prefix: string, deps: AnnouncerDeps) {
    this.#prefix = prefix;
    this.#deps = deps;
    this.#ends.push(
      deps.mqtt.subscribe(configTopic(prefix, '+'), (message) => {
        this.#heard(message);
      }),
      // Its birth message does not move with the prefix unless it is told to.
      ...[...new Set([`${prefix}/status`, BIRTH_TOPIC])].map((topic) =>
        deps.mqtt.subscribe(topic, ({ payload, retained }) => {
          // What is retained tells of a start that is long past; the configs that are retained have served it.
          if (!retained && Buffer.from(payload).toString('utf8') === 'online') this.announceAnew();
        }),
      ),
    );
    if (deps.mqtt.connected) this.connected();
  }

  /** There is a broker, which shows what it has kept; only then is it known what to send. */
  connected(): void {
    this.#listening ??= this.#deps.timers.after(LISTEN_MS, 'listen to the configs that are there', () => {
      this.#listening = null;
      this.#ready = true;
      this.refresh();
    });
  }

  /** What the broker has is no longer known. */
  disconnected(): void {
    for (const { timer } of this.#slots.values()) void timer?.();
    for (const wait of [this.#listening, this.#again, this.#pump]) void wait?.();
    this.#listening = this.#again = this.#pump = null;
    this.#ready = this.#complained = false;
    this.#slots.clear();
    this.#queue.clear();
  }

  /** Something of this device may be otherwise. */
  touch(object_id: string): void {
    if (!this.#ready) return;
    const slot = this.#slot(object_id);
    slot.timer ??= this.#deps.timers.after(DEBOUNCE_MS, 'announce a change', () => {
      slot.timer = null;
      this.#enqueue(object_id, slot.anew);
      slot.anew = false;
    });
  }

  /** Compares everything with what it is to be, at once. */
  refresh(): void {
    if (!this.#ready) return;
    const wanted = new Set(this.#deps.wanted());
    // Those that are there and belong to nothing any more.
    for (const object_id of this.#slots.keys()) if (!wanted.has(object_id)) this.#enqueue(object_id);
    for (const object_id of wanted) this.#enqueue(object_id);
    if (this.#queue.size === 0) this.#deps.onSettled?.();
  }

  /** Tells everything again, also what has not changed, after a random while. */
  announceAnew(): void {
    if (!this.#ready) return;
    this.#again ??= this.#deps.timers.after(this.#deps.random() * MAX_DELAY_MS, 'announce everything anew', () => {
      this.#again = null;
      for (const object_id of this.#deps.wanted()) this.#enqueue(object_id, true);
    });
  }

  /** Ends without a word; what is at the broker stays. */
  async stop(): Promise<void> {
    for (const end of this.#ends) await end();
    this.disconnected();
  }

  #slot(object_id: string): Slot {
    let slot = this.#slots.get(object_id);
    if (slot === undefined) {
      slot = { text: null, shown: false, components: new Map(), leaving: new Set(), timer: null, anew: false };
      this.#slots.set(object_id, slot);
    }
    return slot;
  }

  #heard({ topic, payload, truncated }: MqttMessage): void {
    const object_id = objectIdOf(this.#prefix, topic);
    if (object_id === null || this.#deps.names.deviceOf(object_id) === undefined) return;
    const text = Buffer.from(payload).toString('utf8');
    const slot = this.#slots.get(object_id);
    if (text === '') {
      if (slot?.shown !== true) return;
      void slot.timer?.();
      this.#slots.delete(object_id);
      this.#deps.onRemoved(object_id);
    } else if (!this.#ready) {
      this.#found(object_id, text, truncated);
    } else if (slot !== undefined && (text === slot.text || (truncated && slot.text?.startsWith(text) === true))) {
      slot.shown = true;
    }
  }

  /** A config of ours from before. What carries our name and is none stays untouched. */
  #found(object_id: string, text: string, truncated: boolean): void {
    const slot = this.#slot(object_id);
    const kept = keptConfig.safeParse(truncated ? null : parse(text));
    if (!truncated && (!kept.success || !kept.data.device.identifiers.includes(object_id))) {
      this.#slots.delete(object_id);
      return;
    }
    slot.text = text;
    slot.shown = true;
    for (const [id, { platform, unique_id }] of Object.entries(kept.data?.components ?? {})) {
      slot.components.set(id, platform);
      if (unique_id === undefined) slot.leaving.add(id);
    }
  }

  #enqueue(object_id: string, anew = false): void {
    this.#queue.set(object_id, { anew: anew || this.#queue.get(object_id)?.anew === true });
    if (this.#pump === null && !this.#sending) void this.#next();
  }

  async #next(): Promise<void> {
    const [first] = this.#queue;
    if (first === undefined || !this.#ready) return;
    const [object_id, { anew }] = first;
    this.#queue.delete(object_id);
    this.#sending = true;
    let sent = false;
    try {
      sent = await this.#settle(object_id, anew);
    } catch (error) {
      // The connection broke, and everything is compared anew on the next one; or the broker denies it, and the next change tries again.
      const slot = this.#slots.get(object_id);
      if (slot !== undefined) slot.text = '';
      this.#complain(object_id, error);
    }
    this.#sending = false;
    if (this.#queue.size === 0) {
      this.#deps.onSettled?.();
      return;
    }
    this.#pump = this.#deps.timers.after(sent ? SPACING_MS : 0, 'the next config', () => {
      this.#pump = null;
      void this.#next();
    });
  }

  /** Once a connection: what is denied for one config is denied for all. */
  #complain(object_id: string, error: unknown): void {
    const { log, mqtt } = this.#deps;
    const first = mqtt.connected && !this.#complained;
    this.#complained ||= first;
    log[first ? 'warn' : 'debug']('A config for Home Assistant could not be published', { object_id, error });
  }

  /** Brings one config to what it is to be. Gives whether something was sent. */
  async #settle(object_id: string, anew: boolean): Promise<boolean> {
    const payload = this.#deps.build(object_id);
    if (payload === undefined) return false;
    const slot = this.#slot(object_id);
    if (payload === null) return this.#clear(object_id, slot);
    if (slot.timer !== null) {
      slot.anew ||= anew;
      return false;
    }

    // A component that is only left out stays; one that shrinks to its platform goes. Then it can be left out.
    const gone = [...slot.components].filter(([id]) => !Object.hasOwn(payload.components, id));
    const waiting = gone.filter(([id]) => !slot.leaving.has(id));
    const removing = waiting.length > 0;
    const components = removing
      ? { ...payload.components, ...Object.fromEntries(gone.map(([id, platform]) => [id, { platform }])) }
      : payload.components;
    const text = JSON.stringify({ ...payload, components });
    if (text === slot.text && !anew) return false;

    Object.assign(slot, { text, shown: false });
    slot.components = new Map(Object.entries(components).map(([id, { platform }]) => [id, platform]));
    slot.leaving = new Set(removing ? gone.map(([id]) => id) : []);
    await this.#publish(object_id, text);
    // Holds the next version back, and brings the second step of a removal.
    if (this.#slots.get(object_id) === slot) this.touch(object_id);
    return true;
  }

  async #clear(object_id: string, slot: Slot): Promise<boolean> {
    void slot.timer?.();
    this.#slots.delete(object_id);
    if (slot.text === null) return false;
    await this.#publish(object_id, '');
    return true;
  }

  #publish(object_id: string, text: string): Promise<void> {
    return this.#deps.mqtt.publishTo(configTopic(this.#prefix, object_id), text, { qos: 1, retain: true });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
