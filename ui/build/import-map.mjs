import { SHARED_MODULES, entryName } from './shared-modules.mjs';

/**
 * Writes the import map into index.html: the page's only inline script, so that the server can allow it by its hash and nothing else.
 * @returns {import('vite').Plugin}
 */
export function importMap() {
  return {
    name: 'lightkeeper:import-map',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((item) => item.type === 'chunk' && item.isEntry);
        const imports = {};
        for (const specifier of SHARED_MODULES) {
          const chunk = chunks.find((item) => item.name === entryName(specifier));
          if (!chunk) throw new Error(`The build made no entry for the shared module ${specifier}`);
          imports[specifier] = `/${chunk.fileName}`;
        }
        return [{ tag: 'script', attrs: { type: 'importmap' }, children: JSON.stringify({ imports }), injectTo: 'head-prepend' }];
      },
    },
  };
}
