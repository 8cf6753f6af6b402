import path from 'node:path';
import { HubError, safeText, type LogLevel } from '@lightkeeper/plugin-sdk';
import { readConfigFile } from './read-file.js';
import {
  environmentName,
  flagName,
  fromText,
  isSettingName,
  SETTING_NAMES,
  settingSchemas,
  type SettingName,
  type SettingValues,
} from './settings.js';

/** How this hub runs. Fixed for the life of the process; what can change at run time is a settings group instead. */
export interface HubConfig {
  /** Address to listen on. */
  readonly host: string;
  /** 0 to 65535; 0 takes a free port. */
  readonly port: number;
  /** Absolute. Holds the database, the secrets, backups and the household's own plugins. */
  readonly data_dir: string;
  /** Overrides the stored broker settings, for headless installations. May hold a user name and a password. */
  readonly mqtt_url: string | null;
  readonly demo: boolean;
  /** Starts the built-in plugins alone. */
  readonly safe_mode: boolean;
  /** Whether devices may announce themselves with a loopback address. */
  readonly allow_loopback_discovery: boolean;
  /** Whether the hub listens for announcements at all. */
  readonly mdns: boolean;
  readonly log_level: LogLevel;
  /** Addresses or networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  readonly trusted_proxies: readonly string[];
  /** Sends the session cookie over HTTPS only. */
  readonly secure_cookies: boolean;
  /** Further folders with plugins, absolute. */
  readonly plugin_dirs: readonly string[];
  /** The file that was read, if any. */
  readonly config_file: string | null;
}

/** Flags as the command line gave them, by setting; text or, for switches, true. */
export type ConfigFlags = Partial<Record<SettingName | 'config', string | boolean>>;

export interface ConfigInput {
  flags: ConfigFlags;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

const FILE_NAME = 'lightkeeper.yaml';

/**
 * Puts the configuration together: flags over environment over file over defaults. The file is `--config`, or `lightkeeper.yaml` in the
 * data folder. Throws `LK_CONFIG`, naming the key and its source, for an unknown key or a bad value.
 */
export function loadConfig({ flags, env, cwd }: ConfigInput): HubConfig {
  const from_flags = readFlags(flags, cwd);
  const from_env = readEnvironment(env, cwd);
  const outer = { ...from_env.values, ...from_flags.values };
  const named = from_flags.config ?? from_env.config;
  const demo = outer.demo ?? false;
  const file = named ?? path.join(outer.data_dir ?? defaultDataDir(cwd, demo), FILE_NAME);
  const content = readConfigFile(file, named !== undefined);
  const values: SettingValues = { ...(content === null ? {} : readContent(content, file, named !== undefined)), ...outer };
  return {
    host: values.host ?? '0.0.0.0',
    port: values.port ?? 8420,
    data_dir: values.data_dir ?? (named === undefined ? path.dirname(file) : defaultDataDir(cwd, values.demo ?? false)),
    mqtt_url: values.mqtt_url ?? null,
    demo: values.demo ?? false,
    safe_mode: values.safe_mode ?? false,
    allow_loopback_discovery: values.allow_loopback_discovery ?? false,
    mdns: values.mdns ?? true,
    log_level: values.log_level ?? 'info',
    trusted_proxies: values.trusted_proxies ?? [],
    secure_cookies: values.secure_cookies ?? false,
    plugin_dirs: values.plugin_dirs ?? [],
    config_file: content === null ? null : file,
  };
}

interface SourceValues {
  values: SettingValues;
  config: string | undefined;
}

// The demo's data stays apart, so that trying it out never touches a real home.
function defaultDataDir(cwd: string, demo: boolean): string {
  return path.resolve(cwd, demo ? 'data-demo' : 'data');
}

function readFlags(flags: ConfigFlags, cwd: string): SourceValues {
  const values: SettingValues = {};
  for (const name of SETTING_NAMES) {
    const value = flags[name];
    if (value === undefined) continue;
    assign(values, name, typeof value === 'string' ? fromText(name, value) : value, `flag ${flagName(name)}`, cwd);
  }
  return { values, config: typeof flags.config === 'string' ? path.resolve(cwd, flags.config) : undefined };
}

function readEnvironment(env: ConfigInput['env'], cwd: string): SourceValues {
  const values: SettingValues = {};
  let config: string | undefined;
  for (const [variable, value] of Object.entries(env)) {
    // An empty variable is how a container says "not set".
    if (!variable.startsWith('LIGHTKEEPER_') || value === undefined || value === '') continue;
    const name = variable.slice('LIGHTKEEPER_'.length).toLowerCase();
    if (variable === environmentName('config')) config = path.resolve(cwd, value);
    else if (isSettingName(name) && variable === environmentName(name))
      assign(values, name, fromText(name, value), `environment ${variable}`, cwd);
    else throw unknownKey(variable, 'environment', SETTING_NAMES.map(environmentName));
  }
  return { values, config };
}

function readContent(content: ReadonlyMap<string, unknown>, file: string, named: boolean): SettingValues {
  const values: SettingValues = {};
  for (const [key, value] of content) {
    if (!isSettingName(key)) throw unknownKey(key, `file ${file}`, SETTING_NAMES);
    if (!named && (key === 'data_dir' || key === 'demo')) {
      throw new HubError(
        'LK_CONFIG',
        `${key}: cannot be set in the file that lies in the data folder; use ${flagName(key)} (file ${file}).`,
      );
    }
    assign(values, key, value, `file ${file}`, path.dirname(file));
  }
  return values;
}

function assign(values: SettingValues, name: SettingName, value: unknown, source: string, base: string): void {
  const result = settingSchemas[name].safeParse(value);
  if (!result.success) {
    throw new HubError('LK_CONFIG', `${name}: ${result.error.issues[0]?.message ?? 'is not valid'} (${source}).`);
  }
  Object.assign(values, { [name]: resolvePaths(name, result.data, base) });
}

function resolvePaths(name: SettingName, value: unknown, base: string): unknown {
  if (name === 'data_dir' && typeof value === 'string') return path.resolve(base, value);
  if (name === 'plugin_dirs' && Array.isArray(value)) return value.map((part) => path.resolve(base, String(part)));
  return value;
}

function unknownKey(key: string, source: string, known: readonly string[]): HubError {
  return new HubError('LK_CONFIG', `${safeText(key, 80)}: is not a known setting (${source}). Known are ${known.join(', ')}.`);
}
