import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { audioArguments } from './arguments.js';
import { BeatDetector } from './beat.js';
import { AutomaticGain, decibels, fallen, power } from './loudness.js';
import { audioSchema } from './options.js';
import type { AudioLook } from './options.js';
import { PICTURE_BYTES, soundPainter, WIDTH } from './painter.js';
import { SAMPLE_RATE, SampleAssembler, STEP, STEP_SECONDS } from './samples.js';
import { BANDS, bandOf, Spectrum } from './spectrum.js';

type Sound = (seconds: number) => number;
const tone =
  (hz: number, amplitude = 0.5): Sound =>
  (seconds) =>
    amplitude * Math.sin(2 * Math.PI * hz * seconds);
const silence: Sound = () => 0;

/** Noise that is the same each time. */
function noise(amplitude: number): Sound {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  };
}

/** Ten milliseconds of noise, so many times a minute, the first after half a second. */
function clicks(bpm: number, amplitude = 0.8): Sound {
  const hiss = noise(amplitude);
  return (seconds) => (seconds >= 0.5 && (seconds - 0.5) % (60 / bpm) < 0.01 ? hiss(seconds) : 0);
}

/** The steps of a sound, each with the time at its end. */
function* steps(sound: Sound, seconds: number): Generator<{ samples: Float32Array; until: number }> {
  for (let step = 0; step * STEP_SECONDS < seconds; step += 1) {
    const samples = Float32Array.from({ length: STEP }, (_, index) => sound((step * STEP + index) / SAMPLE_RATE));
    yield { samples, until: (step + 1) * STEP_SECONDS };
  }
}

function beatsOf(sound: Sound, seconds: number, sensitivity = 1): number[] {
  const spectrum = new Spectrum();
  const detector = new BeatDetector(BANDS, sensitivity);
  const found: number[] = [];
  for (const { samples, until } of steps(sound, seconds)) {
    spectrum.hear(samples);
    if (detector.hear(spectrum.bands, STEP_SECONDS)) found.push(until);
  }
  return found;
}

const look = (more: Partial<AudioLook>): AudioLook => ({
  mode: 'spectrum',
  colors: [{ r: 255, g: 255, b: 255 }],
  sensitivity: 1,
  decay: 0.4,
  ...more,
});

/** What each pixel of the last picture has of red, after each of these sounds in turn. */
function pictureAfter(painted: AudioLook, ...sounds: readonly (readonly [Sound, number])[]): number[] {
  const paint = soundPainter(painted);
  const picture = new Uint8Array(PICTURE_BYTES);
  for (const [sound, seconds] of sounds) for (const { samples } of steps(sound, seconds)) paint(samples, picture);
  return Array.from({ length: WIDTH }, (_, x) => picture[x * 3] ?? 0);
}

describe('loudness', () => {
  it('is the root mean square, in decibels of full scale', () => {
    for (const { samples } of steps(tone(SAMPLE_RATE / 64, 1), 0.01)) expect(decibels(power(samples))).toBeCloseTo(-3.01, 2);
    expect(decibels(power(new Float32Array(STEP)))).toBe(-120);
    expect(power(new Float32Array())).toBe(0);
  });

  it('shows loud and quiet music alike after a while, and nothing of a hiss', () => {
    const gain = new AutomaticGain();
    expect(gain.level(-61)).toBe(0);
    for (let second = 0; second < 3; second += 1) gain.hear(-3, 1);
    expect(gain.level(-3)).toBe(1);
    expect(gain.level(-18)).toBeCloseTo(0.5);
    for (let second = 0; second < 60; second += 1) gain.hear(-25, 1);
    expect(gain.level(-25)).toBe(1);
    for (let second = 0; second < 60; second += 1) gain.hear(-70, 1);
    expect(gain.level(-70)).toBe(0);
  });

  it('rises at once and falls in the time that was asked for', () => {
    expect(fallen(0.2, 0.9, 0.1, 1)).toBe(0.9);
    expect(fallen(0.9, 0, 0.1, 1)).toBeCloseTo(0.8);
    expect(fallen(0.05, 0, 0.1, 1)).toBe(0);
  });
});

describe('the spectrum', () => {
  it.each([60, 110, 440, 1_000, 3_520, 12_000])('hears a tone of %i Hz in its own band', (hz) => {
    const spectrum = new Spectrum();
    for (const { samples } of steps(tone(hz), 0.2)) spectrum.hear(samples);
    const loudest = spectrum.bands.indexOf(Math.max(...spectrum.bands));
    expect(loudest).toBe(bandOf(hz));
    spectrum.bands.forEach((band, index) => {
      if (Math.abs(index - loudest) > 4) expect(decibels(band)).toBeLessThan(-45);
    });
  });

  it('has the power of the sound in all of its bands', () => {
    const spectrum = new Spectrum();
    for (const { samples } of steps(tone(440), 0.2)) spectrum.hear(samples);
    expect(decibels(spectrum.bands.reduce((sum, band) => sum + band, 0))).toBeCloseTo(decibels(0.5 ** 2 / 2), 1);
  });

  it('has bands from low to high', () => {
    const bands = [40, 100, 300, 1_000, 3_000, 15_000].map(bandOf);
    expect(bands).toEqual([...new Set(bands)].sort((a, b) => a - b));
    expect([bandOf(1), bandOf(22_000)]).toEqual([0, BANDS - 1]);
  });
});

