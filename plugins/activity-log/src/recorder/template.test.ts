import { describe, expect, it } from 'vitest';
import { actorName, MESSAGE_LENGTH, renderMessage, type TemplateFacts } from './template.js';

const facts = (given: Partial<TemplateFacts> = {}): TemplateFacts => ({
  actor: 'user:anna',
  entity_type: 'device',
  entity_id: 'd1',
  entity_name: 'Hall light',
  metadata: {},
  ...given,
});

describe('actorName', () => {
  it.each([
    ['user:anna', 'anna'],
    ['automation:Evening: late', 'Evening: late'],
    ['mqtt:ha', 'ha'],
    ['system', 'the hub'],
    ['anonymous', 'someone'],
    ['user:', 'someone'],
    ['constructor', 'constructor'],
  ])('shows %s as %s', (actor, name) => {
    expect(actorName(actor)).toBe(name);
  });
});

describe('renderMessage', () => {
  it('fills actor, name, type and metadata', () => {
    const message = renderMessage(
      '{actor} changed {type} {name} in {duration_ms} ms: {changed}',
      facts({ metadata: { duration_ms: 12, changed: ['a', 'b'] } }),
    );
    expect(message).toBe('anna changed device Hall light in 12 ms: a, b');
  });

  it('begins a sentence large where the actor has no name', () => {
    expect(renderMessage('{actor} restarted', facts({ actor: 'system' }))).toBe('The hub restarted');
    expect(renderMessage('{actor} tried', facts({ actor: 'anonymous' }))).toBe('Someone tried');
    expect(renderMessage('Refused {actor}', facts({ actor: 'anonymous' }))).toBe('Refused someone');
  });

  it('never reads what it filled in as a template', () => {
    expect(renderMessage('{name} is back', facts({ entity_name: '{actor} $& {x}' }))).toBe('{actor} $& {x} is back');
  });

  it('reads own keys of the metadata only, and has a word for what is missing', () => {
    expect(renderMessage('{constructor} {reason} {nested}', facts({ metadata: { nested: { a: 1 } } }))).toBe('unknown unknown unknown');
    expect(renderMessage('{name}', facts({ entity_name: null }))).toBe('d1');
    expect(renderMessage('{name}', facts({ entity_name: null, entity_id: null }))).toBe('something unnamed');
  });

  it('keeps to one line of bounded length', () => {
    const message = renderMessage(
      '{name} {a} {b} {c} {d} {e}',
      facts({
        entity_name: 'x\n'.repeat(1e6),
        metadata: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 'y'.repeat(500)])),
      }),
    );
    expect(message.length).toBeLessThanOrEqual(MESSAGE_LENGTH);
    expect(message).not.toContain('\n');
  });
});
