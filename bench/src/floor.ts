import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Child } from '../../tests/support/child.js';
import { eventually } from '../../tests/support/eventually.js';
import { plainEnvironment } from '../../tests/support/hub-process.js';

const SERVER = fileURLToPath(new URL('./floor-server.ts', import.meta.url));

export interface Floor {
  url: string;
  pid: number;
  /** From the start of the process to the line that says it listens. */
  ready_ms: number;
  stop(): Promise<void>;
}

/** Starts the bare floor in a process of its own. */
export async function startFloor(database: string): Promise<Floor> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const start = performance.now();
  const child = new Child(process.execPath, ['--import', tsx, SERVER, database], { env: plainEnvironment() });
  const url = await eventually('the floor is ready', () => /^Floor is ready at (\S+)$/m.exec(child.output)?.[1] ?? false, {
    describe: () => child.output,
    every_ms: 5,
  });
  const ready_ms = performance.now() - start;
  return {
    url,
    pid: child.pid,
    ready_ms,
    stop: async () => {
      await child.finish('SIGTERM');
    },
  };
}