describe('beats', () => {
  it.each([0.8, 0.1])('are heard in clicks at 120 a minute, each half a second after the last (amplitude %f)', (amplitude) => {
    const beats = beatsOf(clicks(120, amplitude), 10.25);
    expect(beats).toHaveLength(20);
    // A step is 23 ms; the time of a beat is that of the end of its step.
    beats.forEach((at, index) => {
      expect(Math.abs(at - (0.5 + index * 0.5))).toBeLessThan(0.05);
    });
  });

  it('are heard over noise that is always there', () => {
    const [click, hiss] = [clicks(120), noise(0.05)];
    const beats = beatsOf((seconds) => click(seconds) + hiss(seconds), 10.25).filter((at) => at > 0.45);
    expect(beats).toHaveLength(20);
  });

  it('are not heard in silence, in a steady tone, or in noise', () => {
    expect(beatsOf(silence, 5)).toEqual([]);
    // What begins is heard once.
    expect(beatsOf(tone(440), 5).filter((at) => at > 0.2)).toEqual([]);
    expect(beatsOf(noise(0.5), 5).filter((at) => at > 0.2)).toEqual([]);
  });

  it('are at least a quarter of a second apart', () => {
    const beats = beatsOf(clicks(600), 5, 10);
    expect(beats.length).toBeGreaterThan(5);
    beats.slice(1).forEach((at, index) => {
      expect(at - (beats[index] ?? 0)).toBeGreaterThanOrEqual(0.25);
    });
  });
});

describe('the picture', () => {
  it('lights the band of a tone, and those far from it not', () => {
    const shown = pictureAfter(look({}), [tone(440), 0.5]);
    const place = Math.floor(((bandOf(440) + 0.5) * WIDTH) / BANDS);
    expect(shown[place]).toBe(255);
    expect(shown.filter((level, x) => Math.abs(x - place) > 10 && level > 0)).toEqual([]);
  });

  it.each(['spectrum', 'vu', 'beat'] as const)('fades to dark in silence (%s)', (mode) => {
    const [before, soon, late] = [0, 0.2, 0.6].map((seconds) =>
      Math.max(...pictureAfter(look({ mode }), [tone(440), 0.1], [silence, seconds])),
    );
    expect(before).toBeGreaterThan(150);
    expect(soon).toBeGreaterThan(0);
    if (mode !== 'vu') expect(soon).toBeLessThan(before ?? 0);
    expect(late).toBe(0);
    expect(Math.max(...pictureAfter(look({ mode }), [silence, 1]))).toBe(0);
  });

  it('shows loudness as a bar from the left, longer where it is louder', () => {
    const lit = (amplitude: number, sensitivity = 1): number =>
      pictureAfter(look({ mode: 'vu', sensitivity }), [tone(440, amplitude), 0.05]).filter((level) => level > 0).length;
    expect(lit(0.01)).toBeGreaterThan(0);
    expect(lit(0.02)).toBeGreaterThan(lit(0.01));
    expect(lit(0.01, 2)).toBe(lit(0.02));
    const bar = pictureAfter(look({ mode: 'vu' }), [tone(440, 0.01), 0.05]);
    expect(bar).toEqual([...bar].sort((a, b) => b - a));
  });

  it('goes from the first colour on the left to the last on the right', () => {
    const colors = [
      { r: 255, g: 0, b: 0 },
      { r: 0, g: 0, b: 255 },
    ];
    const picture = new Uint8Array(PICTURE_BYTES);
    const paint = soundPainter(look({ mode: 'vu', colors }));
    for (const { samples } of steps(tone(440, 1), 1)) paint(samples, picture);
    expect([...picture.slice(0, 3)]).toEqual([255, 0, 0]);
    const [red, green, blue = 0] = picture.slice(-3);
    expect([red, green]).toEqual([0, 0]);
    expect(blue).toBeGreaterThan(200);
  });

  it('flashes in one colour after the other, and never more than three times a second', () => {
    const colors = [
      { r: 255, g: 0, b: 0 },
      { r: 0, g: 0, b: 255 },
    ];
    const paint = soundPainter(look({ mode: 'beat', colors, decay: 0.1, sensitivity: 10 }));
    const picture = new Uint8Array(PICTURE_BYTES);
    const flashes: { at: number; color: string }[] = [];
    for (const { samples, until } of steps(clicks(220), 10)) {
      paint(samples, picture);
      if (Math.max(...picture) === 255) flashes.push({ at: until, color: picture[0] === 255 ? 'red' : 'blue' });
    }
    expect(flashes.length).toBeGreaterThan(10);
    flashes.forEach(({ at, color }, index) => {
      expect(color).toBe(index % 2 === 0 ? 'red' : 'blue');
      expect(flashes.filter((other) => other.at >= at && other.at < at + 1).length).toBeLessThanOrEqual(3);
    });
  });
});

