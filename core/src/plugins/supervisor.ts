import { HubError } from '@lightkeeper/plugin-sdk';
import type { PluginInfo, PluginState } from '@lightkeeper/plugin-sdk';
import semver from 'semver';
import { z } from 'zod';
import type { KernelServices } from '../kernel-services.js';
import { withLimit } from '../time/with-limit.js';
import { EffectScope } from './effects.js';
import type { FoundPlugin } from './find-plugins.js';
import { orderPlugins } from './order-plugins.js';
import { checkDefinition, importDefinition } from './plugin-definition.js';
import type { AnyPluginDefinition } from './plugin-definition.js';
import type { PluginFacts } from './plugin-facts.js';
import { createPluginHub } from './plugin-hub.js';
import { presentPlugin } from './plugin-record.js';
import type { PluginRecord } from './plugin-record.js';
import { emptyContributions } from './plugin-ui.js';

const SETUP_LIMIT_MS = 10_000;
/** So many failures in a row set a plugin aside until a person starts it again. */
const QUARANTINE_AFTER = 5;

export interface SupervisorDeps {
  kernel: KernelServices;
  facts: PluginFacts;
  /** Definitions handed over in code, by plugin id: for tests. */
  definitions?: ReadonlyMap<string, AnyPluginDefinition>;
}

