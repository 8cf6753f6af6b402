/** Builds the web UI: the shell into `ui/dist`, and the panels of the built-in plugins into `plugins/<id>/dist/ui`. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { bundledIcons, copyIcons } from './build/icons.mjs';
import { importMap } from './build/import-map.mjs';
import { buildPanels } from './build/panels.mjs';
import { BUDGET_KB, firstLoad } from './build/report.mjs';
import { withoutSystemIcons } from './build/system-icons.mjs';
import { SHARED_MODULES, entryName } from './build/shared-modules.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = join(root, 'dist');
const icons = JSON.parse(await readFile(join(root, 'src/icons/names.json'), 'utf8'));

async function buildShell() {
  const input = { index: join(root, 'index.html') };
  for (const specifier of SHARED_MODULES) {
    input[entryName(specifier)] = specifier === '@lightkeeper/ui' ? join(root, 'src/index.ts') : specifier;
  }
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    base: '/',
    plugins: [bundledIcons(icons), withoutSystemIcons(), importMap()],
    resolve: { alias: [{ find: /^@lightkeeper\/ui$/, replacement: join(root, 'src/index.ts') }] },
    build: {
      target: 'es2023',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      outDir,
      // The icons stay; the rest is cleared below.
      emptyOutDir: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 400,
      rolldownOptions: { input, preserveEntrySignatures: 'strict', checks: { pluginTimings: false } },
    },
  });
  return (Array.isArray(result) ? result : [result]).flatMap((part) => part.output);
}

await rm(join(outDir, 'assets'), { recursive: true, force: true });
const output = await buildShell();
const copied = await copyIcons(join(outDir, 'icons'));
const panels = await buildPanels(join(root, '..', 'plugins'));
const weight = await firstLoad(output, outDir);
console.log(
  `shell: ${weight.shell_kb.toFixed(1)} kB gzip; with the Dashboard and @lightkeeper/ui: ${weight.first_load_kb.toFixed(1)} kB gzip`,
);
console.log(`icons: ${icons.length} bundled, ${copied} beside it; panels: ${panels.join(', ') || 'none yet'}`);
if (weight.first_load_kb > BUDGET_KB) {
  console.error(`The first load is over its budget of ${BUDGET_KB} kB gzip`);
  process.exitCode = 1;
}
