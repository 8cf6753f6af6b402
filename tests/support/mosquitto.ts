import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Child } from './child.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { tempDir } from './temp.js';
import type { TempDir } from './temp.js';

interface BrokerUser {
  name: string;
  password: string;
  /** Lines of Mosquitto's ACL file for this user: `topic readwrite lightkeeper/#`. By default all topics. */
  acl?: readonly string[];
}

export interface MosquittoOptions {
  /** None means that anyone may connect. */
  users?: readonly BrokerUser[];
  /** Whether the broker keeps sessions and retained messages over its own restart. Default false. */
  persistence?: boolean;
  /** Further lines of its configuration. */
  config?: readonly string[];
}

// Debian puts the broker where only root's PATH looks.
const PROGRAM = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync) ?? 'mosquitto';

/** Whether the broker is on this machine; tests that need it are skipped, and say so, where it is not. */
export function mosquittoAvailable(): boolean {
  return spawnSync(PROGRAM, ['-h'], { stdio: 'ignore' }).error === undefined;
}

/** A real Mosquitto on a loopback port of its own, which it keeps when it is stopped and started again. */
export class Mosquitto {
  private child: Child | null = null;
  private log = '';

  private constructor(
    readonly port: number,
    private readonly folder: TempDir,
    private readonly user: BrokerUser | undefined,
  ) {}

  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const port = await freePort();
    const folder = tempDir('mosquitto');
    writeConfiguration(folder, port, options);
    const broker = new Mosquitto(port, folder, options.users?.[0]);
    await broker.start();
    return broker;
  }

  /** With the first user's name and password, if there are users. */
  get url(): string {
    return this.urlFor(this.user);
  }

  urlFor(user: Pick<BrokerUser, 'name' | 'password'> | undefined): string {
    const who = user === undefined ? '' : `${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@`;
    return `mqtt://${who}127.0.0.1:${this.port}`;
  }

  /** What it printed since it was first started. */
  get output(): string {
    return this.log + (this.child?.output ?? '');
  }

  /** Starts it, also again after `stop` or `kill`, and waits until it takes connections. */
  async start(): Promise<void> {
    const child = new Child(PROGRAM, ['-c', this.folder.file('mosquitto.conf')]);
    this.child = child;
    await eventually('the broker takes connections', () => child.exit !== null || takesConnections(this.port), {
      describe: () => child.output,
    });
    if (child.exit !== null) throw new Error(`Mosquitto ended: ${child.output}`);
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async dispose(): Promise<void> {
    await this.kill();
    this.folder.remove();
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child === null) return;
    await this.child.finish(signal);
    this.log += this.child.output;
    this.child = null;
  }
}

function writeConfiguration(folder: TempDir, port: number, { users = [], persistence = false, config = [] }: MosquittoOptions): void {
  const lines = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${users.length === 0}`,
    'log_dest stderr',
    'log_type all',
    'connection_messages true',
    // A subscriber that is away for a whole test must lose nothing to a limit.
    'max_queued_messages 0',
    `persistence ${persistence}`,
  ];
  if (persistence) {
    mkdirSync(folder.file('data'));
    lines.push(`persistence_location ${folder.file('data')}/`, 'autosave_on_changes true', 'autosave_interval 1');
  }
  // Started by root it would become another user, who may not read the folder.
  if (process.getuid?.() === 0) lines.push('user root');
  if (users.length > 0) {
    for (const { name, password } of users) {
      const file = folder.file('passwords');
      const made = spawnSync('mosquitto_passwd', [...(existsSync(file) ? [] : ['-c']), '-b', file, name, password], { encoding: 'utf8' });
      if (made.status !== 0) throw new Error(`mosquitto_passwd: ${made.error?.message ?? made.stderr}`);
    }
    const rules = users.map(({ name, acl = ['topic readwrite #'] }) => [`user ${name}`, ...acl, ''].join('\n'));
    writeFileSync(folder.file('acl'), rules.join('\n'), { mode: 0o600 });
    lines.push(`password_file ${folder.file('passwords')}`, `acl_file ${folder.file('acl')}`);
  }
  writeFileSync(folder.file('mosquitto.conf'), [...lines, ...config, ''].join('\n'), { mode: 0o600 });
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (taken: boolean) => (): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
}
