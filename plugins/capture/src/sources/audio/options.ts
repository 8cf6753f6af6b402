import { z } from '@lightkeeper/plugin-sdk';
import { colorsSchema } from '../../effects/effect.js';
import { pathSchema } from '../ffmpeg/options.js';

/*
 * What a person may say of a sound. As with pictures, nobody says options of ffmpeg itself: the names of devices are held to what such
 * names are made of, so that none begins an option, is a path or an address, or calls a plugin of ALSA that writes a file.
 */

const look = {
  mode: z.enum(['spectrum', 'vu', 'beat']).default('spectrum').meta({
    title: 'What it shows',
    description:
      'Low to high notes from left to right; how loud it is, as a bar from the left; or a flash on each beat, three a second at most.',
  }),
  colors: colorsSchema('00c853', 'ffd600', 'ff1744').describe('From left to right; of beats one after the other.'),
  sensitivity: z
    .number()
    .min(0.1)
    .max(10)
    .default(1)
    .meta({ title: 'Sensitivity', description: 'The more, the quieter a sound still shows. What is loud is toned down by itself.' }),
  decay: z
    .number()
    .min(0.05)
    .max(5)
    .default(0.4)
    .meta({ title: 'Afterglow', description: 'Seconds in which full light fades when the sound is gone.' }),
};

const is = <T extends string>(input: T): z.ZodLiteral<T> => z.literal(input).meta({ title: 'What is heard' });

const pulse = z
  .strictObject({
    input: is('pulse'),
    device: z
      .string()
      .regex(/^[A-Za-z0-9@][\w.:@+-]{0,199}$/, 'must be the name of a source, as "pactl list short sources" shows it')
      .default('@DEFAULT_MONITOR@')
      .meta({
        title: 'Source',
        description: '@DEFAULT_MONITOR@ is what this machine plays, @DEFAULT_SOURCE@ its microphone; "pactl list short sources" shows all.',
      }),
    ...look,
  })
  .meta({ title: 'Sound of this machine, microphone (PulseAudio, PipeWire)' });

const alsa = z
  .strictObject({
    input: is('alsa'),
    device: z
      .string()
      .regex(
        /^(default|pulse|pipewire|(hw|plughw|sysdefault|dsnoop):(CARD=)?\w{1,32}(,(DEV=)?\d{1,2}(,(SUBDEV=)?\d{1,2})?)?)$/,
        'must be a sound device, such as default, plughw:1,0 or plughw:CARD=Device,DEV=0',
      )
      .default('default')
      .meta({ title: 'Device', description: '"arecord -L" shows them.' }),
    ...look,
  })
  .meta({ title: 'Microphone, line in (ALSA)' });

const avfoundation = z
  .strictObject({
    input: is('avfoundation'),
    device: z
      .string()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()’'+-]{0,99}$/u, 'must be the number or the name of an audio device, such as 0 or BlackHole 2ch')
      .default('0')
      .meta({ title: 'Device', description: 'Its number or its name.' }),
    ...look,
  })
  .meta({ title: 'Sound of this Mac (AVFoundation)' });

const file = z
  .strictObject({
    input: is('file'),
    path: pathSchema.meta({ title: 'File' }),
    loop: z.boolean().default(true).meta({ title: 'Again and again' }),
    ...look,
  })
  .meta({ title: 'Sound file' });

const test = z
  .strictObject({
    input: is('test'),
    sound: z.enum(['low', 'middle', 'high', 'noise']).default('middle').meta({ title: 'Sound' }),
    ...look,
  })
  .meta({ title: 'Test sounds' });

export const audioSchema = z.discriminatedUnion('input', [pulse, alsa, avfoundation, file, test]);
export type AudioOptions = z.output<typeof audioSchema>;
/** How a sound becomes light. */
export type AudioLook = Pick<AudioOptions, keyof typeof look>;
