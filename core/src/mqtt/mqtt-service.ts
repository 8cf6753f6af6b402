import {
  HubError,
  type ContextInput,
  type Disposer,
  type Logger,
  type MqttCommandDefinition,
  type MqttService,
  type MqttStatus,
  type z,
} from '@lightkeeper/plugin-sdk';
import type { HubClock } from '../time/clock.js';
import { backoffDelay } from './backoff.js';
import { credentials, publicUrl } from './broker-url.js';
import { createMqttCommands, type CommandCounters, type MqttCommandInfo } from './commands.js';
import { createDeniedTopics } from './denied-topics.js';
import { createFilterQueue } from './filter-queue.js';
import { createInFlight } from './in-flight.js';
import { createLargeMessages } from './large-messages.js';
import { checkSettings, sameSettings, type MqttSettings } from './settings.js';
import { createSubscriptions } from './subscriptions.js';
import { checkTopic } from './topics.js';
import type { Passing } from './traffic.js';
import type { IncomingMessage, MqttConnection, MqttTransport } from './transport.js';

export interface MqttServiceOptions {
  clock: HubClock;
  log: Logger;
  /** The kernel's `context.run`. */
  runAs: <T>(context: ContextInput, fn: () => T) => T;
  connect?: MqttTransport;
  /** Hears of each message in and out; must be quick. */
  onTraffic?: (message: Passing) => void;
  /** 0 to 1, for the jitter. */
  random?: () => number;
}

/** The hub's connection as the kernel sees it: a plugin's {@link MqttService}, and what belongs to its operation. */
export interface KernelMqtt extends MqttService {
  command<S extends z.ZodType>(definition: MqttCommandDefinition<S>): Disposer;
  onConnected(fn: () => void | Promise<void>): Disposer;
  onDisconnected(fn: () => void | Promise<void>): Disposer;
  /** Takes settings into use, at the start and whenever they change. Throws `LK_VALIDATION` and keeps the former ones when they are not valid. */
  configure(settings: MqttSettings): Promise<void>;
  status(): MqttStatus;
  onStatus(fn: (status: MqttStatus) => void): Disposer;
  commands(): MqttCommandInfo[];
  counters(): CommandCounters;
  /** Says goodbye to the broker and ends; at most some seconds. */
  stop(): Promise<void>;
}

interface Attempt {
  connection: MqttConnection | null;
  opened_at: number | null;
  /** Called when it is over, however that came. */
  over: Set<() => void>;
}

const GOODBYE_LIMIT_MS = 2_000;
// Only a connection that has held for so long counts as good; one that is closed again and again is tried more and more seldom.
const STABLE_MS = 60_000;

