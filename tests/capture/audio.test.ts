import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { childrenOf, fakeFfmpeg, ffmpegAvailable, makeWithFfmpeg, runs } from '../support/ffmpeg.js';
import { tempDir } from '../support/temp.js';
import { LightRoom } from './light-room.js';

/* Sound that a real ffmpeg reads, through the whole hub to the datagrams of a light. */

const LEDS = 16;
const folder = tempDir('sounds');
const WHITE = { r: 255, g: 255, b: 255 };

let room: LightRoom;

/** How bright each light is now, from left to right. */
const lights = (): number[] => Array.from({ length: LEDS }, (_, led) => room.realtime.last[led * 3] ?? 0);

async function saying(id: string, reason: RegExp): Promise<void> {
  let seen = '';
  const look = async (): Promise<boolean> => {
    const { state, reason: now } = await room.status(id);
    seen = `${state}: ${now ?? ''}`;
    return state === 'waiting' && reason.test(now ?? '');
  };
  await eventually(`the status says ${reason.source}`, look, { describe: () => seen });
}

function sound(name: string, lavfi: string): string {
  const file = folder.file(name);
  makeWithFfmpeg(file, lavfi, ['-c:a', 'pcm_s16le']);
  return file;
}

describe.skipIf(!ffmpegAvailable())('sound that ffmpeg reads', () => {
  beforeAll(async () => {
    room = await LightRoom.open(LEDS, { PULSE_SERVER: `unix:${folder.file('no-server')}` });
  });
  afterAll(async () => {
    await room.close();
    folder.remove();
  });

  const stop = (id: string): Promise<unknown> => room.owner.api('POST', `/captures/${id}/stop`);

  it('lights a low tone on the left and a high one on the right', async () => {
    for (const [hz, place] of [
      [60, 0],
      [12_000, 15],
    ] as const) {
      const path = sound(`${hz}.wav`, `sine=frequency=${hz}:sample_rate=48000:duration=2`);
      const id = await room.start({ kind: 'audio', input: 'file', path, colors: [WHITE] });
      await eventually(
        `${hz} Hz is shown in its place`,
        () => (lights()[place] ?? 0) > 60 && lights().every((level, led) => Math.abs(led - place) <= 4 || level === 0),
        { describe: () => JSON.stringify(lights()) },
      );
      await eventually('it says that it runs', async () => (await room.status(id)).state === 'running');
      expect((await room.status(id)).reason).toBeNull();
      const [program = 0] = childrenOf(room.hub.pid);
      expect(runs(program)).toBe(true);
      await stop(id);
      expect(runs(program)).toBe(false);
    }
  });

  it('shows how loud it is as a bar, and the dark of silence', async () => {
    const path = sound('pulse.wav', "aevalsrc='if(lt(mod(t,2),1),0.5*sin(2*PI*440*t),0)':s=44100:d=2");
    const id = await room.start({ kind: 'audio', input: 'file', path, mode: 'vu', colors: [WHITE], decay: 0.1 });
    for (const round of ['first', 'second']) {
      await eventually(`the bar is there the ${round} time`, () => lights().every((level) => level > 200));
      await eventually(`it is dark the ${round} time`, () => lights().every((level) => level === 0));
    }
    await stop(id);
  });

  it('flashes on beats, in one colour after the other', async () => {
    const path = sound('clicks.wav', "aevalsrc='if(lt(mod(t,0.5),0.01),random(0)-0.5,0)':s=44100:d=4");
    const colors = [
      { r: 255, g: 0, b: 0 },
      { r: 0, g: 0, b: 255 },
    ];
    const id = await room.start({ kind: 'audio', input: 'file', path, mode: 'beat', colors, decay: 0.2 });
    room.realtime.pictures.length = 0;
    const flashes = (): string =>
      room.realtime.pictures
        .map(([red = 0, , blue = 0]) => (red > 100 ? 'r' : blue > 100 ? 'b' : ''))
        .join('')
        .replace(/(.)\1+/g, '$1');
    await eventually('they alternate', () => flashes().length >= 6, { describe: flashes });
    expect(flashes()).toMatch(/^r?(br)*b?$/);
    await stop(id);
  });

  it('says when a sound has come to its end, and leaves it at that', async () => {
    const path = sound('short.wav', 'sine=frequency=440:duration=0.3');
    const id = await room.start({ kind: 'audio', input: 'file', path, loop: false });
    await saying(id, /^The sound has come to its end\.$/);
    expect(childrenOf(room.hub.pid)).toEqual([]);
    await stop(id);
  });

  it('plays the test sounds', async () => {
    const id = await room.start({ kind: 'audio', input: 'test', sound: 'noise' });
    await eventually('all of it is lit', () => lights().filter((level) => level > 0).length > LEDS / 2);
    await stop(id);
  });

  it('says what is wrong with a file or a device', async () => {
    const cases = [
      [{ input: 'file', path: folder.file('none.wav') }, /^ffmpeg ended with code 1\. It said: .*none\.wav: No such file/],
      [{ input: 'alsa', device: 'hw:31' }, /^ffmpeg ended with code \d+\. It said: .*\. Is the device there/],
      [{ input: 'pulse' }, /^ffmpeg ended with code \d+\. It said: .*\. Does PulseAudio or PipeWire run/],
    ] as const;
    for (const [options, wanted] of cases) {
      const id = await room.start({ kind: 'audio', ...options });
      await saying(id, wanted);
      await stop(id);
    }
  });

  it('refuses what is no device', async () => {
    await expect(room.start({ kind: 'audio', input: 'alsa', device: 'file:/tmp/x' })).rejects.toThrow('/source/device');
  });
});

describe.skipIf(process.platform === 'win32')('an ffmpeg that brings no sound', () => {
  async function at(PATH: string): Promise<string> {
    room = await LightRoom.open(LEDS, { PATH });
    return room.start({ kind: 'audio', input: 'pulse' });
  }

  it('is not there: the status says how to install it', async () => {
    const id = await at('');
    await saying(id, /^ffmpeg is not installed\. Install it .*apt install ffmpeg/);
    await room.close();
  });

  it('hangs: it is given up', async () => {
    const id = await at(fakeFfmpeg('exec sleep 1000'));
    await saying(id, /^No sound came for 3 s\.$/);
    await room.close();
  });
});
