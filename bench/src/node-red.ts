import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '../../tests/support/child.js';
import { eventually } from '../../tests/support/eventually.js';
import { freePort } from '../../tests/support/free-port.js';
import { plainEnvironment } from '../../tests/support/hub-process.js';
import { tempDir } from '../../tests/support/temp.js';

export const NODE_RED = '4.1.8';
const FOLDER = fileURLToPath(new URL(`../node_modules/.cache/node-red-${NODE_RED}`, import.meta.url));
const PROGRAM = path.join(FOLDER, 'node_modules/node-red/red.js');

/** Installs Node-RED into a folder of its own, once. Gives why not, where it cannot be had. */
export function installNodeRed(): string | null {
  if (existsSync(PROGRAM)) return null;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, 'package.json'), JSON.stringify({ private: true }));
  // Its own programs need no building, and what it would run at its installation is not wanted here.
  const args = ['install', `node-red@${NODE_RED}`, '--save-exact', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', args, { cwd: FOLDER, encoding: 'utf8', timeout: 300_000 });
  if (status === 0 && existsSync(PROGRAM)) return null;
  return (error?.message ?? stderr).trim().split('\n').at(-1) ?? 'npm gave up';
}

export interface Rule {
  broker_port: number;
  in: string;
  out: string;
  /** What comes in is passed on when its `lux` is below. */
  below: number;
}

/** Node-RED with one flow: MQTT in, a condition, MQTT out. */
export async function startNodeRed(rule: Rule): Promise<{ pid: number; stop(): Promise<void> }> {
  const folder = tempDir('node-red');
  const port = await freePort();
  writeFileSync(folder.file('flows.json'), JSON.stringify(flowOf(rule)));
  writeFileSync(
    folder.file('settings.js'),
    `module.exports = ${JSON.stringify({
      uiPort: port,
      uiHost: '127.0.0.1',
      flowFile: 'flows.json',
      httpAdminRoot: false,
      httpNodeRoot: false,
      credentialSecret: 'bench',
      diagnostics: { enabled: false },
      logging: { console: { level: 'info', metrics: false, audit: false } },
    })};\n`,
  );
  const child = new Child(process.execPath, [PROGRAM, '--userDir', folder.path, '--settings', folder.file('settings.js'), 'flows.json'], {
    cwd: folder.path,
    env: plainEnvironment(),
  });
  await eventually('Node-RED is connected', () => child.output.includes('Connected to broker'), { describe: () => child.output });
  return {
    pid: child.pid,
    async stop() {
      await child.finish('SIGTERM');
      folder.remove();
    },
  };
}

function flowOf({ broker_port, in: topic, out, below }: Rule): unknown[] {
  const at = { z: 'flow', x: 0, y: 0 };
  return [
    { id: 'flow', type: 'tab', label: 'bench' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(broker_port),
      clientid: 'node-red',
      protocolVersion: '4',
      keepalive: '60',
      cleansession: true,
      autoConnect: true,
    },
    { id: 'in', type: 'mqtt in', ...at, topic, qos: '0', datatype: 'auto-detect', broker: 'broker', inputs: 0, wires: [['if']] },
    {
      id: 'if',
      type: 'switch',
      ...at,
      property: 'payload.lux',
      propertyType: 'msg',
      rules: [{ t: 'lt', v: String(below), vt: 'num' }],
      checkall: 'true',
      outputs: 1,
      wires: [['out']],
    },
    { id: 'out', type: 'mqtt out', ...at, topic: out, qos: '0', retain: 'false', broker: 'broker', wires: [] },
  ];
}
