import { HubError, definePlugin, z } from '@lightkeeper/plugin-sdk';
import { actions } from './actions.js';
import { migrations } from './migrations.js';
import { createDiary } from './diary.js';
import { addDoors } from './doors.js';

/** A kind of record: with this alone, plants can be made, changed and deleted by REST, and every change is in the log. */
const plant = {
  type: 'plant',
  path: 'plants',
  label: 'Plant',
  schema: z.object({
    every_days: z
      .number()
      .int()
      .min(1)
      .max(90)
      .default(7)
      .meta({ title: 'Water every', ui: { unit: 'days' } }),
    place: z.string().max(80).default('').meta({ title: 'Place' }),
  }),
  access: { read: 'viewer', write: 'member' },
  unique_name: true,
};

export default definePlugin({
  settings: z.object({
    remind: z.boolean().default(true).meta({ title: 'Say when a plant is thirsty' }),
    check_minutes: z
      .number()
      .int()
      .min(1)
      .max(1440)
      .default(60)
      .meta({ title: 'Look every', ui: { unit: 'minutes' } }),
  }),
  actions,
  migrations,

  setup(hub) {
    const diary = createDiary(hub.db, hub.clock);
    const plants = hub.entities.register({
      ...plant,
      present: ({ id, data }) => ({ watered_at: diary.last(id), thirsty: diary.thirsty(id, data.every_days) }),
    });
    const watered = hub.hooks.declare('watering.watered', { policy: 'contain', description: 'Somebody watered a plant.' });

    /** The one way to water a plant, whichever door the wish came through: the diary and its entry in the log are one commit. */
    async function water(id) {
      const found = await plants.require(id);
      await hub.db.transaction(async (tx) => {
        await diary.note(id, tx);
        await hub.activity.record('watering', 'watered', { entity_type: 'plant', entity_id: id, entity_name: found.name }, { tx });
      });
      hub.sockets.publishCustom('watered', { plant_id: id }, { role: 'viewer', scope: 'plants:read' });
      await watered.call({ plant_id: id });
      return plants.present(found);
    }

    /** Says of each plant once that it is thirsty, until it has been watered. */
    async function remind() {
      if (!hub.settings.value.remind) return;
      for (const { id, name, data } of await plants.all()) {
        if (!diary.thirsty(id, data.every_days) || diary.reminded(id)) continue;
        await hub.db.transaction(async (tx) => {
          await diary.noteReminder(id, tx);
          await hub.activity.record('watering', 'thirsty', { entity_type: 'plant', entity_id: id, entity_name: name }, { tx });
        });
      }
    }

    let stop = hub.timers.every(hub.settings.value.check_minutes * 60_000, 'look after the plants', remind);
    hub.effect(
      'follow the settings',
      hub.settings.onChange((next) => {
        stop();
        stop = hub.timers.every(next.check_minutes * 60_000, 'look after the plants', remind);
      }),
    );

    hub.hooks.tap('entity.changing', ({ type, op, after }) => {
      if (type === 'plant' && op !== 'deleted' && after?.place === 'fridge')
        throw new HubError('LK_CONFLICT', 'No plant lives in the fridge.');
    });
    hub.services.provide('watering', {
      water,
      thirsty: async () => (await plants.all()).filter(({ id, data }) => diary.thirsty(id, data.every_days)).map(({ name }) => name),
    });
    addDoors(hub, water);
    hub.ui.panel({
      id: 'plants',
      title: 'Plants',
      icon: 'sprout',
      path: 'plants',
      element: 'watering-plants',
      module: 'plants.js',
      order: 70,
    });
    hub.ui.widget({
      id: 'thirsty',
      title: 'Thirsty plants',
      place: 'dashboard_side',
      element: 'watering-thirsty',
      module: 'thirsty.js',
      order: 40,
    });
  },
});