/** Makes the supervised connection. It is off until it is configured. */
export function createMqttService({ clock, log, runAs, connect, onTraffic, random = Math.random }: MqttServiceOptions): KernelMqtt {
  let settings: MqttSettings = {
    enabled: false,
    url: null,
    username: null,
    password: null,
    base_topic: 'lightkeeper',
    client_id: 'lightkeeper',
  };
  let status: MqttStatus = { state: 'off', url: null, base_topic: settings.base_topic, since: clock.iso(), error: null, next_try_at: null };
  let transport = connect;
  let attempt: Attempt | null = null;
  // A try in between does not end the time without a broker.
  let offline_since: string | null = null;
  let failures = 0;
  let cancelRetry: Disposer | null = null;
  let work: Promise<void> = Promise.resolve();
  const statusListeners = new Set<{ fn: (status: MqttStatus) => void }>();
  const connected = new Set<{ fn: () => void | Promise<void> }>();
  const disconnected = new Set<{ fn: () => void | Promise<void> }>();
  const denied = createDeniedTopics(clock, branchOf);
  // The last message that the broker took on this connection. It may still close over it: Mosquitto 2.0.11 acknowledges what it denies
  // to a client of MQTT 3.1.1, and closes the connection then.
  let taken: { topic: string; at: number } | null = null;
  const in_flight = createInFlight({
    clock,
    onTimeout: () => {
      if (attempt !== null) lose(attempt, 'the broker does not acknowledge messages');
    },
  });
  const large = createLargeMessages(clock, log);
  const filters = createFilterQueue({
    clock,
    // The hub's own commands stand in no list, and none of them may be lost.
    qosOf: (filter) => subscriptions.qosOf(filter) ?? 1,
    onDenied: (filter, error) => {
      log.warn('The broker denied a subscription', { filter, error });
    },
    onTimeout: (connection) => {
      if (attempt?.connection === connection) lose(attempt, 'the broker does not answer to subscriptions');
    },
  });
  const wanted = {
    onAdded: (filter: string): void => {
      filters.subscribe(filter);
      send();
    },
    onRemoved: (filter: string): void => {
      filters.unsubscribe(filter);
      send();
    },
  };
  const commands = createMqttCommands({
    log,
    onAdded: (topic) => {
      wanted.onAdded(below(topic));
    },
    onRemoved: (topic) => {
      wanted.onRemoved(below(topic));
    },
  });
  const subscriptions = createSubscriptions({ log, ...wanted });

  /** What is wanted while there is no connection is asked for when there is one. */
  function send(): void {
    const connection = online();
    if (connection === null) {
      if (attempt === null) filters.clear();
      return;
    }
    filters.drain(connection).catch((error: unknown) => {
      log.debug('Topics could not be subscribed to', { error });
    });
  }

  function below(topic: string): string {
    return `${settings.base_topic}/${topic}`;
  }

  /** The first level below the base topic and all under it; of a topic elsewhere, its first level. */
  function branchOf(topic: string): string {
    const prefix = `${settings.base_topic}/`;
    if (!topic.startsWith(prefix)) return topic.split('/', 1)[0] ?? '';
    return below(topic.slice(prefix.length).split('/', 1)[0] ?? '');
  }

  function online(): MqttConnection | null {
    return attempt !== null && attempt.opened_at !== null ? attempt.connection : null;
  }

  function setStatus(next: Pick<MqttStatus, 'state' | 'error' | 'next_try_at'>): void {
    if (next.state === 'online' || next.state === 'off') offline_since = null;
    else if (next.state === 'offline') offline_since ??= clock.iso();
    const since =
      next.state === 'offline' && offline_since !== null ? offline_since : next.state === status.state ? status.since : clock.iso();
    status = { ...next, since, url: publicUrl(settings.url), base_topic: settings.base_topic };
    for (const { fn } of [...statusListeners]) {
      try {
        fn(status);
      } catch (error) {
        log.error('A listener of the MQTT status failed', { error });
      }
    }
  }

  function tell(listeners: ReadonlySet<{ fn: () => void | Promise<void> }>): void {
    for (const { fn } of [...listeners]) {
      Promise.resolve()
        .then(fn)
        .catch((error: unknown) => {
          log.error('A listener of the MQTT connection failed', { error });
        });
    }
  }

  function open(): void {
    const { url, username, password, client_id, inner } = settings;
    const way = inner ?? transport;
    if (way === undefined) return;
    const mine: Attempt = { connection: null, opened_at: null, over: new Set() };
    attempt = mine;
    setStatus({ state: 'connecting', error: status.error, next_try_at: null });
    try {
      const address =
        url === null || inner !== undefined ? { url: '', username: null, password: null } : credentials(url, username, password);
      mine.connection = way(
        { ...address, client_id, will: { topic: below('status'), payload: 'offline' } },
        {
          open: () => {
            if (attempt === mine && mine.connection !== null) void greet(mine, mine.connection);
          },
          message: (message) => {
            if (attempt === mine) hear(message);
          },
          closed: (reason) => {
            for (const fn of mine.over) fn();
            lose(mine, reason);
          },
        },
      );
    } catch (error) {
      log.error('The MQTT connection could not be opened', { error });
      lose(mine, 'the address could not be used');
    }
  }

  function hear(message: IncomingMessage): void {
    const { topic, payload, bytes, retained, truncated, sender } = message;
    onTraffic?.({ direction: 'in', topic, payload, bytes, retained });
    if (truncated) large.note(branchOf(topic), topic, bytes);
    const asSender = <T>(fn: () => T): T => runAs({ actor: `mqtt:${sender ?? settings.client_id}`, origin: 'mqtt' }, fn);
    const prefix = `${settings.base_topic}/`;
    if (topic.startsWith(prefix)) commands.dispatch({ topic: topic.slice(prefix.length), payload, retained, truncated }, asSender);
    subscriptions.dispatch({ topic, payload, retained, truncated }, asSender);
  }

  /**
   * Asks for all topics, and then says that the hub is there: whoever reads that may command it at once. Only when the broker has acknowledged
   * this does the connection count as one: then it is known to work, and nothing of the hub's own stands before the first message of a plugin.
   */
  async function greet(mine: Attempt, connection: MqttConnection): Promise<void> {
    const topic = below('status');
    try {
      filters.clear();
      for (const filter of [...commands.list().map((command) => below(command.topic)), ...subscriptions.filters()])
        filters.subscribe(filter);
      await filters.drain(connection);
      await in_flight.add(topic, () => connection.publish(topic, 'online', { qos: 1, retain: true }));
    } catch (error) {
      log.debug('The broker did not take the status message', { error });
      // Most often the connection is closing, and knows better why.
      await connection.end(true).catch(() => undefined);
      lose(mine, 'the broker does not take messages');
      return;
    }
    if (attempt !== mine) return;
    mine.opened_at = clock.now();
    onTraffic?.({ direction: 'out', topic, payload: 'online', bytes: 6, retained: true });
    log.info('Connected to the MQTT broker', { url: publicUrl(settings.url) });
    setStatus({ state: 'online', error: null, next_try_at: null });
    // What plugins asked for meanwhile.
    send();
    tell(connected);
  }

  /** The connection is over, whoever ended it: everybody who waits hears of it, and the next try is planned. */
  function lose(mine: Attempt, reason: string): void {
    if (attempt !== mine) return;
    attempt = null;
    filters.clear();
    const was_open = mine.opened_at !== null;
    if (mine.opened_at !== null && clock.now() - mine.opened_at >= STABLE_MS) failures = 0;
    failures += 1;
    const oldest = in_flight.fail(new HubError('LK_MQTT_OFFLINE', `The connection to the broker broke: ${reason}.`));
    denied.suspect([
      ...(taken === null ? [] : [{ topic: taken.topic, age_ms: clock.now() - taken.at }]),
      ...(oldest === null ? [] : [oldest]),
    ]);
    taken = null;
    mine.connection?.end(true).catch((error: unknown) => {
      log.debug('The MQTT connection ended with an error', { error });
    });
    const delay = backoffDelay(failures, random);
    // Once per reason: a broker that is away for a week is one line, not ten thousand.
    log[reason === status.error ? 'debug' : 'warn']('No connection to the MQTT broker', {
      url: publicUrl(settings.url),
      reason,
      next_try_ms: delay,
    });
    cancelRetry = clock.setTimeout(open, delay);
    setStatus({ state: 'offline', error: reason, next_try_at: new Date(clock.now() + delay).toISOString() });
    if (was_open) tell(disconnected);
  }

  async function publish(topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }): Promise<void> {
    const connection = online();
    if (connection === null) throw new HubError('LK_MQTT_OFFLINE', 'The broker is not connected.');
    if (denied.rests(topic)) {
      throw new HubError(
        'LK_UPSTREAM',
        `The broker closes the connection when the hub publishes to ${branchOf(topic)}; it seems not to allow it.`,
      );
    }
    onTraffic?.({ direction: 'out', topic, payload, bytes: Buffer.byteLength(payload), retained: options.retain });
    await in_flight.add(topic, () => connection.publish(topic, payload, options));
    if (options.qos === 0 || online() !== connection) return;
    if (taken !== null) denied.cleared(taken.topic);
    taken = { topic, at: clock.now() };
  }

  /** Ends what is there, so that nothing of it acts any more. */
  async function close(): Promise<void> {
    await cancelRetry?.();
    cancelRetry = null;
    const mine = attempt;
    attempt = null;
    filters.clear();
    if (mine === null) return;
    in_flight.fail(new HubError('LK_MQTT_OFFLINE', 'The hub has closed the connection to the broker.'));
    if (mine.opened_at !== null) tell(disconnected);
    if (mine.connection !== null) await goodbye(mine, mine.connection);
  }

  // By hand what the last will does when the hub vanishes: a broker drops the will of a client that says goodbye (MQTT 3.1.1 §3.14.4).
  async function goodbye(mine: Attempt, connection: MqttConnection): Promise<void> {
    const topic = below('status');
    const said =
      mine.opened_at !== null
        ? connection.publish(topic, 'offline', { qos: 1, retain: true }).then(() => connection.end(false))
        : connection.end(true);
    await new Promise<void>((resolve) => {
      const cancel = clock.setTimeout(resolve, GOODBYE_LIMIT_MS);
      const done = (): void => {
        void cancel();
        resolve();
      };
      mine.over.add(done);
      said.then(done, done);
    });
    connection.end(true).catch((error: unknown) => {
      log.debug('The MQTT connection ended with an error', { error });
    });
  }

  function inTurn(fn: () => Promise<void>): Promise<void> {
    const result = work.then(fn);
    work = result.catch(() => undefined);
    return result;
  }

  return {
    get base_topic() {
      return settings.base_topic;
    },
    get connected() {
      return online() !== null;
    },
    async publish(topic, payload, { qos = 0, retain = false } = {}) {
      await publish(below(checkTopic(topic)), payload, { qos, retain });
    },
    async publishTo(topic, payload, { qos = 0, retain = false } = {}) {
      await publish(checkTopic(topic), payload, { qos, retain });
    },
    command: (definition) => commands.add(definition),
    subscribe: (filter, handler, options) => subscriptions.add(filter, handler, options),
    onConnected: (fn) => listen(connected, fn),
    onDisconnected: (fn) => listen(disconnected, fn),
    onStatus: (fn) => listen(statusListeners, fn),
    status: () => status,
    commands: () => commands.list(),
    counters: () => commands.counters(),
    configure: (input) =>
      inTurn(async () => {
        const next = checkSettings(input);
        if (attempt !== null && sameSettings(next, settings)) return;
        await close();
        settings = next;
        failures = 0;
        denied.forget();
        setStatus({ state: 'off', error: null, next_try_at: null });
        if (!settings.enabled) return;
        // A hub without an outside broker need not carry the library.
        if (settings.inner === undefined) transport ??= (await import('./mqtt-transport.js')).mqttTransport;
        open();
      }),
    stop: () =>
      inTurn(async () => {
        await close();
        setStatus({ state: 'off', error: null, next_try_at: null });
      }),
  };
}

function listen<F>(listeners: Set<{ fn: F }>, fn: F): Disposer {
  const entry = { fn };
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
  };
}
