import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from '@lightkeeper/plugin-sdk';
import type {
  ActivityEntry,
  AlgorithmDefinition,
  CaptureOccurrence,
  CaptureService,
  CaptureStatus,
  ContextService,
  Disposer,
  EffectDefinition,
  FilterDefinition,
  Hooks,
  SourceKind,
  SourceSink,
} from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

/** Far above what any test needs, so that a busy machine fails none. */
const PATIENCE = { timeout: 20_000 };

let folder: string;
let hub: TestHub;
let capture: CaptureService;
let context: ContextService;
const heard: [string, CaptureOccurrence][] = [];
let device_id: string;

/** A plugin that hands what it is offered to the test. */
const lodger = {
  manifest: { id: 'lodger', name: 'Lodger', sdk: '^0.1.0', dependsOn: ['capture'] },
  definition: {
    setup(own: { services: { require: (name: 'capture') => CaptureService }; context: ContextService; hooks: Hooks }) {
      capture = own.services.require('capture');
      context = own.context;
      for (const name of ['capture.started', 'capture.stopped', 'capture.failed'] as const) {
        own.hooks.tap(name, (occurrence) => void heard.push([name, occurrence]));
      }
    },
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'effects-'));
  hub = await createTestHub({ plugins: [lodger] });
  const body = { name: 'Strip', driver: 'virtual', config: { kind: 'strip', leds: 4 } };
  const made = await hub.request('POST', '/devices', { body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  device_id = (made.body as { id: string }).id;
});

afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

function moduleOf(id: string, code: string): URL {
  const file = join(folder, `${id}.mjs`);
  writeFileSync(file, code);
  return pathToFileURL(file);
}

/** An effect whose module is this text. */
function effect(id: string, code: string): EffectDefinition {
  return { id, name: id, options: z.strictObject({ level: z.number().default(1) }), module: moduleOf(id, code) };
}

function filter(kind: string, code: string): FilterDefinition {
  const options = z.strictObject({ level: z.number().max(1).default(0) });
  return { kind, name: kind, description: 'Of a test.', options, module: moduleOf(kind, code) };
}

function algorithm(id: string, code: string): AlgorithmDefinition {
  return { id, name: id, description: 'Of a test.', module: moduleOf(id, code) };
}

const FULL = 'export default ({ level }) => (_seconds, lights) => lights.fill(level);';

