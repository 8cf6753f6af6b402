import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import type { TestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterEach, describe, expect, it } from 'vitest';

let hub: TestHub | undefined;

afterEach(async () => {
  await hub?.stop();
});

const importer = definePlugin({
  setup(plugin) {
    const books = plugin.entities.register({
      type: 'book',
      path: 'books',
      label: 'Book',
      schema: z.object({}),
      access: { read: 'viewer', write: 'admin' },
      unique_name: true,
    });
    plugin.routes.add({
      method: 'POST',
      path: '/books/import',
      summary: 'Import books',
      access: { role: 'admin', scope: 'books:write' },
      body: z.array(z.string()),
      handler: ({ body }) =>
        plugin.entities.bulk('the library', async (tx) => {
          for (const name of body) await books.create({ name }, { tx });
          return { imported: body.length };
        }),
    });
  },
});

describe('a bulk change', () => {
  it('is one commit and one entry with counts, or nothing at all', async () => {
    hub = await createTestHub({
      plugins: [
        { manifest: { id: 'library', name: 'Library', sdk: '*', permissions: ['entities', 'routes'] }, definition: importer as never },
      ],
    });
    const names = Array.from({ length: 40 }, (_, n) => `Volume ${n}`);
    expect((await hub.request('POST', '/books/import', { body: names })).body).toEqual({ imported: 40 });
    const refused = await hub.request('POST', '/books/import', { body: ['New', 'Volume 7'] });
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, 'LK_CONFLICT']);

    const { items: books } = (await hub.request('GET', '/books')).body as { items: unknown[] };
    expect(books).toHaveLength(40);
    const { items } = (await hub.request('GET', '/activity?categories=entity')).body as { items: ActivityEntry[] };
    expect(items).toMatchObject([
      { action: 'bulk_changed', message: 'test-owner wrote the library: 40 added, 0 changed, 0 deleted', metadata: { created: 40 } },
    ]);
  });
});
