import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContextInput, ContextService, RequestContext } from '@lightkeeper/plugin-sdk';

const SYSTEM: Omit<RequestContext, 'correlation_id'> = {
  actor: 'system',
  actor_id: null,
  origin: 'system',
  cause_id: null,
  ip: null,
  user_agent: null,
  role: null,
};

/** Carries who acts, and why, along with the work. Set once at each door. */
export class Contexts implements ContextService {
  readonly #storage = new AsyncLocalStorage<RequestContext>();
  readonly #newId: () => string;
  /** How often work asked for a context and had none: holes in the attribution, shown in the metrics. */
  gaps = 0;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  current(): RequestContext {
    const context = this.#storage.getStore();
    if (context !== undefined) return context;
    this.gaps += 1;
    return { ...SYSTEM, correlation_id: this.#newId() };
  }

  run<T>(input: ContextInput & Partial<RequestContext>, fn: () => T): T {
    const outer = this.#storage.getStore();
    const context: RequestContext = {
      ...SYSTEM,
      ...input,
      correlation_id: input.correlation_id ?? outer?.correlation_id ?? this.#newId(),
      cause_id: input.cause_id ?? null,
    };
    return this.#storage.run(context, fn);
  }
}
