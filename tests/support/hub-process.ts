import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './api.js';
import type { ApiAnswer, ApiOptions, Method } from './api.js';
import { Child } from './child.js';
import type { Exit } from './child.js';
import { eventually } from './eventually.js';
import { tempDir } from './temp.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = path.join(ROOT, 'core/bin/lightkeeper.js');

const READY = /^Lightkeeper is ready at (http:\/\/\S+)$/m;
const SETUP_CODE = /\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/;

export interface HubOptions {
  /** By default a temporary folder, removed with the hub by `dispose()`. */
  data_dir?: string;
  /** Further flags: `['--mqtt-url', url]`. */
  args?: readonly string[];
  /** Set over a plain environment, which holds no `LIGHTKEEPER_…` of its own. */
  env?: Record<string, string>;
  /** By default 0, a free one. */
  port?: number;
  /** Whether it listens for announcements on the network; off unless the test is about them. */
  mdns?: boolean;
  /** Flags for Node itself. */
  node_args?: readonly string[];
}

/** The environment without what would reach into the hub under test. */
export function plainEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LIGHTKEEPER_|VITEST|NODE_OPTIONS)/.test(name)));
  return { ...env, NODE_ENV: 'production', TZ: 'UTC', ...extra };
}

/** Runs `lightkeeper …` to its end, as a person would in a shell. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Exit & { output: string; stdout: string }> {
  const child = new Child(process.execPath, [PROGRAM, ...args], { env: plainEnvironment(env), cwd: ROOT });
  const exit = await child.exited;
  return { ...exit, output: child.output, stdout: child.stdout };
}

/** The real hub in a process of its own, as `npm start` runs it. */
export class HubProcess {
  /** A client without a session or token; see {@link HubProcess.client} for one of its own. */
  private readonly anonymous: ApiClient;
  private readonly clients: ApiClient[] = [];

  private constructor(
    private readonly child: Child,
    readonly url: string,
    readonly data_dir: string,
    private readonly options: HubOptions,
    private readonly owns_data: (() => void) | null,
  ) {
    this.anonymous = this.client();
  }

  /** Starts it and waits until it says that it is ready; when it ends before, throws with all that it printed. */
  static async start(options: HubOptions = {}): Promise<HubProcess> {
    const temp = options.data_dir === undefined ? tempDir('hub') : null;
    const data_dir = options.data_dir ?? temp?.path ?? '';
    const child = HubProcess.spawn(data_dir, options);
    try {
      const ready = (): string | undefined => READY.exec(child.output)?.[1];
      await eventually('the hub is ready', () => ready() !== undefined || child.exit !== null, {
        within_ms: 60_000,
        every_ms: 5,
        describe: () => child.output,
      });
      const url = ready();
      if (url === undefined) throw new Error(`The hub ended before it was ready (${JSON.stringify(child.exit)}):\n${child.output}`);
      return new HubProcess(child, url.replace(/\/$/, ''), data_dir, options, temp?.remove ?? null);
    } catch (error) {
      await child.finish('SIGKILL');
      temp?.remove();
      throw error;
    }
  }

  private static spawn(data_dir: string, options: HubOptions): Child {
    if (!existsSync(path.join(ROOT, 'core/dist'))) throw new Error('The hub is not built: run `npm run build` first.');
    const flags = ['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--data-dir', data_dir];
    const env = plainEnvironment({ LIGHTKEEPER_MDNS: options.mdns === true ? '1' : '0', ...options.env });
    const node_args = options.node_args ?? [];
    return new Child(process.execPath, [...node_args, PROGRAM, 'start', ...flags, ...(options.args ?? [])], { env, cwd: ROOT });
  }

  get pid(): number {
    return this.child.pid;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get output(): string {
    return this.child.output;
  }

  /** Null while it runs. */
  get exit(): Exit | null {
    return this.child.exit;
  }

  /** The one-time code of a hub that waits for its owner, from the console. */
  get setup_code(): string {
    const line = this.output.split('\n').find((text) => /setup code/i.test(text) && SETUP_CODE.test(text));
    const code = SETUP_CODE.exec(line ?? '')?.[1];
    if (code === undefined) throw new Error(`No setup code on the console:\n${this.output}`);
    return code;
  }

  /** A client with cookies of its own, or with a token. */
  client(token?: string): ApiClient {
    const client = new ApiClient(this.url, token);
    this.clients.push(client);
    return client;
  }

  /** Calls `/api/v1<path>` without a session; give a token in `options`. */
  api<T = unknown>(method: Method, path: string, body?: unknown, options: ApiOptions = {}): Promise<ApiAnswer<T>> {
    return this.anonymous.api<T>(method, path, body, options);
  }

  /** Stops it in good order (SIGTERM) and gives how it ended. The data stays. */
  async stop(): Promise<Exit> {
    const exit = await this.child.finish('SIGTERM');
    await this.closeClients();
    return exit;
  }

  /** Ends it at once, as a power cut would. The data stays. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    const exit = await this.child.finish(signal);
    await this.closeClients();
    return exit;
  }

  /** The same hub again on the same data, after `stop` or `kill`; on another port unless one was given. */
  async again(options: HubOptions = {}): Promise<HubProcess> {
    const next = await HubProcess.start({ ...this.options, ...options, data_dir: this.data_dir });
    return new HubProcess(next.child, next.url, next.data_dir, next.options, this.owns_data);
  }

  /** Ends it if it still runs, and removes its data folder if it was a temporary one. */
  async dispose(): Promise<void> {
    await this.kill();
    this.owns_data?.();
  }

  private async closeClients(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }
}
