import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createHub, createLogs, createManualClock, findPlugins, loadConfig, readPlugin } from '@lightkeeper/core';
import type { AnyPluginDefinition, FoundPlugin, LightkeeperHub, ManualClock } from '@lightkeeper/core';
import { manifestSchema } from '@lightkeeper/plugin-sdk';
import type { DiscoveredService, EffectNode, HookName, HookPayloads, LogLine, PluginInfo, Role } from '@lightkeeper/plugin-sdk';
import type { PluginDefinition, Vocabulary, z } from '@lightkeeper/plugin-sdk';
import { FakeBroker } from './fake-broker.js';
import { FakeDiscovery } from './fake-discovery.js';

/** A plugin given in code, with the manifest that its `package.json` would hold. */
export interface TestPlugin<S extends z.ZodObject = z.ZodObject, V extends Vocabulary = Vocabulary> {
  manifest: z.input<typeof manifestSchema>;
  version?: string;
  definition: PluginDefinition<S, V>;
  /** It counts as one that comes with the hub, and may speak for anybody: for tests of parts of such a plugin. */
  built_in?: boolean;
}

export interface TestHubOptions {
  /** Folders of plugins (with a `package.json`), or plugins given in code, beside the built-in ones. */
  plugins?: readonly (string | TestPlugin<never, never>)[];
  /** Which built-in plugins run; by default all. Without `activity-log` no change can be made. */
  built_ins?: readonly string[];
  /** Epoch milliseconds at which the clock stands. */
  now?: number;
  demo?: boolean;
  /** Connects the hub to the fake broker. */
  mqtt?: boolean;
}

export interface TestRequest {
  body?: unknown;
  headers?: Record<string, string>;
  /** The role of the token to use; by default `owner`. Null sends none. */
  as?: Role | null;
}

export interface TestResponse {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text where it is not JSON. */
  body: never;
  text: string;
}

