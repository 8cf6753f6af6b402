import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

let hub: TestHub;
let device_id: string;

beforeEach(async () => {
  hub = await createTestHub();
  device_id = await make('/devices', { name: 'Strip', driver: 'virtual', config: { kind: 'strip', leds: 8 } });
  await hub.settle();
});

afterEach(async () => {
  await hub.stop();
});

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await hub.request(method, path, { ...(body !== undefined && { body }) });
  await hub.settle();
  return { status: answer.status, body: answer.body };
}

async function make(path: string, body: unknown): Promise<string> {
  const answer = await ask('POST', path, body);
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body.id as string;
}

const source = { kind: 'test-pattern', pattern: 'solid', color: { r: 255, g: 255, b: 255 } };
const border = { kind: 'border', top: 8 };
const capture = (more: object = {}): object => ({ name: 'Ambient', source, targets: [{ device_id }], ...more });
const faults = ({ body }: Answer): unknown => (body.errors as { field: string }[] | undefined)?.map(({ field }) => field);

describe('a capture with a saved layout', () => {
  it('shows the layout that it names, also when that changes while it runs', async () => {
    const layout_id = await make('/layouts', { name: 'Screen', layout: border });
    const id = await make('/captures', capture({ layout_id }));
    expect((await ask('GET', `/captures/${id}`)).body).toMatchObject({ layout_id, layout: { kind: 'border', top: 8 } });
    await ask('POST', `/captures/${id}/start`);
    const note = async (): Promise<unknown> => ((await ask('GET', `/captures/${id}/status`)).body.targets as { note: unknown }[])[0]?.note;
    expect(await note()).toBeNull();
    await ask('PATCH', `/layouts/${layout_id}`, { layout: { top: 5 } });
    expect(await note()).toContain('5');
    expect((await ask('GET', `/captures/${id}`)).body).toMatchObject({ layout: { top: 5 } });
    await ask('POST', `/captures/${id}/stop`);
  });

  it('has one of its own or one with a name, and no third thing', async () => {
    const layout_id = await make('/layouts', { name: 'Screen', layout: border });
    expect(faults(await ask('POST', '/captures', capture()))).toEqual(['/layout']);
    expect(faults(await ask('POST', '/captures', capture({ layout: border, layout_id })))).toEqual(['/layout_id']);
    expect(faults(await ask('POST', '/captures', capture({ layout_id: 'nothing' })))).toEqual(['/layout_id']);
    const id = await make('/captures', capture({ layout: border }));
    expect((await ask('PATCH', `/captures/${id}`, { layout_id })).status).toBe(422);
    expect((await ask('PATCH', `/captures/${id}`, { layout: null, layout_id })).status).toBe(200);
  });

  it('keeps the layout from being deleted', async () => {
    const layout_id = await make('/layouts', { name: 'Screen', layout: border });
    const id = await make('/captures', capture({ layout_id }));
    const refused = await ask('DELETE', `/layouts/${layout_id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'LK_CONFLICT']);
    expect(refused.body.detail).toContain('Ambient');
    await ask('DELETE', `/captures/${id}`);
    expect((await ask('DELETE', `/layouts/${layout_id}`)).status).toBe(204);
  });
});

describe('the lights of Hyperion', () => {
  it('come in as a layout and go out again', async () => {
    const leds = [
      { hmin: 0, hmax: 0.5, vmin: 0, vmax: 0.08 },
      { hmin: 0.5, hmax: 1, vmin: 0, vmax: 0.08 },
      { hmin: 0, hmax: 0, vmin: 0, vmax: 0 },
    ];
    const extra = leds.map((led) => ({ ...led, colorOrder: 'rgb' }));
    const made = await ask('POST', '/layouts/import', { name: 'From Hyperion', leds: extra });
    expect(made).toMatchObject({ status: 201, body: { layout: { kind: 'zones' }, lights: 3 } });
    expect((await ask('GET', `/layouts/${made.body.id as string}/hyperion`)).body).toEqual({ leds });
  });

  it('are refused with the place of what is wrong', async () => {
    const answer = await ask('POST', '/layouts/import', { name: 'Wrong', leds: [{ hmin: 0, hmax: 2, vmin: 0, vmax: 1 }] });
    expect([answer.status, faults(answer)]).toEqual([422, ['/leds/0/hmax']]);
    expect((await ask('GET', '/layouts/nothing/hyperion')).status).toBe(404);
  });
});

describe('the look of a capture', () => {
  it('is tuned by members, and told of as that', async () => {
    const id = await make('/captures', capture({ layout: border }));
    const body = { grade: { brightness: 40 }, smoothing: { kind: 'none' } };
    const answer = await hub.request('POST', `/captures/${id}/calibrate`, { as: 'member', body });
    expect(answer.body).toMatchObject({ grade: { brightness: 40, saturation: 1 }, smoothing: { kind: 'none' } });
    const { items } = (await ask('GET', `/activity?entity_id=${id}`)).body as { items: { category: string; action: string }[] };
    expect(items.map(({ category, action }) => `${category}.${action}`)).toEqual(['capture.calibrated', 'entity.created']);
    for (const refused of [{}, { source }, { grade: { brightness: 140 } }]) {
      expect((await ask('POST', `/captures/${id}/calibrate`, refused)).status).toBe(422);
    }
    expect((await hub.request('POST', `/captures/${id}/calibrate`, { as: 'viewer', body })).status).toBe(403);
  });

  it('does not change a layout that others may use', async () => {
    const layout_id = await make('/layouts', { name: 'Screen', layout: border });
    const id = await make('/captures', capture({ layout_id }));
    expect(faults(await ask('POST', `/captures/${id}/calibrate`, { layout: { top: 9 } }))).toEqual(['/layout']);
  });

  it('is taken from a template as a whole, and kept when that goes', async () => {
    const look = { algorithm: 'mean_bytes', cut_bars: false, smoothing: { kind: 'none' }, rate: 30 };
    const template_id = await make('/capture-templates', { name: 'Games', ...look, grade: { saturation: 2 } });
    const id = await make('/captures', capture({ layout: border, grade: { brightness: 10 } }));
    const applied = await ask('POST', `/captures/${id}/apply-template`, { template_id });
    expect(applied).toMatchObject({ status: 200, body: { ...look, grade: { saturation: 2, brightness: 100 } } });
    await ask('DELETE', `/capture-templates/${template_id}`);
    expect((await ask('GET', `/captures/${id}`)).body).toMatchObject(look);
    expect(faults(await ask('POST', `/captures/${id}/apply-template`, { template_id }))).toEqual(['/template_id']);
  });

  it('follows the time of day', async () => {
    const now = new Date(hub.clock.now());
    const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toTimeString().slice(0, 5);
    const profiles = [{ name: 'Later', from: at(2), to: at(4), grade: { brightness: 0 } }];
    const id = await make('/captures', capture({ layout: border, profiles }));
    await ask('POST', `/captures/${id}/start`);
    const profile = async (): Promise<unknown> => (await ask('GET', `/captures/${id}/status`)).body.profile;
    expect(await profile()).toBeNull();
    await hub.clock.advance(2 * 60_000);
    expect(await profile()).toBe('Later');
    const { items } = (await ask('GET', `/captures/${id}/doctor`)).body as { items: { title: string }[] };
    expect(items.map(({ title }) => title)).toContain('Brightness is 0');
    await hub.clock.advance(2 * 60_000);
    expect(await profile()).toBeNull();
    await ask('POST', `/captures/${id}/stop`);
  });
});

describe('the targets of a capture', () => {
  const targets = (...all: object[]): object => capture({ layout: border, targets: all.map((one) => ({ device_id, ...one })) });

  it('may be parts of one device, each light once', async () => {
    await make('/captures', targets({ segment: { start: 0, stop: 4 } }, { segment: { start: 4, stop: 8 }, first: 4 }));
    const twice = await ask('POST', '/captures', targets({}, { segment: { start: 4, stop: 8 } }));
    expect(faults(twice)).toEqual(['/targets/1/device_id']);
    expect(faults(await ask('POST', '/captures', targets({ segment: { start: 4, stop: 4 } })))).toEqual(['/targets/0/segment']);
  });

  it('have no segments where the device has none', async () => {
    const beyond = await ask('POST', '/captures', targets({ segment: { start: 8, stop: 9 } }));
    expect([faults(beyond), beyond.body.detail]).toEqual([['/targets/0/segment'], expect.stringContaining('Strip has 8 lights')]);
    const bulb = await make('/devices', { name: 'Bulb', driver: 'virtual', config: { kind: 'color_light' } });
    const refused = await ask('POST', '/captures', targets({ device_id: bulb, segment: { start: 1, stop: 2 } }));
    expect(refused.body.detail).toContain('Bulb is one light, which has no segments');
  });
});

describe('the doctor', () => {
  it('looks at a capture, also at one whose device is gone', async () => {
    const id = await make('/captures', capture({ layout: border }));
    const titles = async (): Promise<unknown[]> =>
      ((await ask('GET', `/captures/${id}/doctor`)).body.items as { title: string }[]).map(({ title }) => title);
    expect(await titles()).toEqual(['Stopped', 'Nothing is wrong']);
    await ask('DELETE', `/devices/${device_id}`);
    expect(await titles()).toEqual(['A device is gone', 'Stopped']);
    expect((await ask('GET', '/captures/nothing/doctor')).status).toBe(404);
  });
});