describe('samples', () => {
  it('are the same however the bytes are cut', () => {
    const samples = Float32Array.from({ length: 3 * STEP }, (_, index) => Math.fround(Math.sin(index)));
    const bytes = Buffer.from(samples.buffer);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 20 }), (cuts) => {
        const seen: number[] = [];
        const assembler = new SampleAssembler((step) => seen.push(...step));
        let at = 0;
        let complete = 0;
        for (const cut of [...cuts, bytes.length]) {
          complete += assembler.take(bytes.subarray(at, at + cut));
          at = Math.min(bytes.length, at + cut);
        }
        expect(complete).toBe(3);
        expect(seen).toEqual([...samples]);
      }),
      { numRuns: 30 },
    );
  });

  it('that are none do no harm', () => {
    const hostile = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38, 1e-45];
    for (const mode of ['spectrum', 'vu', 'beat'] as const) {
      const paint = soundPainter(look({ mode }));
      const picture = new Uint8Array(PICTURE_BYTES);
      const assembler = new SampleAssembler((step) => {
        expect(step.every((sample) => Math.abs(sample) <= 1)).toBe(true);
        paint(step, picture);
      });
      const feed = (sample: (index: number) => number): void => {
        const count = SAMPLE_RATE * 2;
        const bytes = Buffer.alloc(count * 4);
        for (let index = 0; index < count; index += 1) bytes.writeFloatLE(sample(index), index * 4);
        assembler.take(bytes);
      };
      feed((index) => hostile[index % hostile.length] ?? 0);
      feed(() => 0);
      expect([...picture].every((byte) => byte === 0)).toBe(true);
      // It hears as before: a tone is seen where a spectrum that took a NaN in would stay dark for ever.
      feed((index) => tone(440)(index / SAMPLE_RATE));
      if (mode !== 'beat') expect(Math.max(...picture)).toBe(255);
    }
  });
});

describe('what ffmpeg is told', () => {
  const told = (options: object): string => audioArguments(audioSchema.parse(options)).join(' ');
  const quiet = '-nostdin -hide_banner -loglevel error';
  const live = '-fflags nobuffer -probesize 32 -analyzeduration 0';
  const output = '-vn -sn -dn -ac 1 -ar 44100 -flush_packets 1 -f f32le pipe:1';

  it.each([
    [{ input: 'pulse' }, `${live} -f pulse -name Lightkeeper -sample_rate 44100 -channels 1 -fragment_size 1764 -i @DEFAULT_MONITOR@`],
    [{ input: 'alsa', device: 'plughw:CARD=Device,DEV=0' }, `${live} -f alsa -i plughw:CARD=Device,DEV=0`],
    [{ input: 'avfoundation', device: 'BlackHole 2ch' }, `${live} -f avfoundation -i :BlackHole 2ch`],
    [{ input: 'file', path: '/music/a:b.wav' }, '-protocol_whitelist file -stream_loop -1 -re -i file:/music/a:b.wav'],
    [{ input: 'file', path: '/music/a.wav', loop: false }, '-protocol_whitelist file -re -i file:/music/a.wav'],
    [{ input: 'test', sound: 'low' }, '-re -f lavfi -i sine=frequency=110:sample_rate=44100'],
  ])('%j', (options, input) => {
    expect(told(options)).toBe(`${quiet} ${input} ${output}`);
  });

  it.each([
    { input: 'pulse', device: '-i' },
    { input: 'pulse', device: 'a b' },
    { input: 'pulse', device: '/etc/passwd' },
    { input: 'pulse', device: '' },
    { input: 'alsa', device: 'file:/tmp/x,raw' },
    { input: 'alsa', device: 'tee:default,x,raw' },
    { input: 'alsa', device: 'hw:0,0\n' },
    { input: 'alsa', device: '{ type file }' },
    { input: 'avfoundation', device: '0:1' },
    { input: 'avfoundation', device: '-1' },
    { input: 'file', path: 'music.wav' },
    { input: 'file', path: '/music\0.wav' },
    { input: 'test', sound: 'sine=frequency=1' },
    { input: 'test', decay: 0 },
    { input: 'test', sensitivity: Number.NaN },
    { input: 'test', colors: [] },
    { input: 'test', filter: 'amovie=/etc/passwd' },
    { input: 'lavfi' },
  ])('refuses %j', (options) => {
    expect(audioSchema.safeParse(options).success).toBe(false);
  });
});
