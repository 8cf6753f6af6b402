import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Clock, FfmpegInfo } from '@lightkeeper/plugin-sdk';
import type { FfmpegInput } from './options.js';
import { environment, NOT_INSTALLED } from './process.js';
import type { Abilities } from './arguments.js';

const run = promisify(execFile);
const LIMITS = { timeout: 3_000, maxBuffer: 256 * 1024, windowsHide: true };
/** Somebody may install ffmpeg or plug in a camera, and look again. */
const KEPT_MS = 30_000;
const MOST_DEVICES = 64;

/** The devices of ffmpeg by which inputs work; the other inputs need none. */
const DEVICES: Partial<Record<string, FfmpegInput>> = {
  x11grab: 'x11',
  kmsgrab: 'kms',
  'video4linux2,v4l2': 'v4l2',
  v4l2: 'v4l2',
  avfoundation: 'avfoundation',
  gdigrab: 'gdigrab',
  lavfi: 'test',
};

/** What there is of ffmpeg on this machine, looked at when somebody asks, and kept for half a minute. */
export class Installation {
  readonly #clock: Clock;
  #known: { at: number; info: Promise<FfmpegInfo> } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  look(): Promise<FfmpegInfo> {
    const now = this.#clock.now();
    if (this.#known === null || now - this.#known.at > KEPT_MS) this.#known = { at: now, info: look() };
    return this.#known.info;
  }

  /** What its arguments depend on. A version that is not a number is one that somebody built of late. */
  async abilities(): Promise<Abilities> {
    const { version } = await this.look();
    const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
    return { since_5_1: major === undefined || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1) };
  }
}

async function look(): Promise<FfmpegInfo> {
  const [cameras, displays] = await Promise.all([findCameras(), findDisplays()]);
  try {
    const env = environment();
    const asked = [['-version'], ['-hide_banner', '-devices']].map((args) => run('ffmpeg', args, { ...LIMITS, env }));
    const [about = '', devices = ''] = (await Promise.all(asked)).map(({ stdout }) => stdout);
    const version = /^ffmpeg version (\S{1,80})/.exec(about)?.[1] ?? 'unknown';
    return { installed: true, version, problem: null, inputs: inputsOf(devices), cameras, displays };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing ? NOT_INSTALLED : 'ffmpeg is there, but does not say what it is: try "ffmpeg -version" on the hub’s machine.';
    return { installed: false, version: null, problem, inputs: [], cameras, displays };
  }
}

/** Lines such as ` D  x11grab         X11 screen capture, using XCB`: D can be read from. */
function inputsOf(devices: string): FfmpegInput[] {
  const found = [...devices.matchAll(/^ D.? +(\S+)/gm)].flatMap(([, name = '']) => DEVICES[name] ?? []);
  return [...new Set<FfmpegInput>([...found, 'file', 'url', 'rtsp'])];
}

async function findCameras(): Promise<FfmpegInfo['cameras']> {
  const names = (await list('/dev')).filter((name) => /^video\d{1,3}$/.test(name)).slice(0, MOST_DEVICES);
  return Promise.all(
    names.map(async (name) => {
      const said = await readFile(`/sys/class/video4linux/${name}/name`, 'utf8').catch(() => name);
      return { path: `/dev/${name}`, name: said.trim().slice(0, 120) };
    }),
  );
}

/** X servers of this machine listen at `/tmp/.X11-unix/X0`, and so on. */
async function findDisplays(): Promise<string[]> {
  const found = (await list('/tmp/.X11-unix')).filter((name) => /^X\d{1,5}$/.test(name));
  return found.slice(0, MOST_DEVICES).map((name) => `:${name.slice(1)}`);
}

async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
