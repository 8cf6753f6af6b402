import type { PanelInfo } from '@lightkeeper/plugin-sdk/wire';
import { describe, expect, it } from 'vitest';
import { addLines, lineText, passes } from '../pages/settings/log-tail.js';
import { isCurrent, navItems, panelFor, phoneItems } from './navigation.js';
import { nextChord } from './shortcuts.js';

function panel(path: string): PanelInfo {
  return {
    id: path,
    plugin_id: path,
    title: path,
    icon: 'x',
    path,
    element: `x-${path}`,
    module: '/plugin-ui/x/x.js',
    role: 'viewer',
    order: 1,
  };
}

const manifest = (...paths: string[]) => ({
  version: '1',
  home_name: 'Lightkeeper',
  demo: false,
  safe_mode: false,
  panels: paths.map(panel),
  widgets: [],
  settings_panels: [],
});

describe('navigation', () => {
  it('shows everything on a phone while it fits', () => {
    expect(phoneItems(navItems(manifest('devices', 'activity'))).map((item) => item.path)).toEqual([
      '/',
      '/devices',
      '/activity',
      '/settings',
    ]);
  });

  it('keeps the most used and puts the rest behind More', () => {
    const items = navItems(manifest('devices', 'capture', 'scenes', 'automations', 'activity'));
    expect(phoneItems(items).map((item) => item.path)).toEqual(['/', '/devices', '/scenes', '/activity', '/more']);
  });

  it('finds the panel of a path, the most exact one first', () => {
    const panels = [panel('tides'), panel('tides/harbour')];
    expect(panelFor(panels, '/tides/list/7')).toMatchObject({ panel: { path: 'tides' }, subpath: 'list/7' });
    expect(panelFor(panels, '/tides/harbour')).toMatchObject({ panel: { path: 'tides/harbour' }, subpath: '' });
    expect(panelFor(panels, '/tidesx')).toBeNull();
  });

  it('marks a page below its item', () => {
    expect(isCurrent('/', '/devices')).toBe(false);
    expect(isCurrent('/devices', '/devices/1')).toBe(true);
  });
});

describe('chords', () => {
  const known = ['g d', 'g a', 'j', '?'];
  it('wait for the second letter', () => {
    expect(nextChord('', 'g', known)).toEqual({ hit: null, pending: 'g' });
    expect(nextChord('g', 'd', known)).toEqual({ hit: 'g d', pending: '' });
  });

  it('take a letter that fits no chord for itself', () => {
    expect(nextChord('g', 'j', known)).toEqual({ hit: 'j', pending: '' });
    expect(nextChord('g', 'g', known)).toEqual({ hit: null, pending: 'g' });
    expect(nextChord('', 'x', known)).toEqual({ hit: null, pending: '' });
  });
});

describe('the debugging tail', () => {
  const line = (seq: number, level: 'info' | 'debug' | 'error' = 'info', source = 'core') => ({
    seq,
    ts: '2026-11-21T20:34:50.000Z',
    level,
    source,
    message: `line ${seq}`,
    data: {},
  });

  it('holds each line once, in order, and no more than it may', () => {
    const tail = addLines([line(1), line(3)], [line(2), line(3), line(4)]);
    expect(tail.map((one) => one.seq)).toEqual([1, 2, 3, 4]);
    const many = addLines(
      [],
      Array.from({ length: 1200 }, (_, index) => line(index)),
    );
    expect(many).toHaveLength(1000);
    expect(many[0]?.seq).toBe(200);
  });

  it('lets through what is grave enough and of the wanted part', () => {
    expect(passes(line(1, 'error'), 'info', '')).toBe(true);
    expect(passes(line(1, 'debug'), 'info', '')).toBe(false);
    expect(passes(line(1, 'info', 'devices'), 'trace', 'core')).toBe(false);
  });

  it('writes a line as text', () => {
    expect(lineText({ ...line(1), data: { a: 1 } })).toBe('2026-11-21T20:34:50.000Z INFO  core: line 1 {"a":1}');
  });
});
