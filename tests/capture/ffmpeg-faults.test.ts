import { readFileSync } from 'node:fs';
import type { CaptureStatus } from '@lightkeeper/plugin-sdk/wire';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { childrenOf, fakeFfmpeg, ffmpegAvailable, runs } from '../support/ffmpeg.js';
import { HubProcess } from '../support/hub-process.js';
import { completeSetup } from '../support/setup.js';
import { tempDir } from '../support/temp.js';

/* What becomes of a capture whose ffmpeg is missing, hangs, floods, crashes, or does not end when it is asked to. */

let hub: HubProcess;
let owner: ApiClient;

async function capture(PATH?: string, source: object = { kind: 'ffmpeg', input: 'test' }): Promise<string> {
  hub = await HubProcess.start(PATH === undefined ? {} : { env: { PATH } });
  owner = await completeSetup(hub);
  const body = {
    name: 'Ambient',
    source,
    layout: { kind: 'border', top: 4 },
    targets: [{ device_id: 'none' }],
    autostart: true,
  };
  const { id } = (await owner.api<{ id: string }>('POST', '/captures', body)).body;
  expect((await owner.api('POST', `/captures/${id}/start`)).status).toBe(200);
  return id;
}

const status = async (id: string): Promise<CaptureStatus> => (await owner.api<CaptureStatus>('GET', `/captures/${id}/status`)).body;

/** Waits until the status says so. */
async function saying(id: string, reason: RegExp): Promise<void> {
  let seen = '';
  const look = async (): Promise<boolean> => {
    const { state, reason: now } = await status(id);
    seen = `${state}: ${now ?? ''}`;
    return state === 'waiting' && reason.test(now ?? '');
  };
  await eventually(`the status says ${reason.source}`, look, { describe: () => seen });
}

afterEach(async () => {
  await hub.dispose();
});

describe.skipIf(process.platform === 'win32')('an ffmpeg that does not do what it should', () => {
  it('is not there: the status says how to install it', async () => {
    const id = await capture('');
    await saying(id, /^ffmpeg is not installed\. Install it .*apt install ffmpeg/);
    const info = await owner.api('GET', '/capture-sources/ffmpeg');
    expect(info.body).toMatchObject({ installed: false, version: null, inputs: [] });
  });

  it('crashes: the status has its last words, and it is started anew, later and later', async () => {
    const folder = tempDir('starts');
    const starts = folder.file('starts');
    const id = await capture(
      fakeFfmpeg(`date +%s%N >> ${starts}\necho 'half a frame'\necho '[x11grab @ 0x55d0c8] Cannot open display :77' >&2\nexit 3`),
    );
    await saying(id, /^ffmpeg ended with code 3\. It said: Cannot open display :77$/);
    const begun = (): number[] =>
      readFileSync(starts, 'utf8')
        .trim()
        .split('\n')
        .map((line) => Number(line) / 1e6);
    await eventually('it was tried four times', () => begun().length >= 4);
    const [first = 0, second = 0, third = 0, fourth = 0] = begun();
    expect(second - first).toBeGreaterThan(450);
    expect(third - second).toBeGreaterThan(900);
    expect(fourth - third).toBeGreaterThan(1_800);
    folder.remove();
  });

  it('hangs and does not hear: it is ended, with all that it has started', async () => {
    const folder = tempDir('pids');
    const pids = folder.file('pids');
    const id = await capture(fakeFfmpeg(`trap '' TERM\nsleep 1000 &\necho $$ $! >> ${pids}\nwhile :; do sleep 1; done`));
    await saying(id, /^No picture came for 3 s\.$/);
    const [own = 0, child = 0] = readFileSync(pids, 'utf8').split('\n')[0]?.split(' ').map(Number) ?? [];
    await eventually('both are gone', () => !runs(own) && !runs(child));
    await owner.api('POST', `/captures/${id}/stop`);
    const all = readFileSync(pids, 'utf8').trim().split(/\s/).map(Number);
    expect(all.filter(runs)).toEqual([]);
    folder.remove();
  });

  it('floods its standard error: the hub stays as it is, and the log quiet', async () => {
    const id = await capture(fakeFfmpeg(`yes 'Something is wrong with this picture, and it goes on and on' >&2`));
    await saying(id, /^No picture came for 3 s\. It said: Something is wrong/);
    expect(hub.output.split('\n').filter((line) => line.includes('Something is wrong')).length).toBeLessThan(60);
    expect((await owner.api('POST', `/captures/${id}/stop`)).status).toBe(200);
    expect(childrenOf(hub.pid)).toEqual([]);
  });

  it('hangs over a still picture: that is given up', async () => {
    const picture = { kind: 'picture', from: 'upload', data: Buffer.from('GIF89a').toString('base64') };
    const id = await capture(fakeFfmpeg('sleep 1000'), picture);
    await saying(id, /^The picture could not be read within 5 s\.$/);
    expect((await owner.api('POST', `/captures/${id}/stop`)).status).toBe(200);
    expect(childrenOf(hub.pid)).toEqual([]);
  });

  it.skipIf(!ffmpegAvailable())('outlives no hub: neither one that is killed nor one that stops', async () => {
    const id = await capture();
    await eventually('pictures come', async () => (await status(id)).fps_in > 0);
    const [first = 0] = childrenOf(hub.pid);
    expect(runs(first)).toBe(true);
    await hub.kill('SIGKILL');
    await eventually('it is gone', () => !runs(first));
    hub = await hub.again();
    const [second = 0] = await eventually('it runs again', () => childrenOf(hub.pid).length > 0 && childrenOf(hub.pid));
    await hub.stop();
    expect(runs(second)).toBe(false);
  });
});
