// `npm run dev`: builds server and UI, builds each anew on change, and starts the hub anew when what it runs has changed. Flags go to the
// hub: `npm run dev -- --demo`. Ctrl+C ends everything.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Builds and editors write many files one after another; work starts when it has been quiet for this long. */
const QUIET_MS = 300;
const STOP_MS = 15_000;

const children = new Set();
let ending = false;

function say(text) {
  console.log(`dev: ${text}`);
}

function start(args, cwd = ROOT) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function ended(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
}

async function stop(child) {
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.kill('SIGTERM');
  await ended(child);
  clearTimeout(timer);
}

/** Gives a function that runs `work` soon; never twice at a time, and once more when it was called meanwhile. */
function soon(work) {
  let timer;
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      if (!ending) await work();
    } while (again);
    running = false;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), QUIET_MS);
  };
}

function onChange(folders, concerns, work) {
  for (const folder of folders.map((name) => path.join(ROOT, name)).filter((name) => existsSync(name))) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (file !== null && concerns(file)) work();
    });
  }
}

async function end(code) {
  if (ending) return;
  ending = true;
  await Promise.all([...children].map(stop));
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const TSC = ['node_modules/typescript/bin/tsc', '-b'];
const ASC = [path.join(ROOT, 'node_modules/assemblyscript/bin/asc.js'), '--target', 'release'];
const buildWasm = () => ended(start(ASC, path.join(ROOT, 'plugins/capture')));
const buildUi = () => ended(start(['build.mjs'], path.join(ROOT, 'ui')));

const built = (await ended(start(TSC))) === 0 && (await buildWasm()) === 0 && (await buildUi()) === 0;
if (!built) {
  say(ending ? 'stopped' : 'the first build failed');
  await end(1);
}

let hub = null;
const restartHub = soon(async () => {
  if (hub !== null && children.has(hub)) {
    say('the server has changed, starting anew');
    await stop(hub);
  }
  if (ending) return;
  hub = start(['core/bin/lightkeeper.js', 'start', ...process.argv.slice(2)]);
  hub.once('exit', (code) => {
    if (!ending && code !== 0) say(`the hub ended with ${code}; it starts again with the next change`);
  });
});
const rebuildUi = soon(async () => {
  say((await buildUi()) === 0 ? 'the UI is built anew, reload the page' : 'the UI could not be built');
});

const plugins = readdirSync(path.join(ROOT, 'plugins')).map((name) => `plugins/${name}`);
start([...TSC, '--watch', '--preserveWatchOutput']);
onChange(
  ['core', 'migrations', 'plugin-sdk', ...plugins].map((name) => `${name}/dist`),
  // Panels are served from disk and need no restart.
  (file) => file.endsWith('.js') && !file.startsWith(`ui${path.sep}`),
  restartHub,
);
onChange(
  ['ui/src', 'ui/public', 'plugin-sdk/src/wire', ...plugins.map((name) => `${name}/ui`)],
  (file) => !file.endsWith('.test.ts'),
  rebuildUi,
);
restartHub();
