import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { mosquittoAvailable } from '../support/mosquitto.js';
import { ConsumerWorld } from './consumer-world.js';

const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>';

describe.skipIf(!mosquittoAvailable())('a broker full of hostile announcements (skipped where Mosquitto is not installed)', () => {
  let world: ConsumerWorld;
  const announce = (topic: string, payload: unknown): Promise<void> =>
    world.send(`homeassistant/${topic}/config`, payload, { retain: true });
  const device = (id: string, more: object = {}): { device: object } => ({ device: { identifiers: [id], name: id, ...more } });
  /** Something good that comes after, to know that all before it was read. */
  async function alive(id: string): Promise<void> {
    await announce(`sensor/${id}`, { ...device(id), state_topic: `${id}/state` });
    await world.discovered(id);
  }

  beforeAll(async () => {
    world = await ConsumerWorld.start(async (sender) => {
      // Before the hub is there: a command that the broker keeps, and a device whose state it keeps.
      await sender.publish('early/set', 'ON', { retain: true });
      await sender.publish('early/state', 'ON', { retain: true });
      await sender.publish(
        'homeassistant/switch/early/config',
        JSON.stringify({
          device: { identifiers: ['early'], name: 'Early' },
          name: null,
          command_topic: 'early/set',
          state_topic: 'early/state',
        }),
        { retain: true },
      );
    });
  });
  afterAll(async () => {
    await world.dispose();
  });

  it('publishes nothing by itself for a device that somebody adds', async () => {
    const before = world.sender.on('early/set').length;
    const early = await world.add('Early');
    await world.until(early.id, 'the kept state', ({ state }) => state?.on === true);
    await alive('marker-0');
    expect(world.sender.on('early/set')).toHaveLength(before);
    expect(world.sender.messages.filter(({ topic }) => topic === 'homeassistant/status')).toEqual([]);
  });

  it('shows markup and long names as text, cut to size', async () => {
    const long = 'n'.repeat(4_096);
    await announce('sensor/markup', {
      ...device('markup', { name: MARKUP, manufacturer: MARKUP, model: '\u202e\u0000' }),
      name: MARKUP,
      state_topic: 'markup/state',
    });
    await announce('sensor/long', { ...device('long', { name: long }), name: long, state_topic: 'long/state', unit_of_measurement: long });
    const found = await world.discovered(MARKUP);
    expect(found.details.manufacturer).toBe(MARKUP);
    expect(found.details.model).not.toContain('\u202e');
    const added = await world.add(MARKUP);
    expect(added).toMatchObject({ name: MARKUP, features: [{ name: MARKUP }] });
    const cut = await eventually(
      'the long one is found',
      async () => (await world.discoveries()).find(({ name }) => name.startsWith('nnn')) ?? false,
    );
    expect(cut.name.length).toBeLessThanOrEqual(120);
    const long_one = await world.add(cut.name);
    for (const { name } of long_one.features) expect(name.length).toBeLessThanOrEqual(64);
  });

  it.each([
    ['half-json', '{"device":{"identifiers":["half"'],
    ['no-object', '[[[[1]]]]'],
    ['deep', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['proto', '{"__proto__":{"state_topic":"x"},"device":{"identifiers":["proto"]}}'],
    ['wrong-types', { device: { identifiers: [{ a: 1 }] }, state_topic: 5 }],
    ['numbers', '1e999'],
  ])('passes over %s', async (id, payload) => {
    await announce(`sensor/${id}`, payload);
    await alive(`after-${id}`);
    expect((await world.discoveries()).filter(({ details }) => details.identifier === id)).toEqual([]);
  });

  it('passes over a config of ten megabytes, and goes on', async () => {
    await announce('sensor/huge', { ...device('huge'), state_topic: 'x', name: 'h'.repeat(10_000_000) });
    await alive('after-huge');
    expect((await world.discoveries()).some(({ name }) => name === 'huge')).toBe(false);
    expect((await world.owner.api('GET', '/mqtt/status')).body).toMatchObject({ state: 'online' });
  });

  it('marks a part whose template cannot be understood, and shows the rest', async () => {
    const id = 'templates';
    const loop = '{% for a in range(100000) %}{% for b in range(100000) %}{{ a * b }}{% endfor %}{% endfor %}';
    await announce('sensor/templates/strange', {
      ...device(id),
      name: 'Strange',
      state_topic: 't/state',
      value_template: "{{ states('sensor.x') }}",
    });
    await announce('sensor/templates/loop', { ...device(id), name: 'Loop', state_topic: 't/state', value_template: loop });
    await announce('sensor/templates/good', { ...device(id), name: 'Good', state_topic: 't/state', value_template: '{{ value_json.a }}' });
    const added = await world.add(id);
    expect(added.features.map(({ key }) => key)).toEqual(['good', 'loop']);
    expect(added.info.not_shown_1).toMatch(/^Strange: its template uses .+states.*: \{\{ states\('sensor\.x'\) \}\}$/);
    await world.send('t/state', { a: 'fine' });
    const heard = await world.until(added.id, 'the good one is heard', ({ state }) => state?.readings?.good === 'fine');
    expect(heard.state?.readings?.loop).toBeUndefined();
    expect(world.warnings(/are not shown/).filter((line) => line.includes(id))).toHaveLength(1);
  });

  it('takes circles of via_device and unknown components as facts', async () => {
    await announce('sensor/via-a', { ...device('via-a', { via_device: 'via-b' }), state_topic: 'a' });
    await announce('sensor/via-b', { ...device('via-b', { via_device: 'via-a' }), state_topic: 'b' });
    await announce('warp_drive/via-a/core', { ...device('via-a'), state_topic: 'c' });
    const added = await world.add('via-a');
    expect(added.info).toMatchObject({ via_device: 'via-b', not_shown_1: 'Core: the hub does not know the kind warp_drive' });
  });

  it('never commands the hub itself, nor echoes what the hub announces', async () => {
    await announce('switch/loop', { ...device('loop'), name: null, command_topic: 'lightkeeper/devices/x/set', state_topic: 'l' });
    const added = await world.add('loop');
    expect(added.capabilities).toEqual([]);
    expect(added.info.not_shown_1).toContain('its command_topic is one of the hub’s own'.replace('’', "'"));
    const own = await eventually(
      'the hub announces itself',
      () => world.sender.on('homeassistant/device/+/config').length > 0 && world.sender.on('homeassistant/device/+/config'),
    );
    const ids = own
      .filter(({ payload }) => payload !== '')
      .map(({ payload }) => (JSON.parse(payload) as { device: { identifiers: string[] } }).device.identifiers[0]);
    await alive('after-own');
    expect((await world.discoveries()).filter(({ details }) => ids.includes(details.identifier))).toEqual([]);
  });

  it('keeps a device that comes and goes all the time from filling the log', async () => {
    await announce('switch/flapping', { ...device('flapping'), name: null, command_topic: 'f/set', availability_topic: 'f/status' });
    await world.send('f/status', 'online', { retain: true });
    const added = await world.add('flapping');
    for (let turn = 0; turn < 200; turn += 1) await world.send('f/status', turn % 2 === 0 ? 'offline' : 'online', { retain: true });
    await alive('after-flapping');
    await world.until(added.id, 'it is there in the end', ({ status }) => status === 'online');
    expect((await world.entries(`entity_id=${added.id}&limit=200`)).length).toBeLessThan(40);
  });

  it('keeps within bounds when there are more announcements than any home has', async () => {
    const count = 25_000;
    for (let from = 0; from < count; from += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, index) => {
          const id = `flood-${from + index}`;
          return world.send(`homeassistant/sensor/${id}/config`, { ...device(id), state_topic: `${id}/state` }, { retain: false });
        }),
      );
    }
    // While the flood lasts, the good one may be passed over as well; it is announced again, as devices do.
    let turn = 0;
    await eventually(
      'a known device is heard again',
      async () => {
        await announce('sensor/after', { ...device('marker-0'), state_topic: `after/${(turn += 1)}` });
        return (await world.discoveries()).some(({ name, details }) => name === 'marker-0' && details.parts === '2');
      },
      { within_ms: 60_000, every_ms: 500 },
    );
    expect((await world.discoveries()).length).toBeLessThanOrEqual(1_024);
    expect(world.warnings(/more announcements than the hub keeps/)).toHaveLength(1);
    expect((await world.owner.api('GET', '/mqtt/status')).body).toMatchObject({ state: 'online' });
  }, 180_000);

  it('warns of each source once', () => {
    const lines = world.warnings(/announcement/i).map((line) => {
      const { message, data } = JSON.parse(line) as { message: string; data?: { source?: string } };
      return `${message} ${data?.source ?? ''}`;
    });
    expect(lines).toContain('An announcement is not valid sensor/half-json');
    expect(lines).toContain('An announcement was too long and was passed over sensor/huge');
    expect(lines.length).toBeLessThan(24);
    expect(new Set(lines).size).toBe(lines.length);
  });
});
