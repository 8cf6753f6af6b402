import type { ActivityEntry, Automation, Trace } from '@lightkeeper/plugin-sdk';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';

/** Makes a virtual device and gives its id. */
export async function makeDevice(hub: TestHub, name: string, config: Record<string, unknown>): Promise<string> {
  const { body, status, text } = await hub.request('POST', '/devices', { body: { name, driver: 'virtual', config } });
  if (status !== 201) throw new Error(text);
  await hub.settle();
  return (body as { id: string }).id;
}

export async function makeAutomation(hub: TestHub, body: Record<string, unknown>): Promise<Automation> {
  const response = await hub.request('POST', '/automations', { body });
  if (response.status !== 201) throw new Error(response.text);
  await hub.settle();
  return response.body;
}

export async function read<T>(hub: TestHub, path: string): Promise<T> {
  const { body, status, text } = await hub.request('GET', path);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
  return body;
}

export async function tracesOf(hub: TestHub, id: string): Promise<Trace[]> {
  const { items } = await read<{ items: { id: string }[] }>(hub, `/automations/${id}/traces`);
  return Promise.all(items.map((item) => read<Trace>(hub, `/traces/${item.id}`)));
}

/** The entries of the log, newest first. */
export async function entries(hub: TestHub, query = ''): Promise<ActivityEntry[]> {
  return (await read<{ items: ActivityEntry[] }>(hub, `/activity?limit=200&${query}`)).items;
}