async function run(source: object, more: object = {}): Promise<string> {
  const layout = { kind: 'matrix', columns: 4, rows: 1 };
  const body = { name: `Of ${JSON.stringify(source)}`, source, layout, targets: [{ device_id }], ...more };
  const made = await hub.request('POST', '/captures', { body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { id } = made.body as { id: string };
  await hub.request('POST', `/captures/${id}/start`);
  return id;
}

async function status(id: string): Promise<CaptureStatus> {
  return (await hub.request('GET', `/captures/${id}/status`)).body;
}

const becomes = (id: string, wanted: object): Promise<void> =>
  vi.waitFor(async () => {
    expect(await status(id)).toMatchObject(wanted);
  }, PATIENCE);

const remove = (id: string): Promise<unknown> => hub.request('DELETE', `/captures/${id}`);

describe('the service of the captures', () => {
  it.each<[string, () => Disposer, string]>([
    ['an effect that is there', () => capture.registerEffect(effect('fire', FULL)), 'LK_CONFLICT'],
    ['a test pattern’s name', () => capture.registerEffect(effect('test-bars', FULL)), 'LK_CONFLICT'],
    ['an id that cannot be one', () => capture.registerEffect({ ...effect('odd', FULL), id: 'Odd one' }), 'LK_PLUGIN_INVALID'],
    [
      'a module of the network',
      () => capture.registerEffect({ ...effect('far', FULL), module: new URL('http://a.test/a.js') }),
      'LK_PLUGIN_INVALID',
    ],
    [
      'code in an address',
      () => capture.registerEffect({ ...effect('data', FULL), module: new URL('data:text/javascript,') }),
      'LK_PLUGIN_INVALID',
    ],
    ['an algorithm of the hub’s', () => capture.registerAlgorithm(algorithm('mean_bytes', FULL)), 'LK_CONFLICT'],
    ['an algorithm without a name', () => capture.registerAlgorithm({ ...algorithm('nameless', FULL), name: '' }), 'LK_PLUGIN_INVALID'],
    ['a filter whose kind cannot be one', () => capture.registerFilter({ ...filter('odd', FULL), kind: 'Odd' }), 'LK_PLUGIN_INVALID'],
    [
      'a filter of the network',
      () => capture.registerFilter({ ...filter('far', FULL), module: new URL('http://a.test/a.js') }),
      'LK_PLUGIN_INVALID',
    ],
    ['a source that is there', () => capture.registerSource(grey('effect', () => {})), 'LK_CONFLICT'],
    ['a source without a name', () => capture.registerSource({ ...grey('nameless', () => {}), name: '' }), 'LK_PLUGIN_INVALID'],
  ])('refuses %s', (_what, register, code) => {
    expect(register).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('offers an effect until it is taken back, and its captures follow', async () => {
    const undo = capture.registerEffect(effect('full', FULL));
    const id = await run({ kind: 'effect', effect: 'full' });
    await becomes(id, { state: 'running', dark: false, reason: null });
    await undo();
    await becomes(id, { state: 'waiting', reason: 'There is no effect "full": the plugin that brings it does not run.' });
    expect((await hub.request('PATCH', `/captures/${id}`, { body: { name: 'Without its effect' } })).status).toBe(200);
    const other = await hub.request('PATCH', `/captures/${id}`, { body: { source: { kind: 'effect', effect: 'full', seed: 2 } } });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ field: '/source/effect' }] } });
    const again = capture.registerEffect(effect('full', FULL));
    await becomes(id, { state: 'running', reason: null });
    await remove(id);
    await again();
    expect(JSON.stringify((await hub.request('GET', '/capture-effects')).body)).not.toContain('"full"');
  });

  it('offers a source until it is taken back, while the fallback shows', async () => {
    const sinks: SourceSink[] = [];
    const closed = vi.fn();
    const source = grey('grey', closed, sinks);
    const undo = capture.registerSource(source);
    const id = await run({ kind: 'grey' }, { fallback: { kind: 'effect', effect: 'rainbow' } });
    await becomes(id, { state: 'running', showing: 'source', reason: null });
    await undo();
    await becomes(id, { showing: 'fallback', reason: 'There is no source "grey": the plugin that brings it does not run.' });
    expect(closed).toHaveBeenCalledOnce();
    const again = capture.registerSource(source);
    await becomes(id, { showing: 'source', reason: null });
    expect(sinks).toHaveLength(2);
    await remove(id);
    await again();
  });

  it.each([
    ['no-file', null, /could not be loaded: Cannot find module/],
    ['no-code', 'export default (', /could not be loaded: /],
    ['no-load', 'throw new Error("No wax.");', /The effect "no-load" could not be loaded: No wax\./],
    ['no-function', 'export default 7;', /its module has no function as its default/],
    ['no-painter', 'export default () => 7;', /did not begin: it gives no function that does its work/],
    ['no-begin', 'export default () => { throw new Error("Too cold."); };', /did not begin: Too cold\./],
    ['no-paint', 'export default () => () => { throw new Error("Burnt."); };', /The effect "no-paint" failed: Burnt\./],
  ])('lets a module that is wrong (%s) fail its captures, and no others', async (id, code, reason) => {
    const undo = capture.registerEffect(effect(id, code ?? FULL));
    if (code === null) rmSync(join(folder, `${id}.mjs`));
    const well = await run({ kind: 'test-pattern' });
    await becomes(well, { state: 'running' });
    const since = (await status(well)).since;
    const broken = await run({ kind: 'effect', effect: id });
    await becomes(broken, { state: 'failed', reason: expect.stringMatching(reason) as string });
    expect(await status(well)).toMatchObject({ state: 'running', since });
    await Promise.all([remove(well), remove(broken)]);
    await undo();
  });

  it('lets settings that cannot go to another thread fail their captures', async () => {
    const options = z.strictObject({});
    const source: SourceKind = {
      ...{ kind: 'lively', name: 'Lively', description: 'Has a function among its settings.', options },
      paint: () => ({ effect: 'rainbow', options: { speed: () => 1 }, seed: 1 }),
    };
    const undo = capture.registerSource(source);
    const id = await run({ kind: 'lively' });
    await becomes(id, { state: 'waiting', reason: expect.stringContaining('could not be cloned') as string });
    await remove(id);
    await undo();
  });

  it('takes no light for what is none', async () => {
    const undo = capture.registerEffect(effect('wild', 'export default () => (_s, lights) => { lights.fill(NaN); lights[0] = 9; };'));
    const id = await run({ kind: 'effect', effect: 'wild' });
    await becomes(id, { state: 'running', dark: false, reason: null });
    await remove(id);
    await undo();
  });
});

