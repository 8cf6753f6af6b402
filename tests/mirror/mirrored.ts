import { expect } from 'vitest';
import { ENTRY_FIELDS } from '@lightkeeper/plugin-sdk/wire';
import type { ActivityEntry, Page } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import type { MqttSubscriber } from '../support/mqtt-subscriber.js';

export interface MirroredEntry extends ActivityEntry {
  seq: number;
  event_type: string;
}

const EVERY_ENTRY = 'lightkeeper/activity/#';

/** The whole log, oldest first. */
export async function wholeLog(owner: ApiClient): Promise<ActivityEntry[]> {
  const entries: ActivityEntry[] = [];
  let cursor = '';
  do {
    const { status, body } = await owner.api<Page<ActivityEntry>>('GET', `/activity?limit=500${cursor}`);
    if (status !== 200) throw new Error(`The log was answered ${status}: ${JSON.stringify(body)}`);
    entries.push(...body.items);
    cursor = body.next_cursor === null ? '' : `&cursor=${encodeURIComponent(body.next_cursor)}`;
  } while (cursor !== '');
  return entries.reverse();
}

/** What arrived, in order of first arrival: "at least once" allows repeats, and `id` tells them apart. */
export function arrived(subscriber: MqttSubscriber): MirroredEntry[] {
  const seen = new Map<string, MirroredEntry>();
  for (const entry of subscriber.json<MirroredEntry>(EVERY_ENTRY)) if (!seen.has(entry.id)) seen.set(entry.id, entry);
  return [...seen.values()];
}

/** Waits until the newest entry has arrived, then holds all that arrived to the log: none missing, none out of place. */
export async function expectWholeMirror(subscriber: MqttSubscriber, owner: ApiClient): Promise<MirroredEntry[]> {
  const log = await wholeLog(owner);
  const newest = log.at(-1)?.id;
  const mirrored = await eventually(
    'the newest entry is mirrored',
    () => {
      const entries = arrived(subscriber);
      return entries.some(({ id }) => id === newest) && entries;
    },
    { within_ms: 60_000, describe: () => `${arrived(subscriber).length} of ${log.length} arrived` },
  );
  expect(mirrored.slice(0, log.length).map(({ id }) => id)).toEqual(log.map(({ id }) => id));
  for (const [index, entry] of mirrored.slice(0, log.length).entries()) {
    const { metadata, ...facts } = log[index] ?? entry;
    expect(entry).toMatchObject({ ...facts, event_type: `${entry.category}.${entry.action}` });
    expect(Object.keys(entry).sort()).toEqual([...ENTRY_FIELDS, 'seq', 'event_type'].sort());
    // Cut to what may leave the hub, and nothing changed in what does.
    expect(metadata).toMatchObject(entry.metadata);
    expect(entry.metadata).not.toHaveProperty('ip');
    expect(entry.seq).toBe((mirrored[index - 1]?.seq ?? entry.seq - 1) + 1);
  }
  return mirrored;
}

/** The topic of each message says what its entry says, and none is retained: the log is a stream, not a state. */
export function expectTopics(subscriber: MqttSubscriber): void {
  for (const { topic, payload, qos, retain } of subscriber.on(EVERY_ENTRY)) {
    const { category, action } = JSON.parse(payload) as MirroredEntry;
    expect({ topic, qos, retain }).toEqual({ topic: `lightkeeper/activity/${category}/${action}`, qos: 1, retain: false });
  }
}

let rooms = 0;

/** Makes `count` areas, so that there are as many entries more. */
export async function doThings(owner: ApiClient, count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      const { status } = await owner.api('POST', '/areas', { name: `Room ${(rooms += 1)}`, kind: 'other' });
      expect(status).toBe(201);
    }),
  );
}
