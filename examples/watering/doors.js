import { z } from '@lightkeeper/plugin-sdk';

/** The doors through which somebody can say that a plant was watered: REST, WebSocket, MQTT. */
export function addDoors(hub, water) {
  const access = { role: 'member', scope: 'plants:write' };
  hub.routes.add({
    method: 'POST',
    path: '/plants/:id/water',
    summary: 'Say that a plant was watered',
    access,
    params: z.strictObject({ id: z.string().max(64) }),
    handler: ({ params }) => water(params.id),
  });
  hub.sockets.command({
    type: 'water_plant',
    summary: 'Say that a plant was watered',
    access,
    schema: z.object({ plant_id: z.string().max(64) }),
    handler: ({ plant_id }) => water(plant_id),
  });
  hub.mqtt.command({
    topic: 'plants/+/water',
    summary: 'Say that a plant was watered',
    schema: z.unknown(),
    handler: (_payload, [id]) => water(id),
  });
}
