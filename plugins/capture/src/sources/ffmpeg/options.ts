import { isAbsolute } from 'node:path';
import { z } from '@lightkeeper/plugin-sdk';

/*
 * What a person may say of a picture that ffmpeg brings. Nobody says options of ffmpeg itself: each field here is one value of a known kind,
 * and none of them can begin an option, name a protocol of its own, or reach a shell.
 */

const fps = z.number().int().min(1).max(60).default(30).meta({ title: 'Pictures a second', description: 'At most.' });
const side = z.number().int().min(16).max(8_192);
const place = z.number().int().min(0).max(32_767);

const region = z
  .strictObject({ x: place, y: place, width: side, height: side })
  .nullable()
  .default(null)
  .meta({ title: 'Part of the screen', description: 'In pixels; nothing stands for all of it.' });

/** Control characters, and halves of characters. */
const UNREADABLE = /[\p{Cc}\p{Cs}]/u;

/** A file of the hub's own machine. */
export const pathSchema = z
  .string()
  .min(1)
  .max(4_096)
  .refine((path) => isAbsolute(path), 'must be the whole path of a file, from the root')
  .refine((path) => !UNREADABLE.test(path), 'must not have control characters');

/** An address of one of the schemes, without a name and password in it: they have fields of their own, where they are kept secret. */
function address(...schemes: readonly string[]): z.ZodString {
  return z
    .string()
    .max(2_000)
    .superRefine((text, context) => {
      const refuse = (message: string): void => {
        context.addIssue({ code: 'custom', message });
      };
      const url = /^[\x21-\x5b\x5d-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
      if (url === null || url.hostname === '')
        refuse(`must be an address that begins with ${schemes.map((one) => `${one}://`).join(' or ')}`);
      else if (!schemes.some((one) => text.startsWith(`${one}://`)))
        refuse(`must begin with ${schemes.map((one) => `${one}://`).join(' or ')}`);
      else if (url.username !== '' || url.password !== '') refuse('must be without name and password: they have fields of their own');
    });
}

const spoken = z
  .string()
  .max(200)
  .refine((text) => !UNREADABLE.test(text), 'must not have control characters');
const credentials = {
  username: spoken.default('').meta({ title: 'Name', description: 'Where one has to sign in.' }),
  password: spoken.default('').meta({ title: 'Password', ui: { secret: true } }),
};
const realtime = z.boolean().default(true).meta({ title: 'At its own speed', description: 'Otherwise as fast as it comes.' });

const is = <T extends string>(input: T): z.ZodLiteral<T> => z.literal(input).meta({ title: 'What is read' });

const x11 = z
  .strictObject({
    input: is('x11'),
    display: z
      .string()
      .regex(/^:\d{1,5}(\.\d{1,2})?$/, 'must be a display of this machine, such as :0')
      .default(':0')
      .meta({ title: 'Display' }),
    region,
    fps,
  })
  .meta({ title: 'This machine’s screen (X11)' });

const kms = z
  .strictObject({
    input: is('kms'),
    card: z
      .string()
      .regex(/^\/dev\/dri\/card\d{1,2}$/, 'must be a graphics card, such as /dev/dri/card0')
      .default('/dev/dri/card0')
      .meta({ title: 'Graphics card', description: 'ffmpeg needs the right to read what it shows (CAP_SYS_ADMIN).' }),
    fps,
  })
  .meta({ title: 'This machine’s screen, below the desktop (KMS)' });

const v4l2 = z
  .strictObject({
    input: is('v4l2'),
    device: z
      .string()
      .regex(/^\/dev\/video\d{1,3}$/, 'must be a video device, such as /dev/video0')
      .meta({ title: 'Camera or grabber' }),
    format: z.enum(['mjpeg', 'yuyv422', 'nv12', 'uyvy422', 'rgb24']).default('mjpeg').meta({ title: 'Format' }),
    size: z.strictObject({ width: side, height: side }).default({ width: 1_280, height: 720 }).meta({ title: 'Size' }),
    fps,
  })
  .meta({ title: 'Camera or grabber (V4L2)' });

const avfoundation = z
  .strictObject({
    input: is('avfoundation'),
    screen: z.number().int().min(0).max(15).default(0).meta({ title: 'Screen' }),
    fps,
  })
  .meta({ title: 'This Mac’s screen (AVFoundation)' });

const gdigrab = z.strictObject({ input: is('gdigrab'), region, fps }).meta({ title: 'This machine’s screen (Windows)' });

const rtsp = z
  .strictObject({
    input: is('rtsp'),
    url: address('rtsp', 'rtsps').meta({ title: 'Address' }),
    ...credentials,
    tcp: z.boolean().default(true).meta({ title: 'Over TCP', description: 'UDP is a little faster, but loses pictures over wireless.' }),
    fps,
  })
  .meta({ title: 'Network camera (RTSP)' });

const file = z
  .strictObject({
    input: is('file'),
    path: pathSchema.meta({ title: 'File' }),
    loop: z.boolean().default(true).meta({ title: 'Again and again' }),
    realtime,
    fps,
  })
  .meta({ title: 'Video file' });

const url = z
  .strictObject({
    input: is('url'),
    url: address('http', 'https').meta({ title: 'Address', description: 'Of a video or of a stream (HLS).' }),
    ...credentials,
    realtime,
    fps,
  })
  .meta({ title: 'Video or stream from the web' });

const test = z
  .strictObject({
    input: is('test'),
    pattern: z.enum(['testsrc', 'testsrc2', 'smptebars']).default('testsrc2').meta({ title: 'Pattern' }),
    fps,
  })
  .meta({ title: 'Test pictures' });

export const ffmpegSchema = z.discriminatedUnion('input', [x11, kms, v4l2, avfoundation, gdigrab, rtsp, file, url, test]);
export type FfmpegOptions = z.output<typeof ffmpegSchema>;
export type FfmpegInput = FfmpegOptions['input'];
