import path from 'node:path';
import Database from 'better-sqlite3';
import type { Capture } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup, createToken } from '../support/setup.js';

let hub: HubProcess;
beforeEach(async () => {
  hub = await HubProcess.start();
});
afterEach(() => hub.dispose());

const CAPTURE = {
  name: 'Ambient',
  source: { kind: 'test-pattern' },
  layout: { kind: 'border', top: 4 },
  targets: [{ device_id: 'none' }],
};

it('reads records that were stored before their type had all of its fields, and lets them be changed', async () => {
  const owner = await completeSetup(hub);
  const { token } = await createToken(owner, 'later', 'owner');
  const { body: made } = await owner.api<Capture>('POST', '/captures', CAPTURE);
  await hub.stop();

  const database = new Database(path.join(hub.data_dir, 'lightkeeper.db'));
  database.prepare(`UPDATE entities SET data = json_remove(data, '$.filters', '$.grade.gamma') WHERE id = ?`).run(made.id);
  database.close();

  hub = await hub.again();
  const again = hub.client(token);
  const { body: read } = await again.api<Capture>('GET', `/captures/${made.id}`);
  expect(read).toEqual(made);
  const { body: changed } = await again.api<Capture>('PATCH', `/captures/${made.id}`, { rate: 30 });
  expect(changed).toMatchObject({ filters: [], rate: 30, revision: 2, grade: made.grade });
});
