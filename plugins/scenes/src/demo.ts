import type { DeviceService, EntityCollection, Hub, SceneDevice, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { PlaylistRecord } from './entities/playlist.js';
import type { SceneRecord } from './entities/scene.js';

interface Deps {
  scenes: EntityCollection<SceneRecord>;
  playlists: EntityCollection<PlaylistRecord>;
  devices: DeviceService;
}

/** What a scene of the demo home asks of its lights, by their names. */
type DemoParts = Readonly<Record<string, SceneDevice['command']>>;

const EMBER = { r: 255, g: 122, b: 48 };
const CANDLE = { r: 255, g: 168, b: 92 };
const ROSE = { r: 255, g: 96, b: 128 };
const DUSK = { r: 122, g: 92, b: 255 };
const SEA = { r: 38, g: 160, b: 220 };
const MOSS = { r: 96, g: 200, b: 112 };

const OFF = { on: false } as const;

const glow = (color: SceneDevice['command']['color'] & object, brightness: number): SceneDevice['command'] => ({
  on: true,
  brightness,
  color,
  effect: null,
});
const white = (color_temp: number, brightness: number): SceneDevice['command'] => ({ on: true, brightness, color_temp });

const SCENES: readonly { name: string; description: string; transition_ms: number; parts: DemoParts }[] = [
  {
    name: 'Evening',
    description: 'Warm and low, the way the day should end.',
    transition_ms: 2_000,
    parts: {
      'Sofa lamp': glow(EMBER, 148),
      Bookshelf: glow(CANDLE, 120),
      'TV backlight': glow(DUSK, 96),
      'Dining pendant': white(2_400, 120),
      'String lights': { on: true, brightness: 90, effect: 'Candle' },
    },
  },
  {
    name: 'Film night',
    description: 'Everything steps back but the light behind the screen.',
    transition_ms: 3_000,
    parts: { 'TV backlight': glow(SEA, 140), 'Sofa lamp': glow(EMBER, 30), Bookshelf: OFF, 'Dining pendant': OFF, Worktop: OFF },
  },
  {
    name: 'Wide awake',
    description: 'Clear light for cleaning up, or looking for keys.',
    transition_ms: 600,
    parts: {
      'Dining pendant': white(4_800, 255),
      Worktop: white(5_000, 255),
      'Sofa lamp': glow({ r: 255, g: 240, b: 224 }, 230),
      'Desk bar': glow({ r: 240, g: 246, b: 255 }, 230),
      'Hall ceiling': { on: true, brightness: 220 },
    },
  },
  {
    name: 'Good night',
    description: 'A way to bed, and nothing else.',
    transition_ms: 5_000,
    parts: {
      'Bedside lamp': glow(CANDLE, 36),
      'Hall ceiling': { on: true, brightness: 12 },
      'Sofa lamp': OFF,
      Bookshelf: OFF,
      'TV backlight': OFF,
      'Dining pendant': OFF,
      Worktop: OFF,
      'Desk bar': OFF,
      Blind: { set: { cover: 0 } },
    },
  },
  {
    name: 'Aurora',
    description: 'Green and violet on three walls.',
    transition_ms: 4_000,
    parts: { Bookshelf: glow(MOSS, 150), 'TV backlight': glow(DUSK, 150), 'Desk bar': glow(SEA, 140) },
  },
  {
    name: 'Sundown',
    description: 'The last ten minutes before dark.',
    transition_ms: 4_000,
    parts: { Bookshelf: glow(EMBER, 150), 'TV backlight': glow(ROSE, 130), 'Desk bar': glow(CANDLE, 120) },
  },
];

const SLOW_COLOURS = ['Aurora', 'Sundown'];
const EACH_MS = 60_000;

/** Scenes for the demo home, where there are none yet. */
export async function furnishDemo(
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'context' | 'entities' | 'newId'>,
  { scenes, playlists, devices }: Deps,
): Promise<void> {
  const ids = new Map(devices.list().map(({ id, name }) => [name, id]));
  if (ids.size === 0 || (await scenes.all()).length > 0 || (await playlists.all()).length > 0) return;
  await hub.context.run({ actor: 'system', origin: 'system', correlation_id: hub.newId() }, () =>
    hub.entities.bulk('the scenes of the demo home', async (tx) => {
      const made = new Map<string, string>();
      for (const { parts, ...scene } of SCENES) {
        const named = Object.entries(parts).flatMap(([name, command]) => {
          const device_id = ids.get(name);
          return device_id === undefined ? [] : [{ device_id, command }];
        });
        if (named.length > 0) made.set(scene.name, (await scenes.create({ ...scene, devices: named }, { tx })).id);
      }
      const items = SLOW_COLOURS.flatMap((name) => {
        const scene_id = made.get(name);
        return scene_id === undefined ? [] : [{ scene_id, duration_ms: EACH_MS, transition_ms: 10_000 }];
      });
      if (items.length > 0) await playlists.create({ name: 'Slow colours', items, loop: true }, { tx });
    }),
  );
}
