import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Lets plugins in the data folder import the hub's own SDK by its name: one copy for all, of the right version.
 * Node looks for packages in `node_modules` upward from the importing file, so a link there is all it takes.
 */
export function linkSdk(data_dir: string, sdkFolder: string): void {
  const link = join(data_dir, 'node_modules', '@lightkeeper', 'plugin-sdk');
  const target = realpathSync(sdkFolder);
  if (existsSync(link) && realpathSync(link) === target) return;
  rmSync(link, { recursive: true, force: true });
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link, 'junction');
}
