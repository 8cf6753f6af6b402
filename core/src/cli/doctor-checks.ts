import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import type { Logger } from '@lightkeeper/plugin-sdk';
import Sqlite from 'better-sqlite3';
import { satisfies } from 'semver';
import { z } from 'zod';
import type { HubConfig } from '../config/index.js';
import { reasonOf } from '../network/failure.js';
import { createAddressPolicy, createHttpClient } from '../network/index.js';
import { paths, VERSION } from '../paths.js';
import { databaseFile } from './data-folder.js';
import { pluginsOf } from './plugins.js';

interface Finding {
  ok: boolean;
  words: string;
}

const NODE_RANGE = '>=20.19';
const MIN_FREE_BYTES = 200 * 1024 * 1024;
const NETWORK_LIMIT_MS = 3_000;
const MQTT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1_883, 'mqtts:': 8_883, 'ws:': 80, 'wss:': 443 };

const nothing = (): void => undefined;
const silent: Logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

const good = (words: string): Finding => ({ ok: true, words });
const bad = (words: string): Finding => ({ ok: false, words });

const CHECKS: readonly (readonly [name: string, check: (config: HubConfig) => Finding | Promise<Finding>])[] = [
  ['Node.js', () => checkNode(process.version)],
  ['data folder', checkDataFolder],
  ['database', checkDatabase],
  ['web UI', () => checkUi()],
  ['plugins', checkPlugins],
  ['port', checkPort],
  ['broker', checkBroker],
];

/** Checks one thing after the other. A check that itself fails has found something wrong. */
export async function runChecks(config: HubConfig): Promise<(Finding & { name: string })[]> {
  const findings: (Finding & { name: string })[] = [];
  for (const [name, check] of CHECKS) {
    try {
      findings.push({ name, ...(await check(config)) });
    } catch (error) {
      findings.push({ name, ...bad(error instanceof Error ? error.message : String(error)) });
    }
  }
  return findings;
}

export function checkNode(version: string): Finding {
  return satisfies(version, NODE_RANGE, { includePrerelease: true })
    ? good(version)
    : bad(`${version} is too old; it must be ${NODE_RANGE}`);
}

function checkDataFolder({ data_dir }: HubConfig): Finding {
  if (!existsSync(data_dir)) {
    const parent = nearest(data_dir);
    return writable(parent)
      ? good(`${data_dir} will be made at the first start`)
      : bad(`${data_dir} cannot be made: ${parent} cannot be written`);
  }
  if (!writable(data_dir)) return bad(`${data_dir} cannot be written`);
  const { bavail, bsize } = statfsSync(data_dir);
  const free = bavail * bsize;
  const shown = `${data_dir}, ${Math.round(free / 1_048_576)} MiB free`;
  return free < MIN_FREE_BYTES ? bad(`${shown}: too little`) : good(shown);
}

function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(path.dirname(folder));
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function checkDatabase({ data_dir }: HubConfig): Finding {
  const file = databaseFile(data_dir);
  if (!existsSync(file)) return good('none yet; the first start makes it');
  return withDatabase(file, (database) => {
    const lines = z.array(z.object({ quick_check: z.string() })).parse(database.pragma('quick_check'));
    const problems = lines.map(({ quick_check }) => quick_check).filter((line) => line !== 'ok');
    return problems[0] === undefined ? good('sound') : bad(`damaged: ${problems[0]}`);
  });
}

function withDatabase<T>(file: string, fn: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    return fn(database);
  } finally {
    database.close();
  }
}

export function checkUi(folder: string = paths.ui): Finding {
  return existsSync(path.join(folder, 'index.html')) ? good('built') : bad('not built; run `npm run build`');
}

function checkPlugins(config: HubConfig): Finding {
  const found = pluginsOf(config);
  const problems = found.flatMap(({ manifest, main, problem }) => {
    if (problem !== null) return [`${manifest.id}: ${problem}`];
    return existsSync(main) ? [] : [`${manifest.id}: its main file is missing (${main})`];
  });
  return problems.length === 0 ? good(`${found.length} found, all valid`) : bad(problems.join('; '));
}

/** A port is well when it is free, or when the one who has it is a hub. */
async function checkPort({ host, port }: HubConfig): Promise<Finding> {
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.close(() => {
        resolve(null);
      });
    });
  });
  if (failure === null) return good(port === 0 ? 'a free one is taken at each start' : `${port} is free`);
  if (failure.code !== 'EADDRINUSE') return bad(`${host}:${port} cannot be listened on (${failure.code ?? failure.message})`);
  const health = await healthOf(host, port);
  return health === null
    ? bad(`${port} is used by another program`)
    : { ok: health !== 'degraded', words: `a hub runs on ${port}: ${health}` };
}

const healthSchema = z.object({ name: z.literal('Lightkeeper'), status: z.string().max(20) });

async function healthOf(host: string, port: number): Promise<string | null> {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const client = createHttpClient({ policy: createAddressPolicy({ allow_loopback_discovery: false }), log: silent, version: VERSION });
  try {
    const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/api/v1/health`;
    const answer = await client.request(url, { trust: 'typed', timeout_ms: NETWORK_LIMIT_MS });
    return healthSchema.parse(answer.json()).status;
  } catch {
    return null;
  } finally {
    await client.close();
  }
}

/** Whether something listens at the broker's address; nobody signs in. */
async function checkBroker(config: HubConfig): Promise<Finding> {
  const text = config.mqtt_url ?? storedBroker(config);
  if (text === null) return good('none is set');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (MQTT_PORTS[url.protocol] ?? 1_883) : Number(url.port);
  const failure = await new Promise<unknown>((resolve) => {
    const socket = connect({ host, port, timeout: NETWORK_LIMIT_MS });
    const settle = (result: unknown): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      settle(null);
    });
    socket.once('timeout', () => {
      settle(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
    });
    socket.once('error', settle);
  });
  return failure === null ? good(`${host}:${port} answers`) : bad(`${host}:${port}: ${reasonOf(failure)}`);
}

const storedSchema = z.object({ enabled: z.boolean(), url: z.string().nullable() });

function storedBroker({ data_dir }: HubConfig): string | null {
  const file = databaseFile(data_dir);
  if (!existsSync(file)) return null;
  return withDatabase(file, (database) => {
    const row: unknown = database.prepare("SELECT data FROM entities WHERE type = 'settings' AND id = 'mqtt'").get();
    const data = z.object({ data: z.string() }).safeParse(row);
    if (!data.success) return null;
    const stored = storedSchema.safeParse(JSON.parse(data.data.data));
    return stored.success && stored.data.enabled ? stored.data.url : null;
  });
}
