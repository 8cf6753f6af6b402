import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBlueprint } from './file.js';
import { selectorSchema } from './selectors.js';

const page = readFileSync(new URL('../../../../docs/blueprints.md', import.meta.url), 'utf8');

describe('the page about blueprints', () => {
  it('has an example that is one', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const { name, holes, body } = readBlueprint(example);
    expect([name, holes.size, body.actions.length]).toEqual(['Remember the window', 6, 2]);
    expect(holes.get('below')).toMatchObject({
      required: false,
      default: 10,
      schema: { type: 'number', minimum: -30, ui: { unit: '°C' } },
    });
    expect(holes.get('window')).toMatchObject({ required: true, default: null, schema: { ui: { entity: 'device' } } });
    expect(holes.get('scene')).toMatchObject({ required: false, default: null });
  });

  it('tells of every selector', () => {
    const kinds = selectorSchema.options.flatMap(({ shape }) => ('options' in shape.kind ? shape.kind.options : [...shape.kind.values]));
    expect(kinds.length).toBeGreaterThan(10);
    expect(kinds.filter((kind) => !page.includes(`kind: ${kind}`) && !page.includes(`\`${kind}\``))).toEqual([]);
  });
});
