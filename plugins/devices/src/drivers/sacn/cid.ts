import { randomBytes } from 'node:crypto';
import { HubError } from '@lightkeeper/plugin-sdk';
import type { Migration, PluginDatabase } from '@lightkeeper/plugin-sdk';

/** Keeps the UUID by which sACN receivers know this hub; made once, so that it is the same after each start (ANSI E1.31-2018, 5.6). */
export const sacnSourceMigration: Migration = {
  name: '0001_sacn_source',
  async up(knex) {
    await knex.schema.createTable('devices_sacn_source', (table) => {
      table.binary('cid', 16).notNullable();
    });
    const cid = randomBytes(16);
    // Version 4, variant 1 (RFC 9562, 5.4).
    cid[6] = ((cid[6] ?? 0) & 0x0f) | 0x40;
    cid[8] = ((cid[8] ?? 0) & 0x3f) | 0x80;
    await knex('devices_sacn_source').insert({ cid });
  },
  async down(knex) {
    await knex.schema.dropTable('devices_sacn_source');
  },
};

/** The 16 bytes of that UUID. */
export function readCid(db: Pick<PluginDatabase, 'all'>): Uint8Array {
  const [row] = db.all<{ cid: Uint8Array }>('SELECT cid FROM devices_sacn_source', []);
  if (row === undefined) throw new HubError('LK_DEVICE_FAILED', 'The hub has no identity for sACN.');
  return row.cid;
}
