import { describe, expect, it } from 'vitest';
import { ApiClient } from '../api/client.js';
import { LiveConnection } from '../live/live-connection.js';
import { Collection } from './collection.js';

interface Thing {
  id: string;
  name: string;
  lit?: boolean;
}

/** An API of lists and records, and a count of what was asked. */
function home(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const api = new ApiClient((input) => {
    const url = input as string;
    asked.push(url);
    return Promise.resolve(url in answers ? new Response(JSON.stringify(answers[url])) : new Response('{}', { status: 404 }));
  });
  const live = new LiveConnection({
    open: () => ({ send: () => undefined, close: () => undefined, onopen: null, onclose: null, onmessage: null }),
    now: () => 0,
    setTimer: () => 0,
    clearTimer: () => undefined,
    random: () => 0,
  });
  return { asked, things: new Collection<Thing>(api, live, 'things', { entity_type: 'thing' }), api, live };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const two = {
  items: [
    { id: 'a', name: 'A', lit: true },
    { id: 'b', name: 'B' },
  ],
  next_cursor: null,
};

describe('Collection', () => {
  it('loads when it is first watched, once, and reads every page', async () => {
    const { asked, things } = home({
      '/api/v1/things': { items: [{ id: 'a', name: 'A' }], next_cursor: 'x' },
      '/api/v1/things?cursor=x': { items: [{ id: 'b', name: 'B' }], next_cursor: null },
    });
    expect(asked).toEqual([]);
    things.subscribe(() => undefined);
    things.subscribe(() => undefined);
    expect(things.value.status).toBe('loading');
    await settled();
    expect(asked).toHaveLength(2);
    expect(things.value.status).toBe('ready');
    expect(things.value.items.map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('takes changes in: what the event lacks stays, what is deleted goes', async () => {
    const { things } = home({ '/api/v1/things': two });
    things.subscribe(() => undefined);
    await settled();
    things.apply({ op: 'updated', entity_type: 'thing', entity_id: 'a', entity: { id: 'a', name: 'New' } });
    things.apply({ op: 'created', entity_type: 'thing', entity_id: 'c', entity: { id: 'c', name: 'C' } });
    things.apply({ op: 'deleted', entity_type: 'thing', entity_id: 'b', entity: null });
    things.apply({ op: 'deleted', entity_type: 'other', entity_id: 'a', entity: null });
    expect(things.value.items).toEqual([
      { id: 'a', name: 'New', lit: true },
      { id: 'c', name: 'C' },
    ]);
    expect(things.value.by_id.get('c')?.name).toBe('C');
  });

  it('asks for the whole record when the event holds only a part', async () => {
    const { api, live } = home({ '/api/v1/things': two, '/api/v1/things/c': { id: 'c', name: 'Whole', lit: false } });
    const things = new Collection<Thing>(api, live, 'things', { entity_type: 'thing', refetch: true });
    things.subscribe(() => undefined);
    await settled();
    things.apply({ op: 'created', entity_type: 'thing', entity_id: 'c', entity: { id: 'c', name: 'Part' } });
    await settled();
    expect(things.value.by_id.get('c')).toEqual({ id: 'c', name: 'Whole', lit: false });
  });

  it('keeps what it has when loading again fails, and says why', async () => {
    const answers: Record<string, unknown> = { '/api/v1/things': two };
    const { things } = home(answers);
    things.subscribe(() => undefined);
    await settled();
    delete answers['/api/v1/things'];
    await things.reload();
    expect(things.value.status).toBe('failed');
    expect(things.value.items).toHaveLength(2);
    expect(things.value.error).toMatchObject({ status: 404 });
  });

  it('does not load for an event that comes before anybody watches', () => {
    const { asked, things } = home({});
    things.apply({ op: 'updated', entity_type: 'thing', entity_id: 'a', entity: { id: 'a' } });
    expect(asked).toEqual([]);
    expect(things.value.items).toEqual([]);
  });
});
