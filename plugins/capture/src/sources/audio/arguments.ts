import { QUIET } from '../ffmpeg/arguments.js';
import type { AudioOptions } from './options.js';
import { SAMPLE_RATE } from './samples.js';

/** The arguments by which ffmpeg brings a sound on standard output: one channel of 32-bit numbers, -1 to 1. */
export function audioArguments(options: AudioOptions): string[] {
  return [...QUIET, ...inputOf(options), ...OUTPUT];
}

function inputOf(options: AudioOptions): string[] {
  switch (options.input) {
    case 'pulse': {
      // The server mixes and converts, and hands over a piece each 20 ms: 882 samples of two bytes.
      const form = ['-sample_rate', `${SAMPLE_RATE}`, '-channels', '1', '-fragment_size', '1764'];
      return [...LIVE, '-f', 'pulse', '-name', 'Lightkeeper', ...form, '-i', options.device];
    }
    case 'alsa':
      return [...LIVE, '-f', 'alsa', '-i', options.device];
    case 'avfoundation':
      return [...LIVE, '-f', 'avfoundation', '-i', `:${options.device}`];
    case 'file':
      return ['-protocol_whitelist', 'file', ...(options.loop ? ['-stream_loop', '-1'] : []), '-re', '-i', `file:${options.path}`];
    case 'test':
      return ['-re', '-f', 'lavfi', '-i', SOUNDS[options.sound]];
  }
}

/** Sound that is heard now counts now, and what a device brings needs no looking into. */
const LIVE = ['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0'] as const;

const SOUNDS = {
  low: sine(110),
  middle: sine(440),
  high: sine(3_520),
  noise: `anoisesrc=color=pink:amplitude=0.5:sample_rate=${SAMPLE_RATE}`,
} as const;

function sine(hz: number): string {
  return `sine=frequency=${hz}:sample_rate=${SAMPLE_RATE}`;
}

const OUTPUT = ['-vn', '-sn', '-dn', '-ac', '1', '-ar', `${SAMPLE_RATE}`, '-flush_packets', '1', '-f', 'f32le', 'pipe:1'] as const;
