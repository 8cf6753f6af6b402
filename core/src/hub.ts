import { join } from 'node:path';

import type { EffectNode, Health, PluginSettings } from '@lightkeeper/plugin-sdk';
import { migrations } from '@lightkeeper/migrations';
import type { AwilixContainer } from 'awilix';
import { authActions } from './access/index.js';
import { kernelVocabulary } from './activity/kernel-vocabulary.js';
import { createKernel } from './container.js';
import type { Cradle, HubOptions } from './container.js';
import { declareKernelHooks } from './hooks/kernel-hooks.js';
import { createApiRouter } from './http/api-router.js';
import { HttpServer } from './http/http-server.js';
import { routesFor } from './http/route-registry.js';
import { securityHeaders } from './http/security-headers.js';
import { inlineScriptHashes, webSite } from './http/web-site.js';
import { addMetricsRoute, metricsAlias } from './metrics/metrics.js';
import { connectBroker } from './settings/broker-settings.js';
import { paths } from './paths.js';
import { findNpmPlugins, findPlugins } from './plugins/find-plugins.js';
import type { FoundPlugin } from './plugins/find-plugins.js';
import { PluginFacts } from './plugins/plugin-facts.js';
import { linkSdk } from './plugins/sdk-link.js';
import { addDocumentRoutes, errorCodesPage } from './routes/document-routes.js';
import { addHealthRoutes } from './routes/health-routes.js';
import { addLogRoutes } from './routes/log-routes.js';
import { addMqttRoutes } from './routes/mqtt-routes.js';
import { addPluginRoutes } from './routes/plugin-routes.js';
import { addSettingsRoutes } from './routes/settings-routes.js';
import { checkHome } from './settings/home.js';
import { hubSettings } from './settings/kernel-settings.js';
import type { HubSettings } from './settings/kernel-settings.js';

/** How long the start waits for plugins that are not built in, before the hub says that it is ready. */
const PATIENCE_MS = 3_000;

export interface StartOptions {
  /** False starts everything but the web server: for commands that work on the data folder. */
  listen?: boolean;
  /** Takes these plugins instead of looking for them. */
  plugins?: readonly FoundPlugin[];
}

export type { HubOptions } from './container.js';

/** Makes a hub. Nothing runs before `start`. */
export async function createHub(options: HubOptions): Promise<LightkeeperHub> {
  return new LightkeeperHub(await createKernel(options));
}

/** The whole hub: its parts started in order and stopped the other way round. */
export class LightkeeperHub {
  readonly container: AwilixContainer<Cradle>;
  readonly server: HttpServer;
  #state: Health['status'] = 'starting';
  #startedAt = 0;
  #port: number | null = null;
  #stopping: Promise<void> | null = null;

  constructor(container: AwilixContainer<Cradle>) {
    this.container = container;
    const { config, logs, routes, access, contexts, peer, gateway, supervisor } = container.cradle;
    this.server = new HttpServer({
      log: logs.logger('core'),
      middleware: [
        securityHeaders(inlineScriptHashes(paths.ui), config.secure_cookies),
        metricsAlias(),
        createApiRouter({ registry: routes, access, contexts, peer }),
        errorCodesPage(),
        webSite({ root: paths.ui, pluginFolder: (id) => supervisor.uiFolder(id) }),
      ],
    });
    gateway.attach(this.server.app, this.server.server);
  }

  /** Where it can be reached, such as `http://192.168.1.20:8420`. */
  get address(): string {
    const { host } = this.container.cradle.config;
    const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
    return `http://${shown.includes(':') ? `[${shown}]` : shown}:${this.#port ?? 0}`;
  }

  /** The one-time code while the hub has no owner. */
  get setupCode(): string | null {
    return this.container.cradle.access.setupCode();
  }

  /** All that is set going, by owner; a test compares it before and after. */
  effects(): EffectNode[] {
    const { scope, supervisor } = this.container.cradle;
    return [scope.tree(), ...supervisor.effects().map((plugin) => plugin.tree())];
  }