describe('a filter', () => {
  const LEVEL = 'export default ({ level }) => (_seconds, lights) => lights.fill(level);';

  it('changes the lights until it is taken back, and again when it is there', async () => {
    const undo = capture.registerFilter(filter('level', LEVEL));
    const list = (await hub.request('GET', '/capture-filters')).body as { items: object[] };
    expect(list.items).toMatchObject([{ kind: 'level', name: 'level', description: 'Of a test.', options_schema: { type: 'object' } }]);
    const id = await run({ kind: 'test-pattern' }, { filters: [{ kind: 'level' }] });
    await becomes(id, { state: 'running', dark: true, reason: null });
    await undo();
    await becomes(id, { state: 'running', dark: false, reason: 'There is no filter "level": the plugin that brings it does not run.' });
    expect((await hub.request('PATCH', `/captures/${id}`, { body: { name: 'Without its filter', rate: 30 } })).status).toBe(200);
    const again = capture.registerFilter(filter('level', LEVEL));
    await becomes(id, { state: 'running', dark: true, reason: null });
    const tuned = await hub.request('POST', `/captures/${id}/calibrate`, {
      body: { filters: [{ kind: 'level', options: { level: 0.5 } }] },
    });
    expect(tuned, JSON.stringify(tuned.body)).toMatchObject({ status: 200 });
    await becomes(id, { state: 'running', dark: false, reason: null });
    await remove(id);
    await again();
  });

  it.each([
    ['one that is not there', [{ kind: 'nowhere' }], '/filters/0/kind'],
    ['options of another', [{ kind: 'level', options: { level: 2 } }], '/filters/0/options/level'],
    ['what is not known', [{ kind: 'level', options: { depth: 1 } }], '/filters/0/options'],
    ['too many', Array.from({ length: 9 }, () => ({ kind: 'level' })), '/filters'],
  ])('is refused: %s', async (_what, filters, field) => {
    const undo = capture.registerFilter(filter('level', LEVEL));
    const body = { name: 'Filtered', filters };
    expect(await hub.request('POST', '/capture-templates', { body })).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    await undo();
  });

  it('works on what the one before it left, in the order of the list', async () => {
    const off = [
      capture.registerFilter(filter('level', LEVEL)),
      capture.registerFilter(
        filter('invert', 'export default () => (_s, lights) => { lights.forEach((v, i) => { lights[i] = 1 - v; }); };'),
      ),
    ];
    const id = await run({ kind: 'test-pattern' }, { filters: [{ kind: 'level' }, { kind: 'invert' }] });
    await becomes(id, { state: 'running', dark: false });
    await hub.request('PATCH', `/captures/${id}`, { body: { filters: [{ kind: 'invert' }, { kind: 'level' }] } });
    await becomes(id, { state: 'running', dark: true });
    await remove(id);
    for (const undo of off) await undo();
  });
});

describe('an algorithm', () => {
  const PIXEL = { kind: 'grey' };
  const BRIGHTEST = `export default (zones) => (picture, lights) => {
    if (zones.some((zone) => zone.right - zone.left !== 1 || zone.bottom - zone.top !== 1)) throw new Error('Not a pixel.');
    zones.forEach((_zone, index) => {
      for (let color = 0; color < 3; color += 1) lights[index * 3 + color] = picture.linear[picture.data[color]] > 0.2 ? 1 : 0;
    });
  };`;

  it('finds the colours of the zones until it is taken back', async () => {
    const grey_undo = capture.registerSource(grey('grey', () => {}));
    const undo = capture.registerAlgorithm(algorithm('none_at_all', 'export default () => (_picture, lights) => lights.fill(0);'));
    const bright_undo = capture.registerAlgorithm(algorithm('brightest', BRIGHTEST));
    const { items } = (await hub.request('GET', '/capture-algorithms')).body as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([
      ...['mean', 'mean_bytes', 'mean_squared', 'dominant', 'whole', 'whole_dominant'],
      ...['none_at_all', 'brightest'],
    ]);
    const id = await run(PIXEL, { algorithm: 'none_at_all' });
    await becomes(id, { state: 'running', dark: true, reason: null });
    await undo();
    const reason = 'There is no algorithm "none_at_all": the plugin that brings it does not run.';
    await becomes(id, { state: 'running', dark: false, reason });
    const wrong = await hub.request('PATCH', `/captures/${id}`, { body: { algorithm: 'nowhere' } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: '/algorithm' }] } });
    await hub.request('PATCH', `/captures/${id}`, { body: { algorithm: 'brightest' } });
    await becomes(id, { state: 'running', dark: false, reason: null });
    await remove(id);
    await bright_undo();
    await grey_undo();
  });
});

