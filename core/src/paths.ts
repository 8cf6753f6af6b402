import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder of the whole installation, three steps up from this file's compiled form. */
export const HUB_ROOT = resolve(import.meta.dirname, '..', '..');

export const paths = {
  builtInPlugins: join(HUB_ROOT, 'plugins'),
  ui: join(HUB_ROOT, 'ui', 'dist'),
  sdk: join(HUB_ROOT, 'plugin-sdk'),
} as const;

/** The version of hub and SDK, which go together. */
export const VERSION = (JSON.parse(readFileSync(join(HUB_ROOT, 'package.json'), 'utf8')) as { version: string }).version;
