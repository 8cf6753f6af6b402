import type { CommandOutcome, DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it, vi } from 'vitest';
import { ANSWER_WITHIN_MS, Commander } from './commander.js';

vi.mock('@lightkeeper/ui', () => import('../../../../ui/src/store/store.js'));

interface Sent {
  id: string;
  command: DeviceCommand;
  answer(state: DeviceState): void;
  refuse(reason: string): void;
}

/** A hub whose answers the test gives by hand, and a clock that it moves. */
function stage() {
  const sent: Sent[] = [];
  const facts = new Map<string, DeviceState>();
  const timers = new Set<() => void>();
  const commander = new Commander({
    send: (id, command) =>
      new Promise((resolve, reject) => {
        sent.push({
          id,
          command,
          answer: resolve,
          refuse: (reason) => {
            reject(new Error(reason));
          },
        });
      }),
    settled: (id, state) => {
      facts.set(id, state);
    },
    after: (ms, fn) => {
      expect(ms).toBe(ANSWER_WITHIN_MS);
      timers.add(fn);
      return () => {
        timers.delete(fn);
      };
    },
    describe: (error) => (error as Error).message,
    no_answer: () => 'No answer.',
  });
  const last = (): Sent => {
    const one = sent.at(-1);
    if (!one) throw new Error('nothing was sent');
    return one;
  };
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  return { commander, sent, facts, timers, last, settle, attempt: () => commander.attempts.value.get('lamp') };
}

describe('Commander', () => {
  it('shows the wish while it is sent, and the fact when it was taken', async () => {
    const { commander, last, facts, timers, settle, attempt } = stage();
    const done = commander.wish('lamp', { on: true });
    expect(attempt()).toEqual({ wish: { on: true }, phase: 'sending', reason: null });
    last().answer({ on: true, brightness: 9 });
    await done;
    await settle();
    expect(attempt()).toBeUndefined();
    expect(facts.get('lamp')).toEqual({ on: true, brightness: 9 });
    expect(timers.size).toBe(0);
  });

  it('says why the device refused, and sends the same again when asked', async () => {
    const { commander, last, sent, attempt } = stage();
    const done = commander.wish('lamp', { on: true });
    last().refuse('Over its power limit.');
    await done;
    expect(attempt()).toEqual({ wish: { on: true }, phase: 'failed', reason: 'Over its power limit.' });
    void commander.again('lamp');
    expect(sent).toHaveLength(2);
    expect(last().command).toEqual({ on: true });
    expect(attempt()?.phase).toBe('sending');
  });

  it('counts a command as failed when nobody answers in time, and believes a late answer', async () => {
    const { commander, last, facts, timers, attempt } = stage();
    const done = commander.wish('lamp', { on: true });
    for (const fn of timers) fn();
    expect(attempt()).toMatchObject({ phase: 'failed', reason: 'No answer.' });
    last().answer({ on: true });
    await done;
    expect(attempt()).toBeUndefined();
    expect(facts.get('lamp')).toEqual({ on: true });
  });

  it('does not let a late refusal undo a newer wish', async () => {
    const { commander, sent, timers, attempt, settle } = stage();
    const first = commander.wish('lamp', { on: true });
    for (const fn of timers) fn();
    void commander.wish('lamp', { on: false });
    expect(sent).toHaveLength(2);
    sent[0]?.refuse('Too late.');
    await first;
    await settle();
    expect(attempt()).toEqual({ wish: { on: false }, phase: 'sending', reason: null });
  });

  it('sends one at a time, and of many wishes only their sum', async () => {
    const { commander, sent, last, settle, attempt } = stage();
    void commander.wish('lamp', { brightness: 10 });
    void commander.wish('lamp', { brightness: 20 });
    void commander.wish('lamp', { brightness: 30 });
    void commander.wish('lamp', { color_temp: 2700 });
    expect(sent).toHaveLength(1);
    expect(attempt()?.wish).toEqual({ brightness: 30, color_temp: 2700 });
    last().answer({ on: true, brightness: 10 });
    await settle();
    expect(sent).toHaveLength(2);
    expect(last().command).toEqual({ brightness: 30, color_temp: 2700 });
    expect(attempt()?.phase).toBe('sending');
    last().answer({ on: true, brightness: 30, color_temp: 2700 });
    await settle();
    expect(attempt()).toBeUndefined();
  });

  it('shows one command to many as a wish at each, and then what came of it', async () => {
    const { commander, attempt } = stage();
    let answer: (outcomes: CommandOutcome[]) => void = () => {};
    const outcome = (device_id: string, detail?: string): CommandOutcome => ({
      device_id,
      device_name: device_id,
      ok: detail === undefined,
      error: detail === undefined ? null : { code: 'LK_DEVICE_OFFLINE', detail },
    });
    const done = commander.together(['lamp', 'other', 'third'], { on: false }, () => new Promise((resolve) => (answer = resolve)));
    expect(attempt()).toMatchObject({ wish: { on: false }, phase: 'sending' });
    void commander.wish('third', { brightness: 9 });
    answer([outcome('lamp', 'It is offline.'), outcome('other'), outcome('third', 'It is offline.')]);
    expect((await done).filter(({ ok }) => ok).map(({ device_id }) => device_id)).toEqual(['other']);
    expect(attempt()).toMatchObject({ phase: 'failed', reason: 'It is offline.' });
    expect(commander.attempts.value.has('other')).toBe(false);
    expect(commander.attempts.value.get('third')).toMatchObject({ phase: 'sending' });
  });

  it('takes the wishes back when the request of many fails', async () => {
    const { commander, attempt } = stage();
    await expect(commander.together(['lamp'], { on: true }, () => Promise.reject(new Error('Away.')))).rejects.toThrow('Away.');
    expect(attempt()).toMatchObject({ phase: 'failed', reason: 'Away.' });
  });

  it('keeps devices apart', () => {
    const { commander, sent } = stage();
    void commander.wish('lamp', { on: true });
    void commander.wish('other', { on: true });
    expect(sent.map(({ id }) => id)).toEqual(['lamp', 'other']);
  });
});
