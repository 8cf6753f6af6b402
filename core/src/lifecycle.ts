import type { Tx } from '@lightkeeper/plugin-sdk';
import type { HubFacts } from './facts/hub-facts.js';
import type { KernelServices } from './kernel-services.js';

/** How exactly the time of a sudden end can be told afterwards. */
const HEARTBEAT_MS = 15_000;

type LifecycleDeps = Pick<KernelServices, 'db' | 'hooks' | 'contexts' | 'clock' | 'version' | 'phase'> & { facts: HubFacts };

/** Records the hub's own beginnings and ends, and notices when an end is missing. */
export class Lifecycle {
  readonly #deps: LifecycleDeps;
  #stopHeartbeat: (() => void | Promise<void>) | null = null;

  constructor(deps: LifecycleDeps) {
    this.#deps = deps;
  }

  /** Records `started`, and `unclean_shutdown` where the run before has no end. The entries and the fact they tell of are one commit. */
  async begin(): Promise<void> {
    const { facts, hooks, version } = this.#deps;
    const unclean = facts.get('run_state') === 'running';
    const last_seen = facts.get('last_seen');
    await this.#asSystem(async (tx) => {
      if (unclean) await hooks.call('system.unclean_shutdown', { tx, metadata: { last_seen: last_seen ?? 'an unknown time' } });
      this.#deps.phase.started = true;
      await hooks.call('system.started', { tx, metadata: { version } });
      await this.#mark('running', tx);
    });
    this.#beat();
  }

  /** Records `shutting_down`: the first act of stopping. */
  async announceEnd(): Promise<void> {
    const stop = this.#stopHeartbeat;
    this.#stopHeartbeat = null;
    await stop?.();
    await this.#deps.db.transaction((tx) => this.#deps.hooks.call('system.shutting_down', { tx }));
  }

  /** Notes that this run has ended in order. */
  async end(): Promise<void> {
    await this.#asSystem((tx) => this.#mark('stopped', tx));
  }

  #beat(): void {
    this.#stopHeartbeat = this.#deps.clock.setTimeout(() => {
      void this.#deps.facts.set('last_seen', this.#deps.clock.iso()).finally(() => {
        if (this.#stopHeartbeat !== null) this.#beat();
      });
    }, HEARTBEAT_MS);
  }

  async #mark(state: 'running' | 'stopped', tx: Tx): Promise<void> {
    await this.#deps.facts.set('run_state', state, tx);
    await this.#deps.facts.set('last_seen', this.#deps.clock.iso(), tx);
  }

  #asSystem<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#deps.contexts.run({ actor: 'system', origin: 'system' }, () => this.#deps.db.transaction(fn));
  }
}
