import type { Command } from 'commander';
import { loadConfig, type ConfigFlags, type HubConfig } from '../config/index.js';
import type { Terminal } from './terminal.js';

/** Flags as commander hands them over, in camel case. */
export interface CommonFlags {
  config?: string;
  dataDir?: string;
  logLevel?: string;
}

export interface StartFlags extends CommonFlags {
  host?: string;
  port?: string;
  mqttUrl?: string;
  demo?: boolean;
  safeMode?: boolean;
  allowLoopbackDiscovery?: boolean;
  mdns?: string;
}

/** Flags that every command on a data folder has. */
export function withDataFolder(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'where the hub keeps its data (default: ./data)')
    .option('--config <file>', 'configuration file (default: lightkeeper.yaml in the data folder)')
    .option('--log-level <level>', 'trace, debug, info, warn, error or fatal');
}

/** The configuration under these flags. Throws `LK_CONFIG`. */
export function configFrom(flags: StartFlags, { env, cwd }: Terminal): HubConfig {
  const named: Record<keyof ConfigFlags, string | boolean | undefined> = {
    config: flags.config,
    host: flags.host,
    port: flags.port,
    data_dir: flags.dataDir,
    mqtt_url: flags.mqttUrl,
    demo: flags.demo,
    safe_mode: flags.safeMode,
    allow_loopback_discovery: flags.allowLoopbackDiscovery,
    mdns: flags.mdns,
    log_level: flags.logLevel,
    trusted_proxies: undefined,
    secure_cookies: undefined,
    plugin_dirs: undefined,
  };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  return loadConfig({ flags: given, env, cwd });
}
