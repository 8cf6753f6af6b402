import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivityEntry } from '@lightkeeper/plugin-sdk';
import { createTestHub } from '@lightkeeper/plugin-sdk-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

/** The guide's own text, put on disk as it tells its reader to. */
beforeAll(() => {
  const guide = readFileSync(join(root, 'docs', 'plugin-guide.md'), 'utf8');
  const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? '';
  mkdirSync(join(root, '.tmp'), { recursive: true });
  // Inside of the project, so that Node finds the SDK by its name, as the hub's link makes it do in a data folder.
  folder = mkdtempSync(join(root, '.tmp', 'guide-'));
  writeFileSync(join(folder, 'package.json'), block('json'));
  writeFileSync(join(folder, 'index.js'), block('js'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the plugin guide', () => {
  it('shows a plugin that works as it stands', async () => {
    const hub = await createTestHub({ plugins: [folder] });
    expect(hub.plugin('tide')).toMatchObject({ state: 'running', reason: null });
    expect((await hub.request('GET', '/tide', { as: 'viewer' })).body).toEqual({ harbour: 'Cuxhaven' });
    await hub.clock.advance(6 * 3_600_000);
    const { items } = (await hub.request('GET', '/activity?categories=tide')).body as { items: ActivityEntry[] };
    expect(items.map(({ message }) => message)).toEqual(['The tide turned in Cuxhaven']);
    await hub.stop();
  });

  it('shows the files of the examples as they are', () => {
    const guide = readFileSync(join(root, 'docs', 'plugin-guide.md'), 'utf8');
    const shown = [...guide.matchAll(/^`(examples\/[^`]+)`:\n\n```\w+\n([\s\S]*?)```$/gm)].map(([, file = '', code]) => [file, code]);
    expect(shown.map(([file]) => file)).toEqual([
      ...['index.js', 'driver.js', 'strip.js', 'pictures.js', 'packets.js'].map((name) => `examples/tpm2-strip/${name}`),
      ...['index.js', 'lava.js', 'sunrise.js'].map((name) => `examples/lava-lamp/${name}`),
      ...['index.js', 'blend.js', 'brightest.js'].map((name) => `examples/stage-look/${name}`),
      ...['index.js', 'phase.js', 'lit.js', 'glow.js'].map((name) => `examples/moon/${name}`),
    ]);
    for (const [file = '', code] of shown) expect(code).toBe(readFileSync(join(root, file), 'utf8'));
  });
});