/** The real kernel on an in-memory database, with a clock and a broker in the test's hands. */
export interface TestHub {
  hub: LightkeeperHub;
  clock: ManualClock;
  mqtt: FakeBroker;
  /** Base address of its real HTTP server, on a free loopback port. */
  url: string;
  /** Something announces itself by mDNS. */
  announce(service: Omit<DiscoveredService, 'key'> & { type: string }): void;
  /** What announced itself says goodbye. */
  withdraw(name: string, type: string): void;
  /** Takes the log's table away, so that nothing more can be recorded. */
  breakRecorder(): Promise<void>;
  /** Lines of the debugging log. */
  logs(): LogLine[];
  /** A request below `/api/v1`. */
  request(method: string, path: string, request?: TestRequest): Promise<TestResponse>;
  /** An API token of this role. */
  token(role: Role): Promise<string>;
  /** Payloads of every call of a hook from now on. */
  spy<N extends HookName>(name: N): HookPayloads[N][];
  plugin(id: string): PluginInfo;
  /** What is set going, by owner. */
  effects(): EffectNode[];
  /** Starts a plugin anew, and throws unless its effects are then the same: what it set going, it also took back. */
  expectNoLeaks(plugin_id: string): Promise<void>;
  /** Waits until nothing that was begun is left to do, without moving time. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const START = Date.UTC(2026, 0, 15, 12);
const SETUP_CODE = 'TEST-CODE';

/**
 * Boots a hub for a test. Stop it at the end.
 *
 * @example
 * const hub = await createTestHub({ plugins: [{ manifest: { id: 'tide', name: 'Tide', sdk: '*' }, definition: tide }] });
 * const { status } = await hub.request('GET', '/tides');
 * await hub.stop();
 */
export async function createTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const data_dir = mkdtempSync(join(tmpdir(), 'lightkeeper-test-'));
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await setImmediate();
    await hub.container.cradle.db.idle();
    for (let turn = 0; turn < 4; turn += 1) await setImmediate();
  };
  const clock = createManualClock(options.now ?? START, settle);
  const mqtt = new FakeBroker();
  const discovery = new FakeDiscovery();
  const logs = createLogs({ level: 'debug', output: null, format: 'json', clock });
  const config = loadConfig({
    flags: { data_dir, host: '127.0.0.1', port: '0', mdns: 'false', demo: options.demo === true ? 'true' : 'false' },
    env: {},
    cwd: data_dir,
  });
  const inCode = (options.plugins ?? []).filter((plugin) => typeof plugin !== 'string') as unknown as TestPlugin[];
  const hub = await createHub({
    config: options.mqtt === true ? { ...config, mqtt_url: 'mqtt://broker.test:1883' } : config,
    logs,
    clock,
    database: ':memory:',
    mqttTransport: mqtt.transport,
    discovery,
    setup_code: SETUP_CODE,
    definitions: new Map(inCode.map((plugin) => [plugin.manifest.id, plugin.definition as unknown as AnyPluginDefinition])),
  });
  await hub.start({ plugins: choosePlugins(options, inCode) });
  const tokens = new Map<Role, string>();
  const token = async (role: Role): Promise<string> => {
    let known = tokens.get(role);
    if (known === undefined) {
      known = (await hub.container.cradle.access.createToken({ name: `test-${role}`, role })).token;
      tokens.set(role, known);
    }
    return known;
  };
  const test: TestHub = {
    hub,
    clock,
    mqtt,
    url: hub.address,
    announce: (service) => {
      discovery.announce(service);
    },
    withdraw: (name, type) => {
      discovery.withdraw(name, type);
    },
    async breakRecorder() {
      await hub.container.cradle.db.transaction((tx) => tx.run('ALTER TABLE activity_log_entries RENAME TO activity_log_entries_away', []));
    },
    logs: () => logs.read({ limit: 2_000 }),
    token,
    async request(method, path, { body, headers = {}, as = 'owner' } = {}) {
      const response = await fetch(`${hub.address}/api/v1${path}`, {
        method,
        headers: {
          ...(as !== null && { Authorization: `Bearer ${await token(as)}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        redirect: 'manual',
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parse(text) as never };
    },
    spy<N extends HookName>(name: N) {
      const calls: HookPayloads[N][] = [];
      hub.container.cradle.hooks.tap('test', name, (payload) => {
        calls.push(payload);
      });
      return calls;
    },
    plugin: (id) => hub.container.cradle.supervisor.get(id),
    effects: () => hub.effects(),
    async expectNoLeaks(plugin_id) {
      const before = ownEffects(hub, plugin_id);
      await hub.container.cradle.supervisor.restart(plugin_id);
      await settle();
      const after = ownEffects(hub, plugin_id);
      if (before !== after) throw new Error(`${plugin_id} leaks: before its restart\n${before}\nafter it\n${after}`);
    },
    settle,
    async stop() {
      await hub.stop();
      rmSync(data_dir, { recursive: true, force: true });
    },
  };
  return test;
}

function choosePlugins(options: TestHubOptions, inCode: readonly TestPlugin[]): FoundPlugin[] {
  const builtIn = findPlugins(join(import.meta.dirname, '..', '..', '..', 'plugins'), 'built_in');
  const wanted = builtIn.filter(({ manifest }) => options.built_ins?.includes(manifest.id) ?? true);
  const folders = (options.plugins ?? []).filter((plugin) => typeof plugin === 'string');
  const found = folders.map((folder) => {
    const plugin = readPlugin(folder, 'data_folder');
    if (plugin === null) throw new Error(`${folder} holds no plugin: its package.json has no "lightkeeper"`);
    return plugin;
  });
  const given = inCode.map((plugin): FoundPlugin => ({
    folder: '',
    source: plugin.built_in === true ? 'built_in' : 'data_folder',
    manifest: manifestSchema.parse(plugin.manifest),
    version: plugin.version ?? '0.0.0',
    description: '',
    main: '',
    problem: null,
  }));
  return [...wanted, ...found, ...given];
}

function ownEffects(hub: LightkeeperHub, plugin_id: string): string {
  const tree = hub.effects().find(({ label }) => label === plugin_id);
  return (tree?.children.map(({ label }) => label) ?? []).sort().join('\n');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
