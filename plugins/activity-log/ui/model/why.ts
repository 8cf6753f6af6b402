import type { ActivityEntry, ActivityWhy } from '@lightkeeper/plugin-sdk/wire';

/** One deed in the story of an entry. */
export interface WhyNode {
  entry: ActivityEntry;
  /** Milliseconds since the first cause. */
  after_ms: number;
  /** Whether it is the entry that was asked about. */
  here: boolean;
  /** What followed from it, as far as it is told. */
  then: WhyNode[];
}

/** The story from the first cause down to the entry, and on to what followed from it. */
export function whyTree({ items, effects }: ActivityWhy): WhyNode | null {
  const [here, ...causes] = items;
  if (here === undefined) return null;
  const began = Date.parse((causes.at(-1) ?? here).ts);
  const node = (entry: ActivityEntry): WhyNode => ({
    entry,
    after_ms: Math.max(0, Date.parse(entry.ts) - began),
    here: entry.id === here.id,
    then: [],
  });
  const root = node(here);
  const nodes = new Map([[here.id, root]]);
  for (const effect of effects) {
    const grown = node(effect);
    nodes.set(effect.id, grown);
    nodes.get(effect.metadata.cause_id ?? '')?.then.push(grown);
  }
  return causes.reduce((then, cause) => ({ ...node(cause), then: [then] }), root);
}
