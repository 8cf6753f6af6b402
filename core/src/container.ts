import { join } from 'node:path';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer } from '@lightkeeper/plugin-sdk';
import { InjectionMode, asFunction, asValue, createContainer } from 'awilix';
import type { AwilixContainer } from 'awilix';
import { createAccess } from './access/index.js';
import type { Access, AccessDeps } from './access/index.js';
import { VocabularyStore } from './activity/vocabulary.js';
import { createBrokerRoom } from './broker/index.js';
import type { BrokerRoom } from './broker/index.js';
import type { HubConfig } from './config/index.js';
import { Contexts } from './context/context-service.js';
import { Database } from './database/database.js';
import { createDiscovery } from './discovery/index.js';
import type { KernelDiscovery } from './discovery/index.js';
import { EntityStore } from './entities/entity-store.js';
import type { EntityStoreDeps } from './entities/entity-types.js';
import { SecretBox } from './entities/secrets.js';
import { HubFacts } from './facts/hub-facts.js';
import { HookRegistry } from './hooks/hook-registry.js';
import { peerResolver } from './http/peer.js';
import { RouteRegistry, routesFor } from './http/route-registry.js';
import { SocketChannels } from './http/socket-channels.js';
import { SocketCommands } from './http/socket-commands.js';
import { WebSocketGateway } from './http/websocket-gateway.js';
import type { KernelServices } from './kernel-services.js';
import { Lifecycle } from './lifecycle.js';
import type { Logs } from './log/index.js';
import { createMqttService, createTraffic } from './mqtt/index.js';
import type { MqttTransport, Traffic } from './mqtt/index.js';
import { createAddressPolicy, createHttpClient, createTcp, createUdp } from './network/index.js';
import type { KernelHttpClient } from './network/index.js';
import { newId } from './new-id.js';
import { VERSION } from './paths.js';
import { EffectScope } from './plugins/effects.js';
import type { AnyPluginDefinition } from './plugins/plugin-definition.js';
import { PluginFacts } from './plugins/plugin-facts.js';
import { PluginSupervisor } from './plugins/supervisor.js';
import { ServiceRegistry } from './services/service-registry.js';
import { HomeStore } from './settings/home.js';
import { SettingsStore } from './settings/settings-store.js';
import { systemClock } from './time/clock.js';
import type { HubClock } from './time/clock.js';
import { createTimers } from './time/timers.js';

/** What is handed in from outside: the configuration, and in tests the parts that touch the world. */
export interface HubOptions {
  config: HubConfig;
  logs: Logs;
  clock?: HubClock;
  /** By default a file in the data folder; `:memory:` in tests. */
  database?: string;
  mqttTransport?: MqttTransport;
  discovery?: KernelDiscovery;
  /** Plugins handed over in code, by id. */
  definitions?: ReadonlyMap<string, AnyPluginDefinition>;
  /** Fixed, so that a test need not read it off the console. */
  setup_code?: string;
  passwords?: AccessDeps['passwords'];
}

export interface Cradle extends KernelServices {
  facts: HubFacts;
  /** The kernel's own effects: its routes, timers and words. */
  scope: EffectScope;
  entityDeps: EntityStoreDeps;
  access: Access;
  discovery: KernelDiscovery;
  http: KernelHttpClient;
  peer: ReturnType<typeof peerResolver>;
  /** What goes through the hub's connection to the broker. */
  traffic: Traffic;
  /** The broker inside the hub. */
  broker: BrokerRoom;
  lifecycle: Lifecycle;
  supervisor: PluginSupervisor;
}

