import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  Disposer,
  HookDeclaration,
  HookName,
  Home,
  Hub,
  MqttService,
  Permission,
  PluginUi,
  Routes,
  TcpService,
  UdpService,
  Vocabulary,
} from '@lightkeeper/plugin-sdk';
import { checkActor, createActivityWriter } from '../activity/activity-writer.js';
import type { KernelServices } from '../kernel-services.js';
import type { PluginSettingsHandle } from '../settings/settings-store.js';
import { createTimers } from '../time/timers.js';
import { routesFor } from '../http/route-registry.js';
import type { EffectScope } from './effects.js';
import type { FoundPlugin } from './find-plugins.js';
import { createPluginUi } from './plugin-ui.js';
import type { UiContributions } from './plugin-ui.js';

interface PluginHubOptions {
  found: FoundPlugin;
  scope: EffectScope;
  kernel: KernelServices;
  settings: PluginSettingsHandle;
  ui: UiContributions;
  onFailure: (what: string, error: unknown) => void;
  onDegraded: (reason: string | null) => void;
}

/** The face of the hub that one plugin sees. All that it sets going lands in its effect scope, and ends with it. */
export function createPluginHub(options: PluginHubOptions): Hub<Record<string, unknown>, Vocabulary> {
  const { found, scope, kernel, onFailure } = options;
  const { id } = found.manifest;
  const builtIn = found.source === 'built_in';
  const effect = (label: string, undo: Disposer): Disposer => scope.add(label, undo);
  const log = kernel.logs.logger(id);
  const timers = createTimers({
    clock: kernel.clock,
    effect,
    onError: (label, error) => {
      onFailure(`the timer "${label}"`, error);
    },
  });
  const asPlugin = <T>(fn: () => T): T => kernel.contexts.run({ actor: `plugin:${id}`, origin: 'plugin' }, fn);
  const hub: Hub<Record<string, unknown>, Vocabulary> = {
    plugin: { ...found.manifest, version: found.version },
    info: {
      version: kernel.version,
      demo: kernel.config.demo,
      allow_loopback_discovery: kernel.config.allow_loopback_discovery,
      get started() {
        return kernel.phase.started;
      },
    },
    home: pluginHome(options, asPlugin),
    log,
    clock: kernel.clock,
    timers: {
      after: (ms, label, fn) => timers.after(ms, label, () => asPlugin(fn)),
      every: (ms, label, fn) => timers.every(ms, label, () => asPlugin(fn)),
    },
    newId: kernel.newId,
    context: {
      current: () => kernel.contexts.current(),
      run: (input, fn) => {
        checkActor(input.actor, { plugin_id: id, builtIn, context: kernel.contexts });
        return kernel.contexts.run(input, fn);
      },
    },
    hooks: {
      tap: (name, fn, tapOptions) => effect(`tap: ${name}`, kernel.hooks.tap(id, name, fn, tapOptions)),
      declare: <N extends HookName>(name: N, declaration: HookDeclaration) => {
        const { caller, undo } = kernel.hooks.declare(id, name, declaration);
        effect(`hook: ${name}`, undo);
        return caller;
      },
    },
    activity: createActivityWriter({
      plugin_id: id,
      builtIn,
      vocabulary: kernel.vocabulary,
      services: kernel.services,
      context: kernel.contexts,
    }),
    settings: options.settings,
    services: {
      provide: (name, service) => effect(`service: ${name}`, kernel.services.provide(id, name, service)),
      get: (name) => kernel.services.get(name),
      require: (name) => kernel.services.require(name),
    },
    db: kernel.db,
    entities: {
      bulk: (what, fn) => kernel.entities.bulk(what, fn),
      nameOf: (type, id) => kernel.entities.nameOf(type, id),
      register: (definition) => {
        const { collection, undo } = kernel.entities.register(id, definition, pluginRoutes(options));
        effect(`entity type: ${definition.type}`, undo);
        return collection;
      },
    },
    routes: pluginRoutes(options),
    sockets: {
      publish: (type, payload, access) => {
        kernel.gateway.publish(type, payload, access);
      },
      publishCustom: (word, payload, access) => {
        kernel.gateway.publish(`${id}.${word}`, payload, access);
      },
      command: (definition) => {
        effect(`message: ${definition.type}`, kernel.socketCommands.add(id, definition as never));
      },
      channel: (definition) => {
        effect(`channel: ${definition.name}`, kernel.socketChannels.add(id, definition));
      },
    },
    mqtt: pluginMqtt(options, effect),
    discovery: {
      browse: (type, handler) => effect(`browse: ${type}`, kernel.discovery.browse(type, handler)),
    },
    http: kernel.http,
    udp: pluginUdp(options),
    tcp: pluginTcp(options),
    ui: guardUi(options, createPluginUi(options.ui, found, effect)),
    effect,
    degraded: options.onDegraded,
  };
  return withPermissions(hub, found);
}

