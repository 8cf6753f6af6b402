import type { z } from 'zod';
import type { Disposer } from './disposable.js';
import type { EventPayloads, EventType } from './wire/events.js';
import type { Principal, Role } from './wire/access.js';
import type { Access } from './routes.js';

/** A message that clients may send over the WebSocket. */
export interface SocketCommandDefinition<S extends z.ZodObject> {
  /** The word in `type`. */
  type: string;
  summary: string;
  access: Exclude<Access, 'public'>;
  /** Fields beside `type` and `id`. */
  schema: S;
  /** As with routes: false when it changes nothing. */
  mutates?: boolean;
  /** The answer becomes the `data` of a `result` with the same `id`. */
  handler: (input: z.output<S>, principal: Principal) => unknown;
}

/** A client that has opened a channel, as the channel's owner sees it. */
export interface ChannelPeer {
  /** Who it is now; a session's role may change while the channel is open. */
  readonly principal: Principal;
  /**
   * Sends bytes, of which a copy is made. Nothing piles up: while a message is still on its way the newest one waits, and those before it are
   * never sent.
   */
  send(payload: Uint8Array): void;
  /** Ends the channel; `reason` is a sentence for people. */
  close(reason: string): void;
}

/** What the owner of a channel does with one that was opened. */
export interface ChannelHandler {
  /**
   * A message came, which is the handler's to keep. Runs as whoever opened the channel. What it throws ends the channel; a `HubError` tells the
   * client why.
   */
  receive?(payload: Uint8Array): void;
  /** The channel has ended, from whichever side. */
  closed?(): void | Promise<void>;
}

/**
 * A binary channel that clients may open over the WebSocket, each as often as it likes; see `wire/channels.ts` for its messages. A client whose
 * access ends, or that sends too much, loses it at once.
 *
 * @example
 * hub.sockets.channel({
 *   name: 'echo', summary: 'Sends back what it is sent', access: { role: 'member', scope: 'echo:write' },
 *   schema: z.strictObject({}), max_payload: 1_024,
 *   open: (_options, peer) => ({ receive: (bytes) => peer.send(bytes) }),
 * });
 */
export interface SocketChannelDefinition<S extends z.ZodObject> {
  /** The word in `name` of `open_channel`. */
  name: string;
  summary: string;
  access: Exclude<Access, 'public'>;
  /** The fields of `options`. */
  schema: S;
  /** The longest message that a client may send, in bytes, at most `MAX_CHANNEL_PAYLOAD`; 0 when it has nothing to send. */
  max_payload: number;
  /** Called for each client that opens it. What it throws refuses the client. */
  open(options: z.output<S>, peer: ChannelPeer): ChannelHandler | Promise<ChannelHandler>;
}

/** Sends events to the connected clients and takes their messages. */
export interface Sockets {
  /** Sends to every client whose role is at least `role`, and whose scopes allow `scope`. */
  publish<T extends EventType>(type: T, payload: EventPayloads[T], access: { role: Role; scope: string }): void;
  /** Sends an event of the plugin's own; its type is `<plugin id>.<word>`. */
  publishCustom(word: string, payload: Record<string, unknown>, access: { role: Role; scope: string }): void;
  command<S extends z.ZodObject>(definition: SocketCommandDefinition<S>): void;
  channel<S extends z.ZodObject>(definition: SocketChannelDefinition<S>): void;
}

/** A topic under the base topic by which the broker's clients command the hub. */
export interface MqttCommandDefinition<S extends z.ZodType> {
  /** Below the base topic, one `+` per parameter: `devices/+/set`. */
  topic: string;
  summary: string;
  schema: S;
  mutates?: boolean;
  /** `params` are the levels that the `+` stood for. Runs as `mqtt:<account>`, where the broker is the hub's own, else as `mqtt:<the hub's client id>`. */
  handler: (input: z.output<S>, params: readonly string[]) => unknown;
}

/** A message from the broker. What other programs send is hostile until checked. */
export interface MqttMessage {
  /** The whole topic. */
  readonly topic: string;
  /** At most 64 KiB; of a longer message the beginning. */
  readonly payload: Uint8Array;
  /** The message was longer than what is here. */
  readonly truncated: boolean;
  /** The broker kept it for whoever subscribes: it tells how something stands, not that it happens now. */
  readonly retained: boolean;
}

/** The hub's one connection to the broker. Nothing waits in memory: what must survive, the plugin stores itself. */
export interface MqttService {
  readonly base_topic: string;
  readonly connected: boolean;
  /**
   * Publishes below the base topic. With QoS 1 resolves after the broker's PUBACK.
   * Rejects with `LK_MQTT_OFFLINE` when there is no connection or it breaks first, `LK_TIMEOUT` after 10 s.
   */
  publish(topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  command<S extends z.ZodType>(definition: MqttCommandDefinition<S>): void;
  /** Like `publish`, to a whole topic: for talking with other programs by their rules. */
  publishTo(topic: string, payload: string, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  /**
   * Hears the messages of a whole topic filter (MQTT 3.1.1 §4.7) until the disposer is called, over every reconnect. `handler` runs for each
   * message, under the context of the broker, and should only take it down. A filter that the broker denies is logged, and hears nothing.
   * By default at QoS 1. At QoS 0 a broker hands over what it has kept as fast as it can, where at QoS 1 many drop all beyond the first
   * thousand (Mosquitto's `max_queued_messages`): the way to hear a large branch of retained messages.
   *
   * @example
   * hub.mqtt.subscribe('zigbee2mqtt/+', ({ topic, payload }) => seen.set(topic, payload));
   */
  subscribe(filter: string, handler: (message: MqttMessage) => void, options?: { qos?: 0 | 1 }): Disposer;
  /** Calls `fn` after each connect. */
  onConnected(fn: () => void | Promise<void>): void;
  /** Calls `fn` after each loss of the connection. */
  onDisconnected(fn: () => void | Promise<void>): void;
}
