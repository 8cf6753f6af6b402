import type { Automation } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import { expect, it } from 'vitest';
import { read } from './home.js';

it('the demo home has automations that work, and keeps those that people make', async () => {
  const hub = await createTestHub({ demo: true });
  const list = async (): Promise<Automation[]> => (await read<{ items: Automation[] }>(hub, '/automations')).items;
  await expect.poll(async () => (await list()).length).toBe(5);
  for (const { name, problems, status, sentence } of await list()) {
    expect([name, problems, status.armed, sentence]).toEqual([name, [], true, expect.stringMatching(/^(When|Every) .+\.$/)]);
  }
  const [first] = await list();
  await hub.request('DELETE', `/automations/${first?.id ?? ''}`);
  await hub.request('POST', '/plugins/automations/restart');
  await hub.settle();
  expect(await list()).toHaveLength(4);
  await hub.stop();
});
