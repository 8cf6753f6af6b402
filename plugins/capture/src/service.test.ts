import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from '@lightkeeper/plugin-sdk';
import type {
  ActivityEntry,
  CaptureOccurrence,
  CaptureService,
  CaptureStatus,
  ContextService,
  Disposer,
  EffectDefinition,
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

/** An effect whose module is this text. */
function effect(id: string, code: string): EffectDefinition {
  const file = join(folder, `${id}.mjs`);
  writeFileSync(file, code);
  return { id, name: id, options: z.strictObject({ level: z.number().default(1) }), module: pathToFileURL(file) };
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
    ['no-painter', 'export default () => 7;', /did not begin: it gives no function that paints/],
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
