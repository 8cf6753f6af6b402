import type { Area, Device } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import type { HubProcess } from '../support/hub-process.js';

/** What the hub has said yes to. A kill may fall between a change and its answer, so that there may be more than this, never less. */
export class Promises {
  /** Id to the newest revision that was answered, and the name that it had. */
  readonly kept = new Map<string, { revision: number; name: string }>();
  readonly deleted = new Set<string>();
  /** Device id to the number of commands that were answered. */
  readonly commands = new Map<string, number>();
  /** Ids for which a request was under way when the hub was killed: they may be ahead of what was answered. */
  readonly uncertain = new Set<string>();
  count = 0;
}

let names = 0;

/** One client that changes this and that, one after the other, until the hub is gone. */
export async function writeUntilGone(hub: HubProcess, token: string, promises: Promises, random: () => number): Promise<void> {
  const client = hub.client(token);
  const own: Area[] = [];
  let touched: string | null = null;
  try {
    const device = await made<Device>(client, promises, '/devices', { name: `Lamp ${(names += 1)}`, driver: 'virtual', config: {} });
    promises.commands.set(device.id, 0);
    for (;;) {
      const choice = random();
      const area = own[Math.floor(random() * own.length)];
      touched = null;
      if (area === undefined || choice < 0.4) {
        own.push(await made<Area>(client, promises, '/areas', { name: `Room ${(names += 1)}`, kind: 'other' }));
      } else if (choice < 0.65) {
        touched = area.id;
        const name = `Room ${(names += 1)}`;
        const { revision } = accepted(await client.api<Area>('PATCH', `/areas/${area.id}`, { name }), 200);
        promises.kept.set(area.id, { revision, name });
      } else if (choice < 0.75) {
        touched = area.id;
        accepted(await client.api('DELETE', `/areas/${area.id}`), 204);
        own.splice(own.indexOf(area), 1);
        promises.kept.delete(area.id);
        promises.deleted.add(area.id);
      } else {
        touched = device.id;
        const brightness = 1 + Math.floor(random() * 255);
        accepted(await client.api('POST', `/devices/${device.id}/command`, { on: true, brightness }), 200);
        promises.commands.set(device.id, (promises.commands.get(device.id) ?? 0) + 1);
      }
      promises.count += 1;
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    if (touched !== null) promises.uncertain.add(touched);
  }
}

class Refused extends Error {}

/** An answer that is no yes is a failure of its own; a connection that breaks is what the kill does. */
function accepted<T>({ status, body }: { status: number; body: T }, wanted: number): T {
  if (status !== wanted) throw new Refused(`The hub answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

async function made<T extends Area | Device>(
  client: ApiClient,
  promises: Promises,
  path: string,
  body: { name: string; [field: string]: unknown },
): Promise<T> {
  const created = accepted(await client.api<T>('POST', path, body), 201);
  promises.kept.set(created.id, { revision: created.revision, name: body.name });
  return created;
}