/** Puts the kernel together. Each room is made when first asked for, once; what is asynchronous was made before and is handed in. */
export async function createKernel(options: HubOptions): Promise<AwilixContainer<Cradle>> {
  const { config, logs, clock = systemClock } = options;
  const log = logs.logger('core');
  const filename = options.database ?? join(config.data_dir, 'lightkeeper.db');
  const db = await Database.open({
    filename,
    onAfterCommitError: (error) => {
      log.error('Something that follows a commit failed', { reason: String(error) });
    },
  });
  const secrets = filename === ':memory:' ? new SecretBox(Buffer.alloc(32)) : SecretBox.fromFile(join(config.data_dir, 'secret.key'));
  const container = createContainer<Cradle>({ injectionMode: InjectionMode.PROXY, strict: true });
  container.register({
    config: asValue(config),
    version: asValue(VERSION),
    logs: asValue(logs),
    clock: asValue(clock),
    newId: asValue(newId),
    db: asValue(db),
    scope: asValue(new EffectScope('core')),
    contexts: asFunction(({ newId }: Cradle) => new Contexts(newId)).singleton(),
    hooks: asFunction((cradle: Cradle) => new HookRegistry(reportTapFailure(cradle))).singleton(),
    services: asFunction(() => new ServiceRegistry()).singleton(),
    vocabulary: asFunction(() => new VocabularyStore()).singleton(),
    facts: asFunction((cradle: Cradle) => new HubFacts(cradle.db)).singleton(),
    routes: asFunction(() => new RouteRegistry()).singleton(),
    peer: asFunction(() => peerResolver(config.trusted_proxies)).singleton(),
    entityDeps: asFunction((cradle: Cradle) => entityDeps(cradle, secrets)).singleton(),
    entities: asFunction((cradle: Cradle) => new EntityStore(cradle.entityDeps)).singleton(),
    home: asFunction(() => new HomeStore()).singleton(),
    phase: asValue({ started: false }),
    settings: asFunction((cradle: Cradle) => new SettingsStore(cradle.entityDeps, reportListenerError(cradle))).singleton(),
    access: asFunction((cradle: Cradle) => createAccess(accessDeps(cradle, options))).singleton(),
    socketChannels: asFunction(() => new SocketChannels()).singleton(),
    socketCommands: asFunction(({ access }: Cradle) => new SocketCommands(access)).singleton(),
    gateway: asFunction(
      (cradle: Cradle) =>
        new WebSocketGateway({
          ...pick(cradle, 'contexts', 'peer', 'version'),
          access: cradle.access,
          commands: cradle.socketCommands,
          channels: cradle.socketChannels,
          log,
        }),
    ).singleton(),
    traffic: asFunction(({ gateway }: Cradle) =>
      createTraffic({
        clock,
        hasListeners: () => gateway.hasListeners('mqtt_traffic'),
        onBatch: (items) => {
          gateway.publish('mqtt_traffic', { items }, { role: 'admin', scope: 'mqtt:read' }, 'mqtt_traffic');
        },
      }),
    ).singleton(),
    broker: asFunction((cradle: Cradle) => createBrokerRoom(cradle)).singleton(),
    mqtt: asFunction(({ contexts, traffic }: Cradle) =>
      createMqttService({
        clock,
        log: logs.logger('mqtt'),
        onTraffic: (message) => {
          traffic.add(message);
        },
        runAs: (context, fn) => contexts.run(context, fn),
        ...(options.mqttTransport !== undefined && { connect: options.mqttTransport }),
      }),
    ).singleton(),
    discovery: asFunction(
      () => options.discovery ?? createDiscovery({ clock, log: logs.logger('discovery'), disabled: !config.mdns }),
    ).singleton(),
    http: asFunction(({ version }: Cradle) =>
      createHttpClient({ policy: createAddressPolicy(config), log: logs.logger('network'), version }),
    ).singleton(),
    createUdp: asValue(() => createUdp({ policy: createAddressPolicy(config), log: logs.logger('network') })),
    createTcp: asValue(() => createTcp({ log: logs.logger('network') })),
    lifecycle: asFunction(
      (cradle: Cradle) => new Lifecycle(pick(cradle, 'db', 'hooks', 'contexts', 'clock', 'version', 'facts', 'phase')),
    ).singleton(),
    supervisor: asFunction(
      (cradle: Cradle) =>
        new PluginSupervisor({
          kernel: cradle,
          facts: new PluginFacts(cradle.facts),
          ...(options.definitions !== undefined && { definitions: options.definitions }),
        }),
    ).singleton(),
  });
  return container;
}

/** Some rooms by name. The cradle itself must not be spread: that would make every room at once. */
export function pick<K extends keyof Cradle>(cradle: Cradle, ...names: K[]): Pick<Cradle, K> {
  return Object.fromEntries(names.map((name) => [name, cradle[name]])) as Pick<Cradle, K>;
}

function entityDeps(cradle: Cradle, secrets: SecretBox): EntityStoreDeps {
  return {
    ...pick(cradle, 'db', 'hooks', 'clock', 'newId'),
    context: cradle.contexts,
    secrets,
    bulks: new WeakMap(),
    requireRecorder: () => {
      if (cradle.services.get('activity_recorder') !== undefined) return;
      throw new HubError('LK_LOG_UNAVAILABLE', 'The activity log does not run, and a change that cannot be recorded is not made.');
    },
    publish: ({ op, type, id }, entity, access) => {
      cradle.gateway.publish('entity_changed', { op, entity_type: type, entity_id: id, entity }, access);
    },
  };
}

function accessDeps(cradle: Cradle, { setup_code, passwords }: HubOptions): AccessDeps {
  const { scope, hooks, config, contexts } = cradle;
  const effect = (label: string, undo: Disposer): Disposer => scope.add(label, undo);
  const routes = routesFor(cradle.routes, 'core', effect);
  const log = cradle.logs.logger('access');
  const timers = createTimers({
    clock: cradle.clock,
    effect,
    onError: (label, error) => {
      log.error(`The timer "${label}" failed`, { reason: String(error) });
    },
  });
  return {
    ...pick(cradle, 'db', 'clock', 'newId'),
    entities: {
      register: (definition) => cradle.entities.register('core', definition, routes).collection,
      bulk: (what, fn) => cradle.entities.bulk(what, fn),
      nameOf: (type, id) => cradle.entities.nameOf(type, id),
    },
    routes,
    emit: (name, payload) => hooks.call(name, payload),
    context: contexts,
    log,
    timers,
    closeSockets: (match) => {
      cradle.gateway.closeMatching(match);
    },
    secure_cookies: config.secure_cookies,
    ...(setup_code !== undefined && { setup_code }),
    ...(passwords !== undefined && { passwords }),
  };
}

function reportTapFailure(cradle: Cradle): ConstructorParameters<typeof HookRegistry>[0] {
  return ({ owner, hook, error, duration_ms }) => {
    void cradle.supervisor.failed(owner, `its tap on ${hook} (after ${Math.round(duration_ms)} ms)`, error);
  };
}

function reportListenerError({ logs }: Cradle): (group: string, error: unknown) => void {
  return (group, error) => {
    logs.logger('core').error(`A listener of the settings "${group}" failed`, { reason: String(error) });
  };
}
