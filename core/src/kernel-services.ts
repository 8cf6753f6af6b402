import type { DiscoveryService, HttpClient } from '@lightkeeper/plugin-sdk';
import type { VocabularyStore } from './activity/vocabulary.js';
import type { HubConfig } from './config/index.js';
import type { Contexts } from './context/context-service.js';
import type { Database } from './database/database.js';
import type { EntityStore } from './entities/entity-store.js';
import type { HookRegistry } from './hooks/hook-registry.js';
import type { RouteRegistry } from './http/route-registry.js';
import type { SocketChannels } from './http/socket-channels.js';
import type { SocketCommands } from './http/socket-commands.js';
import type { WebSocketGateway } from './http/websocket-gateway.js';
import type { Logs } from './log/index.js';
import type { KernelMqtt } from './mqtt/index.js';
import type { PluginTcp, PluginUdp } from './network/index.js';
import type { ServiceRegistry } from './services/service-registry.js';
import type { HomeStore } from './settings/home.js';
import type { SettingsStore } from './settings/settings-store.js';
import type { HubClock } from './time/clock.js';

/** The rooms of the kernel that a plugin's context leads to. Also the names in the container. */
export interface KernelServices {
  config: HubConfig;
  version: string;
  /** Whether the hub has told that it started. */
  phase: { started: boolean };
  logs: Logs;
  clock: HubClock;
  newId: () => string;
  contexts: Contexts;
  hooks: HookRegistry;
  services: ServiceRegistry;
  vocabulary: VocabularyStore;
  db: Database;
  entities: EntityStore;
  settings: SettingsStore;
  home: HomeStore;
  routes: RouteRegistry;
  socketCommands: SocketCommands;
  socketChannels: SocketChannels;
  gateway: WebSocketGateway;
  mqtt: KernelMqtt;
  discovery: DiscoveryService;
  http: HttpClient;
  /** Makes a plugin's own way to send datagrams. */
  createUdp: () => PluginUdp;
  /** Makes a plugin's own way to listen. */
  createTcp: () => PluginTcp;
}
