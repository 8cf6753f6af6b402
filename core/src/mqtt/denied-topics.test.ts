import { describe, expect, it } from 'vitest';
import { createDeniedTopics } from './denied-topics.js';

const clock = { ms: 0, now: () => clock.ms };
const make = () => createDeniedTopics(clock, (topic) => topic.split('/', 1)[0] ?? '');
const soon = (topic: string) => ({ topic, age_ms: 5 });

describe('topics that a broker denies', () => {
  it('rest with their branch after three closes in a row, and for five minutes', () => {
    const denied = make();
    denied.suspect([soon('log/a')]);
    denied.suspect([soon('log/b')]);
    expect(denied.rests('log/c')).toBe(false);
    denied.suspect([soon('log/c')]);
    expect([denied.rests('log/d'), denied.rests('lamps/a')]).toEqual([true, false]);
    clock.ms += 300_000;
    expect(denied.rests('log/d')).toBe(false);
    denied.suspect([soon('log/a')]);
    expect(denied.rests('log/d')).toBe(true);
  });

  it('are cleared by a message that the broker took and went on', () => {
    const denied = make();
    for (let turn = 0; turn < 5; turn += 1) {
      denied.suspect([soon('log/a')]);
      denied.suspect([soon('log/a')]);
      denied.cleared('log/b');
    }
    denied.suspect([soon('log/a')]);
    expect(denied.rests('log/a')).toBe(false);
  });

  it('do not take along what happened to be under way beside them, nor what waited for long', () => {
    const denied = make();
    for (let turn = 0; turn < 3; turn += 1) denied.suspect([soon('log/a'), soon('lamps/a'), { topic: 'old/a', age_ms: 9_000 }]);
    expect([denied.rests('log/a'), denied.rests('lamps/a'), denied.rests('old/a')]).toEqual([true, false, false]);
  });
});
