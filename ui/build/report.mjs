import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Most that the first load may weigh, gzip. */
export const BUDGET_KB = 120;

/** The chunks that are loaded when `start` is: itself and what it imports, without what is loaded later. */
function closure(chunks, start) {
  const seen = new Set();
  const visit = (fileName) => {
    if (seen.has(fileName)) return;
    seen.add(fileName);
    for (const next of chunks.get(fileName)?.imports ?? []) visit(next);
  };
  for (const fileName of start) visit(fileName);
  return seen;
}

/**
 * What a browser fetches for the first page: the shell, the styles, and the library that the Dashboard's widgets bring in.
 * @returns {Promise<{ shell_kb: number, first_load_kb: number, files: number }>}
 */
export async function firstLoad(output, outDir) {
  const chunks = new Map(output.filter((item) => item.type === 'chunk').map((item) => [item.fileName, item]));
  const entry = (name) => [...chunks.values()].find((item) => item.isEntry && item.name === name)?.fileName ?? '';
  const page = (name) => [...chunks.values()].filter((item) => item.isDynamicEntry && item.name === name).map((item) => item.fileName);
  const styles = output.filter((item) => item.type === 'asset' && item.fileName.endsWith('.css')).map((item) => item.fileName);
  const size = async (files) => {
    const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(join(outDir, file))).length));
    return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
  };
  const shell = closure(chunks, [entry('index')]);
  const whole = closure(chunks, [entry('index'), entry('lightkeeper-ui'), ...page('frame'), ...page('dashboard')]);
  return {
    shell_kb: await size([...shell, ...styles, 'index.html']),
    first_load_kb: await size([...whole, ...styles, 'index.html']),
    files: whole.size + styles.length + 1,
  };
}
