import { MAX_CHAIN } from './limits.js';
import type { Firing } from './ports.js';

/** Runs that are remembered, so that what they cause finds them: twice as many at most. */
const MANY = 5_000;

/**
 * Which automation led to which. What an automation does is done under its name and under the correlation of what set it going: a trigger that fires
 * under both was fired by that run. So a circle is seen, and one event that sets fifty automations going is none.
 */
export class Chains {
  #young = new Map<string, readonly string[]>();
  #old: ReadonlyMap<string, readonly string[]> = new Map();

  /** The names of the automations that led to this firing, one through the other; empty when none did. */
  before({ context }: Firing): readonly string[] {
    if (context.origin !== 'automation' || context.actor_id === null) return [];
    return this.#find(keyOf(context.correlation_id, context.actor_id)) ?? [];
  }

  /** Remembers that a run has this chain. */
  add(correlation_id: string, automation_id: string, chain: readonly string[]): void {
    const key = keyOf(correlation_id, automation_id);
    if (chain.length > 1 && (this.#find(key)?.length ?? 0) >= chain.length) return;
    this.#young.set(key, chain);
    if (this.#young.size < MANY) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  #find(key: string): readonly string[] | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }
}

/** Why a run with this chain is not begun; null when it is. */
export function circleIn(chain: readonly string[]): string | null {
  if (chain.length <= MAX_CHAIN) return null;
  const name = chain.at(-1) ?? '';
  const last = chain.lastIndexOf(name, -2);
  const circle = chain.slice(last === -1 ? 0 : last);
  const shown = circle.map((each) => `“${each}”`).join(' → ');
  return last === -1
    ? `Automations set each other going one after the other, ${chain.length} in a row: ${shown}.`
    : `Automations set each other going in a circle: ${shown}.`;
}

function keyOf(correlation_id: string, automation_id: string): string {
  return `${correlation_id} ${automation_id}`;
}
