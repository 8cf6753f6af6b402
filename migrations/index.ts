import type { Migration } from '@lightkeeper/plugin-sdk';
import { kernel } from './0001_kernel.js';
import { access } from './0002_access.js';

/** The kernel's migrations, in order. Each plugin brings its own, with a table of its own. */
export const migrations: readonly Migration[] = [kernel, access];
