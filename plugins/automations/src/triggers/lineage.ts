import type { ActivityEntry } from '@lightkeeper/plugin-sdk';

/** Entries whose origin is remembered: more than ever follow from one run. */
const KEPT = 10_000;
/** Automations in one chain of causes. */
const MAX_CHAIN = 16;

/** From which automations an entry of the log follows, by the chain of causes. */
export class Lineage {
  readonly #automations = new Map<string, readonly string[]>();

  /** Takes an entry in; its causes must have been taken in before, as they are recorded before it. */
  take(entry: ActivityEntry): void {
    const inherited = this.#of(entry);
    const own = ownAutomation(entry);
    if (own === null && inherited.length === 0) return;
    const all = own === null || inherited.includes(own) ? inherited : [...inherited, own].slice(-MAX_CHAIN);
    this.#automations.set(entry.id, all);
    const [oldest] = this.#automations.keys();
    if (this.#automations.size > KEPT && oldest !== undefined) this.#automations.delete(oldest);
  }

  /** Whether an entry follows from a run of the automation, or tells of one. */
  isOf(entry: ActivityEntry, automation_id: string): boolean {
    return ownAutomation(entry) === automation_id || this.#of(entry).includes(automation_id);
  }

  #of({ metadata: { cause_id } }: ActivityEntry): readonly string[] {
    return (cause_id === undefined ? undefined : this.#automations.get(cause_id)) ?? [];
  }
}

/** Entries about a run are those in the category `automation` that name the automation. */
function ownAutomation({ category, entity_type, entity_id }: ActivityEntry): string | null {
  return category === 'automation' && entity_type === 'automation' ? entity_id : null;
}
