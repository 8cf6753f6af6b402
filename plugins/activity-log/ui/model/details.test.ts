import { describe, expect, it } from 'vitest';
import { entry } from '../support/entries.js';
import { entryAddress, otherFacts, runAddress, thingAddress, valueText } from './details.js';

describe('what an action noted', () => {
  it('is text, whatever it was', () => {
    expect(valueText({ a: ['<b>', 1] })).toBe('{"a":["<b>",1]}');
    expect(valueText(['x', 2, true])).toBe('x, 2, true');
    expect(valueText(null)).toBe('–');
  });

  it('leaves out what has a line of its own', () => {
    const one = entry(1, { metadata: { origin: 'ui', changed: ['name'], ip: '::1', filters: { actor: 'x' }, transition_ms: 2000 } });
    expect(otherFacts(one).map(([key]) => key)).toEqual(['filters', 'transition_ms']);
  });
});

describe('addresses', () => {
  it('lead to a device, unless it is gone', () => {
    expect(thingAddress(entry(1, { entity_id: 'a/b' }))).toBe('/devices/a%2Fb');
    expect(thingAddress(entry(1, { action: 'deleted' }))).toBeNull();
    expect(thingAddress(entry(1, { entity_type: 'user' }))).toBeNull();
  });

  it('lead to the run of an automation', () => {
    const run = { entity_type: 'automation', entity_id: 'a1', metadata: { trace_id: 'r&1' } };
    expect(thingAddress(entry(1, run))).toBe('/automations/a1');
    expect(runAddress(entry(1, run))).toBe('/automations/a1?run=r%261');
    expect(runAddress(entry(1, { ...run, metadata: {} }))).toBeNull();
    expect(runAddress(entry(1, { ...run, entity_type: 'device' }))).toBeNull();
  });

  it('lead to an entry', () => {
    expect(entryAddress('1&2')).toBe('/activity?entry=1%262');
  });
});