describe.each([
  ['filter', (code: string) => capture.registerFilter(filter('broken', code)), { filters: [{ kind: 'broken' }] }],
  ['algorithm', (code: string) => capture.registerAlgorithm(algorithm('broken-too', code)), { algorithm: 'broken-too' }],
])('a wrong module of a(n) %s', (what, register, more) => {
  it.each([
    ['no code', 'export default (', 'could not be loaded: '],
    ['no function', 'export default 7;', 'could not be loaded: its module has no function as its default.'],
    ['no work', 'export default () => 7;', 'did not begin: it gives no function that does its work.'],
    ['a bad beginning', 'export default () => { throw new Error("Too cold."); };', 'did not begin: Too cold.'],
    ['bad work', 'export default () => () => { throw new Error("Burnt."); };', 'failed: Burnt.'],
  ])('fails its captures, and no others: %s', async (name, code, reason) => {
    const grey_undo = capture.registerSource(grey('grey', () => {}));
    // Modules are known by their address for as long as the thread lives.
    const undo = register(`/* ${name} */ ${code}`);
    const broken = await run({ kind: 'grey' }, more);
    await becomes(broken, {
      state: 'failed',
      reason: expect.stringContaining(`"broken${what === 'filter' ? '' : '-too'}" ${reason}`) as string,
    });
    const well = await run({ kind: 'grey' });
    await becomes(well, { state: 'running', dark: false });
    await Promise.all([remove(well), remove(broken)]);
    await undo();
    await grey_undo();
  });
});

describe('captures in the hands of another plugin', () => {
  const asLodger = <T>(fn: () => T): T => context.run({ actor: 'plugin:lodger', origin: 'plugin' }, fn);
  const recorded = async (id: string): Promise<string[]> => {
    const { items } = (await hub.request('GET', `/activity?entity_id=${id}&categories=capture`)).body as { items: ActivityEntry[] };
    return items.map(({ action, actor }) => `${action} by ${actor}`);
  };

  it('start and stop in its name, and tell of it', async () => {
    const id = await run({ kind: 'test-pattern' });
    await hub.request('POST', `/captures/${id}/stop`);
    heard.length = 0;
    expect(capture.get(id)).toMatchObject({ id, name: expect.stringContaining('test-pattern') as string, status: { state: 'stopped' } });
    expect(await asLodger(() => capture.start(id))).toMatchObject({ state: 'starting' });
    await becomes(id, { state: 'running' });
    expect(capture.list()).toMatchObject([{ id, status: { state: 'running' } }]);
    expect(await asLodger(() => capture.stop(id))).toMatchObject({ state: 'stopped' });
    expect((await recorded(id)).slice(0, 2)).toEqual(['stopped by plugin:lodger', 'started by plugin:lodger']);
    const about = { capture_id: id, entity_name: capture.get(id)?.name };
    expect(heard).toMatchObject([
      ['capture.started', about],
      ['capture.stopped', about],
    ]);
    await remove(id);
    expect(capture.get(id)).toBeUndefined();
    await expect(capture.start(id)).rejects.toMatchObject({ code: 'LK_NOT_FOUND' });
    await expect(capture.stop(id)).rejects.toMatchObject({ code: 'LK_NOT_FOUND' });
  });

  it('start and stop all together', async () => {
    const ids = await Promise.all([run({ kind: 'test-pattern' }), run({ kind: 'test-pattern', pattern: 'chase' })]);
    expect((await asLodger(() => capture.stopAll())).map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await capture.stopAll()).toEqual([]);
    expect((await asLodger(() => capture.startAll())).map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect(capture.get(id)?.status.state).not.toBe('stopped');
      expect((await recorded(id)).slice(0, 2)).toEqual(['started by plugin:lodger', 'stopped by plugin:lodger']);
    }
    await Promise.all(ids.map(remove));
  });
});

/** A source that shows one pixel of grey for good. */
function grey(kind: string, closed: () => void, sinks: SourceSink[] = []): SourceKind {
  return {
    kind,
    name: 'Grey',
    description: 'One pixel of grey.',
    options: z.strictObject({}),
    open(_options: object, sink: SourceSink) {
      sinks.push(sink);
      sink.reserve(3);
      sink.room.fill(128);
      sink.show({ width: 1, height: 1, format: 'rgb24', timeout_ms: null });
      return Promise.resolve({ close: closed });
    },
  };
}
