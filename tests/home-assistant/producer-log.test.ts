import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Things } from './producer-things.js';

const NOON = Date.UTC(2026, 4, 20, 12);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SOON_MS = 2_000;

let things: Things;
beforeEach(async () => {
  things = await Things.start({ now: NOON });
  await things.hub.clock.advance(6_000);
});
afterEach(() => things.hub.stop());

const person = { name: 'anna', display_name: 'Anna', role: 'owner', password: 'a lamp for every room' };
const signIn = (password: string) => things.hub.request('POST', '/auth/login', { as: null, body: { name: 'anna', password } });
const counters = (): unknown => JSON.parse(things.told('ha/counters') ?? 'null');
const events = (): Record<string, unknown>[] =>
  things.hub.mqtt.published
    .filter(({ topic }) => topic === 'lightkeeper/ha/activity')
    .map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);

describe('the log in Home Assistant', () => {
  it('is an event for each entry, in order and never kept', async () => {
    const id = await things.add({ capabilities: ['on_off'], state: { on: false } }, 'Plug');
    await things.hub.request('POST', `/devices/${id}/command`, { body: { on: true } });
    await things.hub.settle();
    const told = events().slice(-3);
    expect(told.map(({ event_type }) => event_type)).toEqual(['entity.created', 'device.connected', 'device.commanded']);
    expect(told[2]).toMatchObject({
      entity_name: 'Plug',
      severity: 'info',
      actor: 'token:test-owner',
      message: 'test-owner turned on Plug',
    });
    const sent = things.hub.mqtt.published.filter(({ topic }) => topic === 'lightkeeper/ha/activity');
    expect(sent.every(({ retain, qos }) => !retain && qos === 1)).toBe(true);
    const types = (things.kept(things.name)?.components.activity as { event_types: string[] }).event_types;
    expect(types).toEqual(expect.arrayContaining(told.map(({ event_type }) => event_type)));
    expect(things.told('ha/last_activity')).toBe('test-owner turned on Plug');
    expect(JSON.parse(things.hub.mqtt.retained.get('lightkeeper/ha/last_activity/attributes') ?? '')).toEqual(told[2]);
  });

  it('keeps addresses, and what plugins add, at home', async () => {
    await things.hub.request('POST', '/users', { body: person });
    await signIn('not the password');
    await things.hub.settle();
    const entry = events().find(({ event_type }) => event_type === 'auth.login_failed');
    expect(Object.keys(entry?.metadata as object).sort()).toEqual(['correlation_id', 'origin', 'plugin_id']);
  });

  it('learns the words of a plugin that comes later', async () => {
    const before = things.sent(things.name).length;
    const { vocabulary } = things.hub.hub.container.cradle;
    const forget = vocabulary.declare('tide', false, {
      tide: {
        turned: { severity: 'info', message: 'The tide turned', description: 'High or low water' },
        stood: { severity: 'info', message: 'The tide stood', description: 'Neither' },
      },
    });
    await things.hub.clock.advance(SOON_MS);
    expect(things.sent(things.name)).toHaveLength(before + 1);
    expect(things.kept(things.name)?.components.activity).toMatchObject({
      event_types: expect.arrayContaining(['tide.turned', 'tide.stood']) as string[],
    });
    await forget();
  });
});

describe('the counters', () => {
  it('count failed sign-ins of the last hour', async () => {
    await things.hub.request('POST', '/users', { body: person });
    await signIn('not the password');
    await things.hub.clock.advance(HOUR_MS / 2);
    await signIn('nor this one');
    await things.hub.clock.advance(SOON_MS);
    expect(counters()).toMatchObject({ failed_logins: 2, locked_out: false });
    await things.hub.clock.advance(HOUR_MS / 2 + MINUTE_MS);
    expect(counters()).toMatchObject({ failed_logins: 1 });
    await things.hub.clock.advance(HOUR_MS);
    expect(counters()).toMatchObject({ failed_logins: 0 });
  });

  it('are right after a restart, and begin anew at midnight', async () => {
    await things.hub.request('POST', '/users', { body: person });
    await signIn('not the password');
    await things.hub.clock.advance(SOON_MS);
    expect(counters()).toMatchObject({ warnings: 1, failed_logins: 1 });
    await things.hub.hub.container.cradle.supervisor.restart('home-assistant');
    things.hub.mqtt.published.length = 0;
    await things.hub.clock.advance(SOON_MS);
    expect(counters()).toMatchObject({ warnings: 1, failed_logins: 1 });
    await things.hub.clock.advance(12 * HOUR_MS);
    expect(counters()).toMatchObject({ warnings: 0, failed_logins: 0 });
  });

  it('tell that somebody was locked out', async () => {
    await things.hub.request('POST', '/users', { body: person });
    for (let n = 0; n < 12; n += 1) await signIn(`guess ${n}`);
    await things.hub.clock.advance(SOON_MS);
    expect(counters()).toMatchObject({ locked_out: true });
    await things.hub.clock.advance(HOUR_MS + MINUTE_MS);
    expect(counters()).toMatchObject({ locked_out: false });
  });
});
