import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The version of the package names the folder: the unpacked browser of another one is not taken for this one. */
function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = entry.slice(0, entry.indexOf('@sparticuz/chromium') + '@sparticuz/chromium'.length);
  return (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * Path of the Chromium that came with npm, unpacked once per machine, user and version below the temporary folder. Several tests may ask
 * at the same time: each unpacks into a folder of its own, and the first to be done gives it its name.
 */
export async function chromiumPath(): Promise<string> {
  const user = process.getuid?.() ?? 0;
  const temp = tmpdir();
  const home = path.join(temp, `lightkeeper-chromium-${packageVersion()}-${user}`);
  const program = path.join(home, 'chromium');
  if (!existsSync(program)) await unpack(home, temp);
  // The name can be guessed: a folder that another user put there must not be run.
  if (lstatSync(home).uid !== user) throw new Error(`${home} belongs to another user.`);
  return program;
}

async function unpack(home: string, temp: string): Promise<void> {
  const staging = mkdtempSync(`${home}-`);
  const before = process.env.TMPDIR;
  // The library unpacks to the temporary folder, and takes whatever lies there under its names.
  process.env.TMPDIR = staging;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  mkdirSync(temp, { recursive: true });
  chmodSync(staging, 0o700);
  try {
    renameSync(staging, home);
  } catch (error) {
    if (!existsSync(path.join(home, 'chromium'))) throw error;
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Path of a Chromium of the system's, which unlike the one from npm has windows and can share a screen; null where there is none. */
export function desktopChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => existsSync(file)) ?? null;
}
