import type { CaptureStatus, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { captureSchema } from '../entities/capture.js';
import { examine } from './doctor.js';
import type { DoctorFacts } from './facts.js';

const strip: DeviceSnapshot = {
  id: 'strip',
  name: 'Strip',
  driver: 'wled',
  area_id: null,
  area_name: null,
  labels: [],
  fixture: 'strip',
  enabled: true,
  status: 'online',
  capabilities: ['on_off', 'brightness', 'color_rgb', 'stream'],
  effects: [],
  features: [],
  stream: { leds: 8, channels: 3, max_fps: 60 },
  info: { live_source: 'UDP 192.0.2.1', stream_gamma: 'left as sent', stream_time_out_ms: 2_500, live_override: null },
  state: { on: true, brightness: 255 },
};

const status: CaptureStatus = {
  state: 'running',
  since: '2026-01-01T00:00:00.000Z',
  reason: null,
  fps_in: 30,
  fps_out: 60,
  latency_ms: 4.4,
  showing: 'source',
  dark: false,
  profile: null,
  targets: [{ device_id: 'strip', device_name: 'Strip', ok: true, note: null }],
};

interface Change {
  record?: object;
  status?: Partial<CaptureStatus>;
  device?: Partial<DeviceSnapshot> | null;
  lights?: number | null;
}

function facts({ record = {}, status: changed = {}, device = {}, lights = 8 }: Change = {}): DoctorFacts {
  return {
    record: captureSchema.parse({
      source: { kind: 'ffmpeg' },
      fallback: { kind: 'effect' },
      layout: { kind: 'border', top: 8 },
      targets: [{ device_id: 'strip' }],
      ...record,
    }),
    status: { ...status, ...changed },
    lights,
    devices: new Map(device === null ? [] : [['strip', { ...strip, ...device }]]),
    own_addresses: ['127.0.0.1', '192.0.2.1'],
  };
}

const titles = (change: Change): string[] => examine(facts(change)).map(({ severity, title }) => `${severity}: ${title}`);
const note = (text: string, ok = true): Partial<CaptureStatus> => ({
  targets: [{ device_id: 'strip', device_name: 'Strip', ok, note: text }],
});
const info = (more: DeviceSnapshot['info']): Change => ({ device: { info: { ...strip.info, ...more } } });

describe('the doctor', () => {
  it('does not speak of pictures that come in where the hub paints them', () => {
    const [well] = examine(facts({ status: { fps_in: 0, latency_ms: null } }));
    expect(well?.detail).toBe('It gives out 60 pictures a second.');
  });

  it('finds a device that is given no light', () => {
    expect(titles({ record: { targets: [{ device_id: 'strip', brightness: 0 }] } })).toEqual(['error: Strip is given no light']);
  });

  it('says how well it goes when nothing is wrong', () => {
    expect(examine(facts())).toEqual([
      {
        severity: 'ok',
        title: 'Nothing is wrong',
        detail: 'It takes 30 pictures a second and gives out 60, each 4 ms after it came.',
        fix: null,
      },
    ]);
  });

  it.each<[string, Change]>([
    ['info: Stopped', { ...info({ live_source: null }), status: { state: 'stopped', showing: null, targets: [] } }],
    ['error: It failed', { status: { state: 'failed', reason: 'Its thread died.' } }],
    ['error: No layout', { lights: null }],
    ['error: No signal', { status: { state: 'waiting', showing: null } }],
    ['warning: The lights show the effect instead', { status: { showing: 'fallback', reason: 'The camera is gone.' } }],
    ['warning: Trouble at the source', { status: { reason: 'A grabber sent nonsense.' } }],
    ['warning: The picture is black', { status: { dark: true } }],
    ['warning: The picture is black', { status: { dark: true }, record: { cut_bars: false } }],
    ['error: Brightness is 0', { record: { grade: { brightness: 0 } }, status: { dark: true } }],
    ['warning: Brightness is low', { record: { grade: { brightness: 10 } } }],
    ['warning: Strong gamma', { record: { grade: { gamma: { green: 3 } } } }],
    ['info: No colours', { record: { grade: { saturation: 0 } } }],
    ['info: Much backlight', { record: { grade: { backlight: 80 } } }],
    ['error: A device is gone', { device: null }],
    ['error: Strip is turned off', { device: { enabled: false, status: 'unknown' } }],
    ['error: Strip is offline', { device: { status: 'offline' }, status: note('Strip is offline. It does not answer.', false) }],
    ['error: Strip takes no pictures', { device: { stream: null } }],
    ['error: Strip shows nothing', { status: note('Something else streams to Strip already.', false) }],
    ['warning: Strip does not fit', { status: note('The layout has 9 lights for it, but it has 8.') }],
    ['warning: Something else streams to Strip', info({ live_source: 'E1.31 192.0.2.77' })],
    ['warning: Something else streams to Strip', { ...info({ live_source: 'DDP 192.0.2.1' }), status: { state: 'stopped', targets: [] } }],
    ['error: Strip passes over pictures', info({ live_override: 'always' })],
    ['warning: Strip gives up early', info({ stream_time_out_ms: 500 })],
    [
      'warning: Gamma is applied twice',
      { ...info({ stream_gamma: 'corrected by the light' }), record: { grade: { gamma: { red: 1.2 } } } },
    ],
    ['warning: Strip is dimmed', { device: { state: { on: true, brightness: 20 } } }],
    [
      'warning: Strip is at its power limit',
      { device: { info: { ...strip.info, power_limit_ma: 1_000 }, state: { brightness: 255, readings: { current: 980 } } } },
    ],
  ])('finds: %s', (wanted, change) => {
    const found = titles(change);
    expect(found).toContain(wanted);
    expect(found.includes('ok: Nothing is wrong')).toBe(wanted.startsWith('info'));
  });

  it('says nothing of what is as it should be', () => {
    expect(titles(info({ stream_gamma: 'corrected by the light' }))).toEqual(['ok: Nothing is wrong']);
    expect(titles(info({ live_source: 'unnamed' }))).toEqual(['ok: Nothing is wrong']);
    expect(titles(info({ power_limit_ma: 1_000 }))).toEqual(['ok: Nothing is wrong']);
    expect(titles({ device: { driver: 'virtual', state: { brightness: 3 } } })).toEqual(['ok: Nothing is wrong']);
  });

  it('puts the worst first, and tells each with a fix', () => {
    const found = examine(facts({ record: { grade: { brightness: 10, saturation: 0 } }, device: { status: 'offline' } }));
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info']);
    for (const { detail, fix } of found)
      expect([detail, fix]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[A-Z].*\.$/)]);
  });
});
