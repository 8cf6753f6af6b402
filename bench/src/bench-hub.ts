import { HubProcess, runCli } from '../../tests/support/hub-process.js';
import { tempDir } from '../../tests/support/temp.js';
import type { TempDir } from '../../tests/support/temp.js';

/** The real hub on data of its own, with a token that may do everything. */
export interface BenchHub {
  hub: HubProcess;
  token: string;
}

export interface BenchData {
  folder: TempDir;
  token: string;
}

/** Data of a hub that has run once: migrated, with a token, and a limit to the log that no bench reaches. */
export async function prepareData(label: string): Promise<BenchData> {
  const folder = tempDir(`bench-${label}`);
  const { code, output } = await runCli(['token', 'create', '--name', 'bench', '--role', 'owner', '--data-dir', folder.path]);
  const token = /\blk_[A-Za-z0-9_-]{20,}\b/.exec(output)?.[0];
  if (code !== 0 || token === undefined) throw new Error(`No token:\n${output}`);
  const { hub } = await startHub({ folder, token });
  const settings = await hub.api(
    'PUT',
    '/activity/settings',
    { retention_days: 3650, retention_entries: 50_000_000, mirror_enabled: false },
    { token },
  );
  if (settings.status !== 200) throw new Error(`The retention could not be set: ${JSON.stringify(settings.body)}`);
  await hub.stop();
  return { folder, token };
}

/** `node_args` are flags for Node itself. */
export async function startHub({ folder, token }: BenchData, node_args: readonly string[] = []): Promise<BenchHub> {
  const hub = await HubProcess.start({ data_dir: folder.path, args: ['--log-level', 'warn'], node_args });
  return { hub, token };
}