  async start({ listen = true, plugins }: StartOptions = {}): Promise<void> {
    const { cradle } = this.container;
    const { config, db, access, supervisor, lifecycle, settings, vocabulary, scope, clock } = cradle;
    this.#startedAt = clock.now();
    await db.migrate('core', migrations);
    declareKernelHooks(cradle.hooks);
    scope.add('actions', vocabulary.declare('core', true, { ...kernelVocabulary, auth: authActions }));
    cradle.services.provide('core', 'vocabulary', vocabulary);
    const { handle } = await settings.register('hub', 'Hub', hubSettings, checkHome);
    scope.add('settings: the home', cradle.home.follow(handle as unknown as PluginSettings<HubSettings>));
    this.#addRoutes(() => cradle.home.name);
    await access.start();
    const { all } = await supervisor.start(plugins ?? this.#findPlugins());
    // A safe start and a command on the data folder look at some plugins only, and the others are not removed by that.
    if (listen && !config.safe_mode) await this.#comparePlugins();
    if (listen) {
      this.#port = await this.server.listen(config.host, config.port);
      await lifecycle.begin();
    }
    await connectBroker(cradle);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([all, new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)))]);
    clearTimeout(timer);
    this.#state = 'ok';
  }

  /** Stops everything. The first act is the entry `system.shutting_down`, the last closes the database. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { lifecycle, gateway, supervisor, access, mqtt, broker, traffic, discovery, http, db, scope, logs } = this.container.cradle;
    const running = this.#port !== null;
    this.#state = 'stopping';
    const steps: [string, () => unknown][] = [
      ['record the end', () => running && lifecycle.announceEnd()],
      [
        'close the WebSockets',
        () => {
          gateway.close();
        },
      ],
      ['close the web server', () => this.server.close()],
      ['write what access remembers', () => access.stop()],
      ['let the last changes be told', () => db.idle()],
      ['stop the plugins', () => supervisor.stop()],
      ['leave the broker', () => mqtt.stop()],
      ['stop the embedded broker', () => broker.stop()],
      [
        'stop noting messages',
        () => {
          traffic.stop();
        },
      ],
      ['stop discovery', () => discovery.stop()],
      ['close connections', () => http.close()],
      ['undo the kernel', () => scope.close()],
      ['note the end', () => running && lifecycle.end()],
      ['close the database', () => db.close()],
    ];
    for (const [what, step] of steps) {
      try {
        await step();
      } catch (error) {
        logs.logger('core').error(`Could not ${what} while stopping`, { reason: String(error) });
      }
    }
  }

  #health(): Health {
    const { config, version, access, clock, supervisor } = this.container.cradle;
    const ill = supervisor.list().some(({ state, source }) => source === 'built_in' && state !== 'running');
    return {
      status: this.#state === 'ok' && ill ? 'degraded' : this.#state,
      name: 'Lightkeeper',
      version,
      setup_required: access.setupRequired(),
      demo: config.demo,
      safe_mode: config.safe_mode,
      uptime_s: Math.round((clock.now() - this.#startedAt) / 1_000),
    };
  }

  #addRoutes(homeName: () => string): void {
    const { cradle } = this.container;
    const {
      routes: registry,
      scope,
      supervisor,
      config,
      version,
      settings,
      logs,
      hooks,
      gateway,
      contexts,
      mqtt,
      traffic,
      broker,
    } = cradle;
    const routes = routesFor(registry, 'core', (label, undo) => scope.add(label, undo));
    addHealthRoutes(routes, () => this.#health());
    addSettingsRoutes(routes, settings);
    addLogRoutes(routes, logs);
    addDocumentRoutes(routes, registry, version);
    addPluginRoutes(routes, {
      supervisor,
      facts: () => ({ version, home_name: homeName(), demo: config.demo, safe_mode: config.safe_mode }),
      onRestart: (id, name) => hooks.call('system.plugin_restarted', { entity_type: 'plugin', entity_id: id, entity_name: name }),
    });
    addMetricsRoute(routes, {
      attribution_gaps: () => contexts.gaps,
      websocket_clients: () => gateway.size,
      plugins_running: () => supervisor.list().filter(({ state }) => state === 'running').length,
    });
    addMqttRoutes(routes, { mqtt, traffic, brokerStatus: () => broker.status() });
    scope.add(
      'log lines',
      logs.onLine((line) => {
        if (gateway.hasListeners('logs')) gateway.publish('log_line', { line }, { role: 'admin', scope: 'logs:read' }, 'logs');
      }),
    );
  }

  #findPlugins(): FoundPlugin[] {
    const { config, logs } = this.container.cradle;
    const builtIn = findPlugins(paths.builtInPlugins, 'built_in');
    if (config.safe_mode) return builtIn;
    try {
      for (const folder of [config.data_dir, ...config.plugin_dirs]) linkSdk(folder, paths.sdk);
    } catch (error) {
      logs.logger('core').warn('The SDK could not be linked beside the plugins; they will not find it', { reason: String(error) });
    }
    const folders = [join(config.data_dir, 'plugins'), ...config.plugin_dirs];
    return [...builtIn, ...folders.flatMap((folder) => findPlugins(folder, 'data_folder')), ...findNpmPlugins(config.data_dir)];
  }

  async #comparePlugins(): Promise<void> {
    const { supervisor, facts, hooks, contexts } = this.container.cradle;
    const thirdParties = supervisor.list().filter(({ source }) => source !== 'built_in');
    const names = new Map(thirdParties.map(({ id, name }) => [id, name]));
    const { installed, removed } = await new PluginFacts(facts).compare([...names.keys()]);
    const tell = (hook: 'system.plugin_installed' | 'system.plugin_removed', id: string): Promise<void> =>
      hooks.call(hook, { entity_type: 'plugin', entity_id: id, entity_name: names.get(id) ?? id });
    await contexts.run({ actor: 'system', origin: 'system' }, async () => {
      for (const id of installed) await tell('system.plugin_installed', id);
      for (const id of removed) await tell('system.plugin_removed', id);
    });
  }
}
