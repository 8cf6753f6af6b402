import type { DeviceCommand } from '@lightkeeper/plugin-sdk';
import { WledNames } from './names.js';
import { otherSegments } from './segments.js';
import { choice, level, toggle } from './setting.js';
import type { Setting } from './setting.js';
import { lightBits, shownSegment } from './view.js';
import type { WledPatch, WledView } from './view.js';
import { LIGHT_RGB, LIGHT_WHITE } from './wire.js';

/** `lor` by its words ("State object"). */
const OVERRIDES = new WledNames([...['Off', 'Until the live data ends', 'Until the next restart'].entries()]);

export function settingsOf(view: WledView): Setting[] {
  return [...segmentSettings(view), ...(view.only === null ? [...stripSettings(view), ...otherSegments(view)] : [])];
}

/** How the segment that is shown plays its effect. */
function segmentSettings(view: WledView): Setting[] {
  const shown = shownSegment(view);
  if (shown === null) return [];
  const { id, segment } = shown;
  const onSegment = (part: Record<string, unknown>): WledPatch => ({ seg: [{ id, ...part }] });
  const color = segment.col?.[0] ?? [];
  return [
    // Whites have none (wled00/json.cpp, deserializeSegment).
    ...((lightBits(view) & LIGHT_RGB) === 0
      ? []
      : choice('palette', 'Palette', view.names.palettes, segment.pal, (pal) => onSegment({ pal }))),
    ...level('speed', 'Effect speed', segment.sx, (sx) => onSegment({ sx })),
    ...level('intensity', 'Effect intensity', segment.ix, (ix) => onSegment({ ix })),
    ...level('white', 'White channel', (lightBits(view) & LIGHT_WHITE) === 0 ? undefined : color[3], (white) =>
      onSegment({ col: [[...color.slice(0, 3), white]] }),
    ),
  ];
}

function stripSettings({ state, names }: WledView): Setting[] {
  const { nl, udpn, lor, ps, pl } = state;
  return [
    ...choice('preset', 'Preset', names.presets, ps, (preset) => ({ ps: preset })),
    // A playlist is a preset that has one in it ("Presets", Playlists).
    ...choice('playlist', 'Playlist', names.playlists, pl, (playlist) => ({ ps: playlist })),
    ...toggle('nightlight', 'Nightlight', nl?.on, (on) => ({ nl: { on } })),
    ...level('nightlight_minutes', 'Nightlight time', nl?.dur, (dur) => ({ nl: { dur } }), { min: 1, unit: 'min', category: 'config' }),
    ...(lor === undefined ? [] : choice('override', 'Override live data', OVERRIDES, lor, (value) => ({ lor: value }))),
    ...toggle('sync_send', 'Tell other WLEDs', udpn?.send, (send) => ({ udpn: { send } }), 'config'),
  ];
}

/** What to write for the features that a command sets. */
export function patchesOf(settings: readonly Setting[], set: NonNullable<DeviceCommand['set']>): WledPatch[] {
  return settings.flatMap(({ feature, write }) => {
    const value = set[feature.key];
    return value === undefined ? [] : [write(value)];
  });
}