/** As it is at each look; a plugin hears of changes as itself, until it stops. */
function pluginHome({ scope, kernel: { home } }: PluginHubOptions, asPlugin: <T>(fn: () => T) => T): Home {
  return {
    get name() {
      return home.name;
    },
    get time_zone() {
      return home.time_zone;
    },
    get location() {
      return home.location;
    },
    onChange: (fn) =>
      scope.add(
        'home: on change',
        home.onChange((next) => asPlugin(() => fn(next))),
      ),
  };
}

function pluginRoutes({ found, scope, kernel }: PluginHubOptions): Routes {
  return routesFor(kernel.routes, found.manifest.id, (label, undo) => scope.add(label, undo));
}

/** The first effect of a plugin that may use it, so that it is undone last: what takes leave when it stops can still send. */
function pluginUdp({ found, scope, kernel }: PluginHubOptions): UdpService {
  const udp = kernel.createUdp();
  if (found.manifest.permissions.includes('network')) {
    scope.add('udp', () => {
      udp.close();
    });
  }
  return udp;
}

function pluginTcp({ found, scope, kernel }: PluginHubOptions): TcpService {
  const tcp = kernel.createTcp();
  if (found.manifest.permissions.includes('network')) {
    scope.add('tcp', () => {
      tcp.close();
    });
  }
  return tcp;
}

function pluginMqtt({ kernel }: PluginHubOptions, effect: (label: string, undo: Disposer) => Disposer): MqttService {
  const { mqtt } = kernel;
  return {
    get base_topic() {
      return mqtt.base_topic;
    },
    get connected() {
      return mqtt.connected;
    },
    publish: (topic, payload, options) => mqtt.publish(topic, payload, options),
    publishTo: (topic, payload, options) => mqtt.publishTo(topic, payload, options),
    subscribe: (filter, handler, options) => effect(`mqtt: ${filter}`, mqtt.subscribe(filter, handler, options)),
    command: (definition) => {
      effect(`mqtt command: ${definition.topic}`, mqtt.command(definition));
    },
    onConnected: (fn) => {
      effect('mqtt: on connected', mqtt.onConnected(fn));
    },
    onDisconnected: (fn) => {
      effect('mqtt: on disconnected', mqtt.onDisconnected(fn));
    },
  };
}

/** A panel of a plugin without a `ui` folder would never load; say so when it is added. */
function guardUi({ found }: PluginHubOptions, ui: PluginUi): PluginUi {
  if (found.manifest.ui !== undefined) return ui;
  const refuse = (): never => {
    throw new HubError('LK_PLUGIN_INVALID', `${found.manifest.id} adds to the UI, but its manifest names no "ui" folder`);
  };
  return { panel: refuse, settingsPanel: refuse, widget: refuse };
}

const GUARDED: Record<Permission, readonly (keyof Hub<never, never>)[]> = {
  activity: ['activity'],
  database: ['db'],
  devices: [],
  discovery: ['discovery'],
  entities: ['entities'],
  mqtt: ['mqtt'],
  network: ['http', 'tcp', 'udp'],
  routes: ['routes', 'sockets'],
  ui: ['ui'],
};

/** What the manifest does not ask for is not there: using it fails with the permission's name. */
function withPermissions<H extends object>(hub: H, { manifest }: FoundPlugin): H {
  const guarded = { ...hub } as Record<string, unknown>;
  for (const [permission, parts] of Object.entries(GUARDED) as [Permission, readonly string[]][]) {
    if (manifest.permissions.includes(permission)) continue;
    for (const part of parts) {
      guarded[part] = new Proxy(
        {},
        {
          get() {
            throw new HubError(
              'LK_FORBIDDEN',
              `${manifest.id} uses hub.${part}, but its manifest does not ask for the permission "${permission}"`,
            );
          },
        },
      );
    }
  }
  return guarded as H;
}
