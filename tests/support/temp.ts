import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TempDir {
  readonly path: string;
  /** Path of a file in it. */
  file: (...parts: string[]) => string;
  remove: () => void;
}

const left = new Set<string>();
process.once('exit', () => {
  for (const folder of left) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own below the system's temporary folder; gone with `remove()`, at the latest with the process. */
export function tempDir(label: string): TempDir {
  const folder = mkdtempSync(path.join(tmpdir(), `lightkeeper-${label}-`));
  left.add(folder);
  return {
    path: folder,
    file: (...parts) => path.join(folder, ...parts),
    remove: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      left.delete(folder);
    },
  };
}