/** Starts and stops plugins, each on its own: a broken one is set aside with its reason, and the hub goes on. */
export class PluginSupervisor {
  readonly contributions = emptyContributions();
  readonly #deps: SupervisorDeps;
  readonly #records = new Map<string, PluginRecord>();
  /** In the order of their start; stopped the other way round. */
  #order: PluginRecord[] = [];
  #starting = new Map<string, Promise<void>>();
  /** The built-in plugins have settled, the log among them: what is told from then on is recorded. */
  #settled: Promise<void> = Promise.resolve();

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
  }

  /** Takes in what was found. Resolves `builtIns` when those have settled and `all` when every plugin has. */
  async start(found: readonly FoundPlugin[]): Promise<{ all: Promise<void> }> {
    const { order, refused } = orderPlugins(found);
    const now = this.#deps.kernel.clock.now();
    for (const plugin of [...order, ...refused.keys()]) {
      const reason = refused.get(plugin) ?? null;
      const record: PluginRecord = {
        found: plugin,
        state: reason === null ? 'discovered' : 'failed',
        reason,
        since: now,
        failures: 0,
        scope: null,
      };
      this.#records.set(this.#records.has(plugin.manifest.id) ? `${plugin.manifest.id} (${plugin.folder})` : plugin.manifest.id, record);
      if (reason === null) this.#order.push(record);
    }
    await this.#restoreFailures();
    let settle: () => void = () => undefined;
    this.#settled = new Promise<void>((resolve) => (settle = resolve));
    const begin = (record: PluginRecord): unknown => this.#starting.set(record.found.manifest.id, this.#startAfterDependencies(record));
    this.#order.filter(({ found: { source } }) => source === 'built_in').forEach(begin);
    await Promise.all(this.#starting.values());
    settle();
    // After the built-in ones: what goes wrong with a third party's plugin has to be recorded, and nothing of theirs has to be waited for.
    this.#order.filter(({ found: { source } }) => source !== 'built_in').forEach(begin);
    const all = Promise.all(this.#starting.values()).then(async () => {
      for (const plugin of refused.keys()) await this.#tell('system.plugin_failed', plugin, { reason: refused.get(plugin) ?? '' });
    });
    return { all };
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
    for (const record of [...this.#order].reverse()) {
      if (record.scope === null) continue;
      await this.#undo(record);
      this.#set(record, 'stopped', 'the hub is stopping');
    }
  }

  list(): PluginInfo[] {
    return [...this.#records.values()].map((record) => this.#present(record));
  }

  get(id: string): PluginInfo {
    return this.#present(this.#require(id));
  }

  /** Folder of a running plugin's UI modules. */
  uiFolder(id: string): string | undefined {
    const record = this.#records.get(id);
    const { ui } = record?.found.manifest ?? {};
    return record === undefined || record.scope === null || ui === undefined ? undefined : `${record.found.folder}/${ui}`;
  }

  effects(): EffectScope[] {
    return this.#order.flatMap(({ scope }) => (scope === null ? [] : [scope]));
  }

  /** Starts a plugin anew, also one that was set aside. Code that has changed on disk needs a restart of the hub. */
  async restart(id: string): Promise<PluginInfo> {
    const record = this.#require(id);
    if (record.found.problem !== null)
      throw new HubError('LK_PLUGIN_INVALID', `${id}: ${record.found.problem}. Mend it and restart the hub.`);
    await this.#undo(record);
    record.failures = 0;
    await this.#deps.facts.setFailures(id, 0);
    await this.#start(record, true);
    return this.#present(record);
  }

  /** Counts a failure at run time: an error in a tap, a timer, a message. */
  async failed(id: string, what: string, error: unknown): Promise<void> {
    const record = this.#records.get(id);
    if (record === undefined) return;
    const reason = `${what} failed: ${messageOf(error)}`;
    this.#deps.kernel.logs.logger(id).error(reason, stackOf(error));
    if (record.scope === null) return;
    record.failures += 1;
    if (record.found.source !== 'built_in' && record.failures >= QUARANTINE_AFTER) await this.#quarantine(record, reason);
    else this.#set(record, 'degraded', reason);
  }

  async #startAfterDependencies(record: PluginRecord): Promise<void> {
    for (const id of record.found.manifest.dependsOn) await this.#starting.get(id);
    const missing = record.found.manifest.dependsOn.find((id) => !this.#running(id));
    if (record.state === 'quarantined') return;
    if (missing !== undefined) await this.#fail(record, new Error(`it needs the plugin "${missing}", which does not run`), false);
    else await this.#start(record, false);
  }

  async #start(record: PluginRecord, retry: boolean): Promise<void> {
    const { kernel } = this.#deps;
    const { found } = record;
    const scope = new EffectScope(found.manifest.id);
    record.scope = scope;
    try {
      if (!semver.satisfies(kernel.version, found.manifest.sdk)) {
        throw new HubError('LK_PLUGIN_INVALID', `it is made for SDK ${found.manifest.sdk}, and this hub has ${kernel.version}`);
      }
      this.#set(record, 'configuring', null);
      const definition = await withLimit(Promise.resolve(this.#load(found, retry)), SETUP_LIMIT_MS, 'loading');
      if (definition.migrations !== undefined) await kernel.db.migrate(found.manifest.id, definition.migrations);
      const settings = await kernel.settings.register(found.manifest.id, found.manifest.name, definition.settings ?? z.object({}));
      scope.add('settings', settings.undo);
      if (definition.actions !== undefined) {
        scope.add('actions', kernel.vocabulary.declare(found.manifest.id, found.source === 'built_in', definition.actions));
      }
      this.#set(record, 'starting', null);
      const hub = createPluginHub({
        found,
        scope,
        kernel,
        settings: settings.handle,
        ui: this.contributions,
        onFailure: (what, error) => void this.failed(found.manifest.id, what, error),
        onDegraded: (reason) => {
          if (record.scope === scope) this.#set(record, reason === null ? 'running' : 'degraded', reason);
        },
      });
      const setup = kernel.contexts.run({ actor: `plugin:${found.manifest.id}`, origin: 'plugin' }, async () => {
        await definition.setup(hub);
      });
      await withLimit(setup, SETUP_LIMIT_MS, 'its setup');
      if (record.state === 'starting') this.#set(record, 'running', null);
      await this.#deps.facts.setFailures(found.manifest.id, 0);
      record.failures = 0;
      if (found.source !== 'built_in') await this.#tell('system.plugin_started', found, { version: found.version });
    } catch (error) {
      await this.#fail(record, error, true);
    }
  }

  #load(found: FoundPlugin, retry: boolean): Promise<AnyPluginDefinition> | AnyPluginDefinition {
    const given = this.#deps.definitions?.get(found.manifest.id);
    return given === undefined ? importDefinition(found.main, retry) : checkDefinition(given);
  }

  async #fail(record: PluginRecord, error: unknown, counts: boolean): Promise<void> {
    const { id } = record.found.manifest;
    const reason = messageOf(error);
    this.#deps.kernel.logs.logger(id).error(`The plugin could not start: ${reason}`, stackOf(error));
    await this.#undo(record);
    if (counts) record.failures += 1;
    await this.#deps.facts.setFailures(id, record.failures);
    if (record.found.source !== 'built_in' && record.failures >= QUARANTINE_AFTER) {
      await this.#quarantine(record, reason);
      return;
    }
    this.#set(record, 'failed', reason);
    const told = this.#tell('system.plugin_failed', record.found, { reason });
    // A built-in one would wait for its own end.
    if (record.found.source !== 'built_in') await told;
  }

  async #quarantine(record: PluginRecord, reason: string): Promise<void> {
    await this.#undo(record);
    await this.#deps.facts.setFailures(record.found.manifest.id, record.failures);
    this.#set(record, 'quarantined', `set aside after ${record.failures} failures; the last: ${reason}`);
    await this.#tell('system.plugin_quarantined', record.found, { failures: record.failures, reason });
  }

  async #undo(record: PluginRecord): Promise<void> {
    const { scope } = record;
    record.scope = null;
    for (const error of (await scope?.close()) ?? []) {
      this.#deps.kernel.logs.logger(record.found.manifest.id).warn('Something could not be undone', { reason: messageOf(error) });
    }
  }

  async #restoreFailures(): Promise<void> {
    for (const record of this.#order) {
      record.failures = await this.#deps.facts.failures(record.found.manifest.id);
      if (record.found.source === 'built_in' || record.failures < QUARANTINE_AFTER) continue;
      this.#set(record, 'quarantined', `set aside after ${record.failures} failures; start it again in Settings once it is mended`);
    }
  }

  async #tell(
    hook: 'system.plugin_started' | 'system.plugin_failed' | 'system.plugin_quarantined',
    found: FoundPlugin,
    metadata: Record<string, unknown>,
  ): Promise<void> {
    await this.#settled;
    const { id, name } = found.manifest;
    await this.#deps.kernel.contexts.run({ actor: 'system', origin: 'system' }, () =>
      this.#deps.kernel.hooks.call(hook, { entity_type: 'plugin', entity_id: id, entity_name: name, metadata }),
    );
  }

  #set(record: PluginRecord, state: PluginState, reason: string | null): void {
    record.state = state;
    record.reason = reason;
    record.since = this.#deps.kernel.clock.now();
    // Why one fails is told where it does.
    this.#deps.kernel.logs.logger(record.found.manifest.id).debug(`The plugin is ${state}`);
    this.#deps.kernel.gateway.publish('plugin_changed', { plugin: this.#present(record) }, { role: 'admin', scope: 'plugins:read' });
  }

  #running(id: string): boolean {
    const state = this.#records.get(id)?.state;
    return state === 'running' || state === 'degraded';
  }

  #present(record: PluginRecord): PluginInfo {
    const { id } = record.found.manifest;
    const own = <T extends { plugin_id: string }>(items: Iterable<T>): T[] => [...items].filter((item) => item.plugin_id === id);
    return presentPlugin(record, {
      panels: own(this.contributions.panels),
      widgets: own(this.contributions.widgets),
      settings_panels: own(this.contributions.settings_panels),
      settings_schema: this.#deps.kernel.settings.schemaOf(id),
    });
  }

  #require(id: string): PluginRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new HubError('LK_NOT_FOUND', `There is no plugin "${id.slice(0, 60)}".`);
    return record;
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

function stackOf(error: unknown): Record<string, unknown> {
  return error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
}
