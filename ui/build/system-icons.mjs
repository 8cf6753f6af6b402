/** Where Web Awesome keeps the drawings for its controls. */
const DRAWINGS = /^var icons = \{$[\s\S]*?^\};$/m;

/**
 * Leaves Web Awesome's own drawings out: `icons.ts` puts Lucide's in their place before any is shown, and theirs weigh a tenth of the first load.
 * @returns {import('vite').Plugin}
 */
export function withoutSystemIcons() {
  let found = 0;
  return {
    name: 'lightkeeper:without-system-icons',
    apply: 'build',
    transform(code, id) {
      if (!id.includes('@awesome.me/webawesome') || !code.includes('icon/library.system.ts') || !DRAWINGS.test(code)) return null;
      found += 1;
      return { code: code.replace(DRAWINGS, 'var icons = { solid: {}, regular: {} };'), map: null };
    },
    buildEnd(error) {
      if (!error && found !== 1) throw new Error(`Web Awesome's own icons were found ${found} times: see build/system-icons.mjs`);
    },
  };
}
