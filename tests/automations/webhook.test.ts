import type { Automation, Page, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { startHeadless } from '../support/headless-hub.js';
import type { HubProcess } from '../support/hub-process.js';

/* A webhook of the home network, called over real sockets, with and without a proxy in between. */

const WEBHOOK_ID = 'b5c1d0e2f3a4958677685940312fedcb';

let hub: HubProcess;
let owner: ApiClient;
let automation: string;

beforeAll(async () => {
  // This computer is the proxy: what it says of whom it speaks for is believed, and nobody else's word.
  ({ hub, owner } = await startHeadless({ env: { LIGHTKEEPER_TRUSTED_PROXIES: '127.0.0.1' } }));
  const triggers = [{ kind: 'webhook', webhook_id: WEBHOOK_ID }];
  const { status, body } = await owner.api<Automation>('POST', '/automations', { name: 'Called', triggers, actions: [] });
  expect(status, JSON.stringify(body)).toBe(201);
  automation = body.id;
});

afterAll(async () => {
  await hub.dispose();
});

const runs = async (): Promise<TraceSummary[]> =>
  (await owner.api<Page<TraceSummary>>('GET', `/automations/${automation}/traces`)).body.items;

async function call(headers: Record<string, string>, id = WEBHOOK_ID): Promise<{ status: number; text: string }> {
  const response = await fetch(`${hub.url}/api/v1/hooks/${id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: '{"level":3}',
  });
  return { status: response.status, text: (await response.text()).replaceAll(id, '') };
}

describe('a webhook that is local only', () => {
  it('is called from the home network', async () => {
    expect((await call({ 'X-Forwarded-For': '192.168.1.20' })).status).toBe(204);
    await expect.poll(runs).toHaveLength(1);
    expect((await runs())[0]).toMatchObject({ outcome: 'finished', actor: 'anonymous', trigger: { data: { json: { level: 3 } } } });
  });

  it.each([
    ['a peer from outside', { 'X-Forwarded-For': '203.0.113.9' }],
    ['a peer from outside that says it is from within', { 'X-Forwarded-For': '192.168.1.20, 203.0.113.9' }],
    ['a peer from within that speaks for somebody outside', { 'X-Forwarded-For': '203.0.113.9, 192.168.1.20' }],
    ['a peer from outside, by another header', { 'X-Forwarded-For': '203.0.113.9', Forwarded: 'for=192.168.1.20' }],
    ['a peer from outside, over IPv6', { 'X-Forwarded-For': '2001:db8::9' }],
  ])('refuses %s, as it does an id that there is not', async (_what, headers) => {
    const before = (await runs()).length;
    const unknown = await call({ 'X-Forwarded-For': '192.168.1.20' }, 'f'.repeat(32));
    expect(await call(headers)).toEqual(unknown);
    expect(unknown.status).toBe(404);
    expect(await runs()).toHaveLength(before);
  });
});
