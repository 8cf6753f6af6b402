import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { entry } from '../support/entries.js';
import { whyTree, type WhyNode } from './why.js';

const at = (id: string, ms: number, cause_id?: string): ActivityEntry =>
  entry(0, { id, ts: new Date(ms).toISOString(), metadata: cause_id === undefined ? {} : { cause_id } });
const told = (node: WhyNode | null): unknown =>
  node && [node.entry.id, node.after_ms, ...(node.here ? ['here'] : []), ...node.then.map(told)];

describe('the story of an entry', () => {
  it('begins at the first cause, and goes on behind the entry', () => {
    const items = [at('scene', 17, 'run'), at('run', 6, 'press'), at('press', 0)];
    const effects = [at('lamp', 48, 'scene'), at('shade', 40, 'scene'), at('heard', 60, 'lamp')];
    expect(told(whyTree({ items, end: 'origin', effects, more_effects: false }))).toEqual([
      'press',
      0,
      ['run', 6, ['scene', 17, 'here', ['lamp', 48, ['heard', 60]], ['shade', 40]]],
    ]);
  });

  it('is the entry alone where nothing led to it, and a clock that was set back is no reason for negative times', () => {
    expect(told(whyTree({ items: [at('press', 5)], end: 'origin', effects: [at('lamp', 2, 'press')], more_effects: false }))).toEqual([
      'press',
      0,
      'here',
      ['lamp', 0],
    ]);
  });
});
