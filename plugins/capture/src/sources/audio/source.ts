import { supervise } from '../ffmpeg/supervise.js';
import type { SourceKind } from '../source.js';
import { audioArguments } from './arguments.js';
import { audioSchema } from './options.js';
import type { AudioOptions } from './options.js';
import { PICTURE_BYTES, soundPainter, WIDTH } from './painter.js';
import { SampleAssembler } from './samples.js';

/** What ffmpeg says of sound devices tells little: without a sound server, for one, that there is no such process. */
const ADVICE: Partial<Record<AudioOptions['input'], { advice: string }>> = {
  pulse: { advice: 'Does PulseAudio or PipeWire run for the user that the hub runs as, and has it this source?' },
  alsa: { advice: 'Is the device there, used by nobody else, and may the hub’s user read it (group audio)?' },
  avfoundation: { advice: 'Is the device there, and may the hub use the microphone (System Settings, Privacy & Security)?' },
};

/** Sound that becomes light: ffmpeg brings the samples, the hub listens. */
export const audioSource: SourceKind<typeof audioSchema> = {
  kind: 'audio',
  name: 'Music',
  description: 'What this machine plays, a microphone or a sound file, shown as a spectrum, as loudness or as beats; read by ffmpeg.',
  options: audioSchema,
  open(options, sink, tools) {
    const paint = soundPainter(options);
    sink.reserve(PICTURE_BYTES);
    const samples = new SampleAssembler((step) => {
      paint(step, sink.room);
      sink.show({ width: WIDTH, height: 1, format: 'rgb24' });
    });
    const open = supervise(audioArguments(options), {
      sink,
      tools,
      take: (piece) => samples.take(piece),
      words: { nothing_came: 'No sound came', over: 'The sound has come to its end.', ...ADVICE[options.input] },
      finished: options.input === 'file' && !options.loop ? 'The sound has come to its end.' : null,
    });
    return Promise.resolve(open);
  },
};
