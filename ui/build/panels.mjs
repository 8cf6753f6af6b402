import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { isShared } from './shared-modules.mjs';

/**
 * Vite's settings for the panels of one plugin: every TypeScript file at the top of `ui/` becomes one ES module of the same name,
 * folders below hold their parts, and the shared modules stay bare names for the hub's import map. Third parties use it too:
 *
 * @example
 * // vite.config.mjs of a plugin
 * import { panelConfig } from '@lightkeeper/ui/panel-build';
 * export default panelConfig({ root: import.meta.dirname, entries: { 'tide-panel': 'ui/tide-panel.ts' }, outDir: 'dist/ui' });
 *
 * @param {{ root: string, entries: Record<string, string>, outDir: string }} options
 * @returns {import('vite').InlineConfig}
 */
export function panelConfig({ root, entries, outDir }) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2023',
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      lib: { entry: entries, formats: ['es'] },
      rolldownOptions: {
        external: isShared,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' },
      },
      minify: true,
    },
  };
}

/** Builds the panels of every plugin in `folder` that has some. Answers the plugins' names. */
export async function buildPanels(folder) {
  const built = [];
  for (const plugin of (await readdir(folder)).sort()) {
    const ui = join(folder, plugin, 'ui');
    if (!existsSync(ui)) continue;
    const files = (await readdir(ui)).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('.test.ts'));
    if (files.length === 0) continue;
    const entries = Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(ui, file)]));
    await build(panelConfig({ root: join(folder, plugin), entries, outDir: join(folder, plugin, 'dist', 'ui') }));
    built.push(`${plugin} (${files.length})`);
  }
  return built;
}
