import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ICONS = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');
const VIRTUAL = 'virtual:lightkeeper-icons';

/** The drawing inside an icon's `<svg>`, without comments and superfluous white space. */
async function drawing(name) {
  const svg = await readFile(join(ICONS, `${name}.svg`), 'utf8').catch(() => {
    throw new Error(`Lucide has no icon named ${name}`);
  });
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? '';
  return inner.replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ \/>/g, '/>').trim();
}

/**
 * Makes `virtual:lightkeeper-icons`: a record from name to drawing of the icons that the hub itself uses, built from Lucide.
 * @param {readonly string[]} names
 * @returns {import('vite').Plugin}
 */
export function bundledIcons(names) {
  return {
    name: 'lightkeeper:icons',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    async load(id) {
      if (id !== `\0${VIRTUAL}`) return undefined;
      const entries = await Promise.all(names.map(async (name) => [name, await drawing(name)]));
      return `export default ${JSON.stringify(Object.fromEntries(entries))};`;
    },
  };
}

/** Puts every Lucide icon beside the bundle, one file each: a third party's panel may name any of them, and nothing is fetched from afar. */
export async function copyIcons(target) {
  const { version } = JSON.parse(await readFile(join(ICONS, '..', 'package.json'), 'utf8'));
  const files = (await readdir(ICONS)).filter((file) => file.endsWith('.svg'));
  const marker = join(target, 'version.txt');
  if ((await readFile(marker, 'utf8').catch(() => '')) !== version) {
    await mkdir(target, { recursive: true });
    await Promise.all(files.map((file) => copyFile(join(ICONS, file), join(target, file))));
    await writeFile(marker, version);
  }
  return files.length;
}
