import { HubError } from '@lightkeeper/plugin-sdk';
import type { Disposer, HookCaller, HookDeclaration, HookName, HookPayloads, TapOptions } from '@lightkeeper/plugin-sdk';
import { Hook } from './hook.js';
import type { TapFailure } from './hook.js';

/** All hooks of the hub by name. A plugin may tap a hook before its declarer has come. */
export class HookRegistry {
  readonly #hooks = new Map<string, Hook<never>>();
  readonly #onFailure: (failure: TapFailure) => void;

  constructor(onFailure: (failure: TapFailure) => void) {
    this.#onFailure = onFailure;
  }

  tap<N extends HookName>(owner: string, name: N, fn: (payload: HookPayloads[N]) => void | Promise<void>, options?: TapOptions): Disposer {
    return this.#hook(name).tap(owner, fn, options);
  }

  /** Declares a hook; the disposer makes its name free again, the taps stay and wait for the next declarer. */
  declare<N extends HookName>(owner: string, name: N, declaration: HookDeclaration): { caller: HookCaller<N>; undo: () => void } {
    const hook = this.#hook(name);
    if (hook.declaration !== null) throw new HubError('LK_PLUGIN_INVALID', `${owner} declares the hook ${name}, which exists already`);
    hook.declaration = declaration;
    return {
      caller: { call: (payload) => hook.call(payload) },
      undo: () => {
        hook.declaration = null;
      },
    };
  }

  call<N extends HookName>(name: N, payload: HookPayloads[N]): Promise<void> {
    return this.#hook(name).call(payload);
  }

  /** What there is, for the docs and for Settings. */
  list(): { name: string; declaration: HookDeclaration | null; taps: { owner: string; phase: string }[] }[] {
    return [...this.#hooks.values()].map((hook) => ({
      name: hook.name,
      declaration: hook.declaration,
      taps: hook.taps.map(({ owner, phase }) => ({ owner, phase })),
    }));
  }

  #hook<N extends HookName>(name: N): Hook<HookPayloads[N]> {
    let hook = this.#hooks.get(name) as Hook<HookPayloads[N]> | undefined;
    if (hook === undefined) {
      hook = new Hook<HookPayloads[N]>(name, this.#onFailure);
      this.#hooks.set(name, hook as unknown as Hook<never>);
    }
    return hook;
  }
}
