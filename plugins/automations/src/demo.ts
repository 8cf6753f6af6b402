import type { EntityCollection, Hub, Vocabulary } from '@lightkeeper/plugin-sdk';
import type { AutomationRecord } from './entity/schema.js';

type DemoAutomation = { name: string } & Record<string, unknown>;

/** What happens by itself in the demo home, as far as its devices and scenes are there. */
function automationsOf(device: (name: string) => string | undefined, scene: (name: string) => string | undefined): DemoAutomation[] {
  const [motion, ceiling, button, lamp] = ['Hall motion', 'Hall ceiling', 'Bedside button', 'Bedside lamp'].map(device);
  const evening = scene('Evening');
  const made: (DemoAutomation | null)[] = [
    motion === undefined || ceiling === undefined
      ? null
      : {
          name: 'Light in the hall',
          mode: 'restart',
          blueprint: { blueprint_id: 'motion-light', inputs: { sensor: motion, lights: [ceiling], brightness: 60, off_after: 90_000 } },
        },
    evening === undefined
      ? null
      : {
          name: 'Evening',
          description: 'The day ends in warm light.',
          triggers: [{ kind: 'time', at: '19:30' }],
          actions: [{ kind: 'scene', scene_id: evening }],
        },
    button === undefined || lamp === undefined
      ? null
      : {
          name: 'Reading in bed',
          mode: 'restart',
          triggers: [{ kind: 'device_event', device_id: button, type: 'press' }],
          actions: [
            { kind: 'device', targets: { device_ids: [lamp] }, command: { on: true, brightness: 90, transition_ms: 1_000 } },
            { kind: 'delay', duration_ms: 1_200_000 },
            { kind: 'device', targets: { device_ids: [lamp] }, command: { on: false, transition_ms: 60_000 } },
          ],
        },
    motion === undefined || button === undefined
      ? null
      : { name: 'Low battery', missed: 'run_once', blueprint: { blueprint_id: 'low-battery', inputs: { devices: [motion, button] } } },
    {
      name: 'Somebody tries passwords',
      triggers: [{ kind: 'activity', categories: ['auth'], action: 'login_failed', count: 3, within_ms: 300_000 }],
      actions: [{ kind: 'notify', title: 'Three sign-ins failed', message: 'See Activity for where they came from.', severity: 'warning' }],
    },
  ];
  return made.filter((automation) => automation !== null);
}

interface Deps {
  hub: Pick<Hub<Record<never, never>, Vocabulary>, 'context' | 'entities' | 'newId' | 'services'>;
  automations: EntityCollection<AutomationRecord>;
}

/** Automations for the demo home, where there are none yet. */
export async function furnishDemo({ hub, automations }: Deps): Promise<void> {
  const devices = new Map(
    hub.services
      .require('devices')
      .list()
      .map(({ id, name }) => [name, id]),
  );
  const scenes = new Map(
    hub.services
      .get('scenes')
      ?.list()
      .map(({ id, name }) => [name, id]),
  );
  if (devices.size === 0 || (await automations.all()).length > 0) return;
  const wanted = automationsOf(
    (name) => devices.get(name),
    (name) => scenes.get(name),
  );
  await hub.context.run({ actor: 'system', origin: 'system', correlation_id: hub.newId() }, () =>
    hub.entities.bulk('the automations of the demo home', async (tx) => {
      for (const automation of wanted) await automations.create(automation, { tx });
    }),
  );
}
