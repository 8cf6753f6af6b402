import type { EntityCollection, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { CommandService } from '../commands/service.js';
import type { VirtualWorld } from '../drivers/virtual/world.js';
import type { AreaRecord } from '../entities/area.js';
import type { DeviceRecord } from '../entities/device.js';
import type { Fleet } from '../supervision/fleet.js';
import { breatheAir, show, STEPS } from './day.js';
import { DEVICES, ROOMS } from './home.js';

const STEP_MS = 14_000;
const READING_MS = 20_000;
/** The light that drops off and returns, how often, and for how long. */
const FORGETFUL = 'desk-bar';
const UNPLUG_MS = 150_000;
const UNPLUGGED_FOR_MS = 25_000;

interface DemoDeps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'timers' | 'context' | 'entities' | 'log' | 'newId'>;
  areas: EntityCollection<AreaRecord>;
  devices: EntityCollection<DeviceRecord>;
  commands: CommandService;
  fleet: Fleet;
  world: VirtualWorld;
}

/** A home to look at: furnished once, where nothing is yet, and gently alive from then on. */
export async function startDemo(deps: DemoDeps): Promise<void> {
  const { hub, world } = deps;
  for (const { key, state } of DEVICES) world.remember(key, state);
  await hub.context.run({ actor: 'system', origin: 'system', correlation_id: hub.newId() }, () => furnish(deps));
  live(deps);
}

async function furnish({ hub, areas, devices }: DemoDeps): Promise<void> {
  const [rooms, lights] = await Promise.all([areas.all(), devices.all()]);
  if (rooms.length > 0 || lights.length > 0) return;
  await hub.entities.bulk('the demo home', async (tx) => {
    const ids = new Map<string, string>();
    for (const { name, kind } of ROOMS) ids.set(name, (await areas.create({ name, kind }, { tx })).id);
    for (const { name, room, fixture, kind, key, labels = [] } of DEVICES) {
      await devices.create({ name, driver: 'virtual', config: { kind, key }, area_id: ids.get(room) ?? null, fixture, labels }, { tx });
    }
  });
}

function live({ hub, commands, fleet, world }: DemoDeps): void {
  let step = 0;
  let reading = 0;

  hub.timers.every(STEP_MS, 'demo: somebody does something', async () => {
    const next = STEPS[step % STEPS.length];
    step += 1;
    if (next === undefined) return;
    const { actor, sign, key, command } = next;
    if (sign !== undefined) show(world, sign);
    // A visitor may have renamed, turned off or deleted it.
    const device = fleet.devices().find(({ config }) => config.key === key);
    if (device === undefined || fleet.view(device.id).status !== 'online') return;
    const origin = actor === 'schedule' ? 'schedule' : actor.startsWith('automation:') ? 'automation' : 'device';
    await hub.context
      .run({ actor, origin, correlation_id: hub.newId() }, () => commands.run(device.id, command))
      .catch((error: unknown) => {
        hub.log.debug('A step of the demo failed', { key, error });
      });
  });

  hub.timers.every(READING_MS, 'demo: the air moves', () => {
    reading += 1;
    breatheAir(world, reading);
  });

  hub.timers.every(UNPLUG_MS, 'demo: a plug is pulled', () => {
    world.unplug(FORGETFUL);
    hub.timers.after(UNPLUGGED_FOR_MS, 'demo: the plug is back', () => {
      world.plugIn(FORGETFUL);
    });
  });
}
