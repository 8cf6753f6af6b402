import { AsyncSeriesHook } from 'tapable';
import { HOOK_PHASES, HubError } from '@lightkeeper/plugin-sdk';
import type { HookDeclaration, HookPhase } from '@lightkeeper/plugin-sdk';
import { withLimit } from '../time/with-limit.js';

/** A tap that has not finished by then counts as failed. */
const DEFAULT_TIMEOUT_MS = 1_000;
const MAX_TIMEOUT_MS = 30_000;

export interface Tap<E> {
  owner: string;
  phase: HookPhase;
  timeout_ms: number;
  fn: (payload: E) => void | Promise<void>;
}

export interface TapFailure {
  hook: string;
  owner: string;
  error: unknown;
  duration_ms: number;
}

/**
 * One hook: a tapable series inside, with what tapable lacks around it. Taps can be taken away (the series is made anew from the
 * ledger, since tapable compiles its taps), each has an owner and a time limit, and the policy decides what an error does.
 */
export class Hook<E> {
  readonly name: string;
  declaration: HookDeclaration | null = null;
  readonly #ledger: Tap<E>[] = [];
  readonly #onFailure: (failure: TapFailure) => void;
  #series: AsyncSeriesHook<[E]> | null = null;

  constructor(name: string, onFailure: (failure: TapFailure) => void) {
    this.name = name;
    this.#onFailure = onFailure;
  }

  get taps(): readonly Tap<E>[] {
    return this.#ledger;
  }

  tap(owner: string, fn: Tap<E>['fn'], options: { phase?: HookPhase; timeout_ms?: number } = {}): () => void {
    const timeout_ms = options.timeout_ms ?? DEFAULT_TIMEOUT_MS;
    if (!(timeout_ms >= 1 && timeout_ms <= MAX_TIMEOUT_MS)) {
      throw HubError.field('timeout_ms', `must be between 1 and ${MAX_TIMEOUT_MS} in the tap of ${owner} on ${this.name}`);
    }
    const tap: Tap<E> = { owner, fn, timeout_ms, phase: options.phase ?? 'normal' };
    this.#ledger.push(tap);
    this.#series = null;
    return () => {
      const index = this.#ledger.indexOf(tap);
      if (index === -1) return;
      this.#ledger.splice(index, 1);
      this.#series = null;
    };
  }

  async call(payload: E): Promise<void> {
    if (this.#ledger.length === 0) return;
    this.#series ??= this.#build();
    await this.#series.promise(payload);
  }

  #build(): AsyncSeriesHook<[E]> {
    const series = new AsyncSeriesHook<[E]>(['payload']);
    for (const tap of this.#ledger) {
      series.tapPromise({ name: tap.owner, stage: HOOK_PHASES.indexOf(tap.phase) }, (payload) => this.#run(tap, payload));
    }
    return series;
  }

  async #run(tap: Tap<E>, payload: E): Promise<void> {
    // A call that is under way when the tap is taken away still holds the old series.
    if (!this.#ledger.includes(tap)) return;
    const started = performance.now();
    try {
      const result = tap.fn(payload);
      if (result instanceof Promise) await withLimit(result, tap.timeout_ms, 'it');
    } catch (error) {
      this.#fail(tap, error, performance.now() - started);
    }
  }

  #fail(tap: Tap<E>, error: unknown, duration_ms: number): void {
    const refused = error instanceof HubError && error.code !== 'LK_TIMEOUT';
    if (this.declaration?.policy !== 'abort') {
      this.#onFailure({ hook: this.name, owner: tap.owner, error, duration_ms });
      return;
    }
    // A HubError is the tap's considered refusal; anything else is its mistake.
    if (refused) throw error;
    this.#onFailure({ hook: this.name, owner: tap.owner, error, duration_ms });
    const reason = error instanceof Error ? error.message : String(error);
    throw new HubError('LK_PLUGIN_FAILED', `${tap.owner} failed in ${this.name} after ${Math.round(duration_ms)} ms: ${reason}`, {
      cause: error,
    });
  }
}
