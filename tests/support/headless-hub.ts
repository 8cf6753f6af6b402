import type { Role } from '@lightkeeper/plugin-sdk/wire';
import type { ApiClient } from './api.js';
import { HubProcess, runCli } from './hub-process.js';
import type { HubOptions } from './hub-process.js';

/** Makes an API token by the command line, whether a hub runs on the folder or not, and gives it. */
export async function cliToken(data_dir: string, role: Role = 'owner', name = `test-${role}`): Promise<string> {
  const { code, stdout, output } = await runCli(['token', 'create', '--name', name, '--role', role, '--data-dir', data_dir]);
  if (code !== 0) throw new Error(`No token:\n${output}`);
  return stdout.trim();
}

/** A running hub that was set up without a person, as a script does it. */
export interface HeadlessHub {
  hub: HubProcess;
  token: string;
  owner: ApiClient;
}

/** A hub with an owner's token; give `data_dir` to keep its data apart from the hub's life. */
export async function startHeadless(options: HubOptions = {}): Promise<HeadlessHub> {
  const hub = await HubProcess.start({ ...options, args: ['--log-level', 'info', ...(options.args ?? [])] });
  try {
    const token = await cliToken(hub.data_dir);
    return { hub, token, owner: hub.client(token) };
  } catch (error) {
    await hub.dispose();
    throw error;
  }
}
