import { describe, expect, it } from 'vitest';
import { CONTROL_KINDS } from '../actions/control.js';
import { notifyAction } from '../actions/notify.js';
import { BUILT_IN, Kinds } from '../kinds/index.js';
import { duration } from './duration.js';
import { sentenceOf } from './sentence.js';
import { Words } from './words.js';

const kinds = new Kinds(() => null);
for (const kind of CONTROL_KINDS) kinds.actions.add(kind, BUILT_IN);
kinds.actions.add(notifyAction({ add: () => Promise.reject(new Error('not here')) }), BUILT_IN);
const words = new Words({ kinds, nameOf: (type, id) => (id === 'known' ? `The ${type}` : undefined) });

const notify = (title: unknown): { kind: string; title: unknown } => ({ kind: 'notify', title });

describe('a length of time', () => {
  it.each([
    [1, '1 millisecond'],
    [500, '500 milliseconds'],
    [1_000, '1 second'],
    [1_500, '1.5 seconds'],
    [60_000, '1 minute'],
    [300_000, '5 minutes'],
    [5_400_000, '1 hour 30 minutes'],
    [7_200_500, '2 hours'],
    [90_061_000, '1 day 1 hour'],
  ])('of %i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('words', () => {
  it('name what there is, and say what is gone', () => {
    expect([words.name('device', 'known'), words.name('scene', 'x'), words.name('area', 'x')]).toEqual([
      'The device',
      'a scene that is gone',
      'an area that is gone',
    ]);
  });

  it('join', () => {
    expect([words.list([]), words.list(['a']), words.list(['a', 'b']), words.list(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ]);
  });

  it('say values', () => {
    expect([true, false, 5, 'x\n', null, { $cel: 'a + 1' }, { a: 1 }].map((value) => words.value(value))).toEqual([
      'on',
      'off',
      '5',
      '“x�”',
      'nothing',
      'what “a + 1” gives',
      '{"a":1}',
    ]);
  });

  it.each<[string, object, string]>([
    ['a delay', { kind: 'delay', duration_ms: 300_000 }, 'wait 5 minutes'],
    ['a delay that is worked out', { kind: 'delay', duration_ms: { $cel: 'variables.pause' } }, 'wait what “variables.pause” gives'],
    [
      'a choice',
      { kind: 'choose', options: [{ conditions: [], actions: [notify('a')] }], otherwise: [notify('b')] },
      'if always, notify “a”, otherwise notify “b”',
    ],
    ['a loop', { kind: 'repeat', count: 3, actions: [notify('a'), notify('b')] }, '3 times: notify “a” and notify “b”'],
    ['a loop over a list', { kind: 'repeat', for_each: [1, 2], actions: [notify('a')] }, 'for each of 2 values: notify “a”'],
    ['branches', { kind: 'parallel', branches: [[notify('a')], [notify('b')]] }, 'at the same time notify “a” and notify “b”'],
    ['variables', { kind: 'variables', values: { a: 1, b: 2 } }, 'set a and b'],
    ['an end', { kind: 'stop', reason: 'It is late' }, 'stop because of “It is late”'],
    ['a kind that is away', { kind: 'tide_wait' }, 'do something of the unknown kind “tide_wait”'],
    ['options that are wrong', { kind: 'delay' }, 'wait for a time'],
  ])('tell %s', (_what, action, text) => {
    expect(words.actions([action as { kind: string }])).toBe(text);
  });

  it('pass over what is switched off, and do not go on for ever', () => {
    const many = Array.from({ length: 20 }, (_, n) => notify(String(n)));
    expect(words.actions([{ ...notify('a'), enabled: false }, notify('b')])).toBe('notify “b”');
    expect(words.actions(many)).toMatch(/notify “11” and 8 more$/);
    expect(words.actions([])).toBe('do nothing');
  });
});

describe('the sentence of an automation', () => {
  it('says when, if and then', () => {
    expect(sentenceOf({ triggers: [], conditions: [], actions: [notify('a')] }, words)).toBe('When somebody runs it, then notify “a”.');
    expect(sentenceOf({ triggers: [{ kind: 'tide' }], conditions: [{ kind: 'moon' }], actions: [] }, words)).toBe(
      'When something of the unknown kind “tide” happens, if something of the unknown kind “moon” holds, then do nothing.',
    );
  });
});
