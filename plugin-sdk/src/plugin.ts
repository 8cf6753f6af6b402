import { z } from 'zod';
import type { ActivityWriter, Vocabulary } from './activity.js';
import type { Clock, Timers } from './clock.js';
import type { ContextService } from './context.js';
import type { Migration, PluginDatabase } from './database.js';
import type { Disposer } from './disposable.js';
import type { Entities } from './entities.js';
import type { Home } from './home.js';
import type { Hooks } from './hooks.js';
import type { Logger } from './logger.js';
import type { MqttService, Sockets } from './messages.js';
import type { DiscoveryService, HttpClient, TcpService, UdpService } from './network.js';
import type { Routes } from './routes.js';
import type { Services } from './services.js';
import type { PluginUi } from './ui.js';

/** What a plugin asks for; shown to the owner, and enforced: the part of the context behind a permission that is not asked for throws. */
export const PERMISSIONS = ['activity', 'database', 'devices', 'discovery', 'entities', 'mqtt', 'network', 'routes', 'ui'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * The manifest: the key `lightkeeper` of the plugin's `package.json`, whose `version`, `description` and `main` count too.
 * It is read without running the plugin.
 */
export const manifestSchema = z.strictObject({
  /** Lower case words with dashes: `tide-table`. It names the plugin's tables, settings, log source and actor. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .max(40),
  name: z.string().min(1).max(80),
  /** Range of SDK versions that it works with: `^0.1.0`. */
  sdk: z.string().min(1).max(40),
  /** Ids of plugins that must run before it. */
  dependsOn: z.array(z.string()).max(32).default([]),
  permissions: z.array(z.enum(PERMISSIONS)).default([]),
  /** Folder with the ES modules of its panels, relative to `package.json`. Only files in it are served. */
  ui: z.string().max(200).optional(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** A plugin's own settings, kept by the hub, changed in Settings, each change recorded. */
export interface PluginSettings<T> {
  readonly value: Readonly<T>;
  /** Changes some of them, validated, as the context's actor. */
  update(patch: Partial<T>): Promise<void>;
  onChange(fn: (next: Readonly<T>, previous: Readonly<T>) => void | Promise<void>): Disposer;
}

/**
 * All that the hub offers a plugin. Whatever has a side effect goes through it and ends by itself, in reverse order, when the plugin stops.
 */
export interface Hub<S, V extends Vocabulary> {
  readonly plugin: Manifest & { version: string };
  /** Facts about this hub. */
  readonly info: {
    readonly version: string;
    readonly demo: boolean;
    readonly allow_loopback_discovery: boolean;
    /**
     * True from `system.started` on, when the plugins that come with the hub have all been started. A plugin that is started with the hub waits for that
     * hook with what needs the others; one that is started anew does not see it any more. Never true for a command on the data folder.
     */
    readonly started: boolean;
  };
  readonly home: Home;
  readonly log: Logger;
  readonly clock: Clock;
  readonly timers: Timers;
  /** A new UUIDv7. */
  newId(): string;
  readonly context: ContextService;
  readonly hooks: Hooks;
  readonly activity: ActivityWriter<V>;
  readonly settings: PluginSettings<S>;
  readonly services: Services;
  readonly db: PluginDatabase;
  readonly entities: Entities;
  readonly routes: Routes;
  readonly sockets: Sockets;
  readonly mqtt: MqttService;
  readonly discovery: DiscoveryService;
  readonly http: HttpClient;
  readonly udp: UdpService;
  readonly tcp: TcpService;
  readonly ui: PluginUi;
  /** Registers something of the plugin's own that has to be taken back: a socket, a watcher. Undone in reverse order. */
  effect(label: string, undo: Disposer): Disposer;
  /** Says that the plugin works only in part; `null` that it is well again. */
  degraded(reason: string | null): void;
}

export interface PluginDefinition<S extends z.ZodObject, V extends Vocabulary> {
  /** Settings with defaults for every field; the form in Settings is made from it. */
  settings?: S;
  /** The words that it will write in the log. */
  actions?: V;
  /** Its own tables, for what is not configuration. */
  migrations?: readonly Migration[];
  /**
   * Sets the plugin going. The plugin counts as running when it resolves; if it throws, or takes longer than 10 s, the plugin has
   * failed and all it had set going is undone.
   */
  setup(hub: Hub<z.output<S>, V>): void | Promise<void>;
}

/**
 * Declares a plugin: the default export of its main file.
 *
 * @example
 * export default definePlugin({
 *   actions: { tide: { turned: { severity: 'info', message: 'The tide turned', description: 'High or low water' } } },
 *   setup(hub) {
 *     hub.timers.every(60_000, 'watch the tide', () => hub.activity.record('tide', 'turned'));
 *   },
 * });
 */
export function definePlugin<S extends z.ZodObject = z.ZodObject<Record<never, never>>, const V extends Vocabulary = Record<never, never>>(
  definition: PluginDefinition<S, V>,
): PluginDefinition<S, V> {
  return definition;
}
